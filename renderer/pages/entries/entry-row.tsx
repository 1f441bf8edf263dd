import { memo } from "react";
import { Button as RacButton } from "react-aria-components/Button";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import { daysLater } from "../../lib/entry-span";
import { clockOf, hoursMinutes } from "../../lib/format";
import { workDetail, workTitle } from "../../lib/work";
import { zonePlace } from "../../lib/zone";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Clip } from "../../ui/notice";
import type { Entry, Overlap } from "./analysis";
import { RowTags } from "./row-tags";
import { useLocks } from "./use-locks";

export type RowAction = "edit" | "again" | "duplicate" | "delete";

interface Props {
  entry: Entry;
  seconds: number;
  overlap: Overlap | null;
  zone: string;
  /** Whether it is among the rows that are chosen to be changed together; absent: it cannot be chosen. */
  isChosen?: boolean;
  /** It is of another week, which its press opens. */
  isElsewhere?: boolean;
  /** Time of several people is listed. */
  showsPerson?: boolean;
  on: RowEvents;
}

/** What a row tells. The same object for all rows and each time: rows that did not change are not drawn again. */
export interface RowEvents {
  action(entry: Entry, action: RowAction): void;
  /** @param begin where the entry would begin without its overlap */
  fix?(entry: Entry, begin: string): void;
  /** @param isRange all from the row that was chosen last up to this one */
  choose?(entry: Entry, isRange: boolean): void;
}

/** Overlaps are found anew with each look at the list. */
const isSame = ({ overlap: a, ...one }: Props, { overlap: b, ...other }: Props) =>
  (a === b || (a !== null && b !== null && a.with.id === b.with.id && a.from === b.from && a.seconds === b.seconds)) &&
  Object.entries(one).every(([name, value]) => value === other[name as keyof typeof other]);

export const EntryRow = memo(Row, isSame);

function Row(props: Props) {
  const { entry, seconds, overlap, zone, isChosen, isElsewhere = false, showsPerson = false, on } = props;
  const onAction = (action: RowAction) => on.action(entry, action);
  const { t } = useTranslation();
  const { locked, why } = useLocks()(entry);
  const title = workTitle(entry.work) || t("work.none");
  const rest = [showsPerson && entry.person?.name, workDetail(entry.work, { text: entry.text })]
    .filter(Boolean)
    .join(" · ");
  const span = `${clockOf(entry.begin, entry.zone ?? zone)}–${entry.end ? clockOf(entry.end, entry.zone ?? zone) : t("entry.now")}`;
  const later = entry.end ? daysLater(entry.begin, entry.end, zone) : 0;
  const over = later > 0 ? t("entry.nextDay", { count: later }) : "";
  const place = entry.zone && entry.zone !== zone ? t("entry.zone", { place: zonePlace(entry.zone) }) : "";
  const time = [span, over, place].filter(Boolean).join(" ");
  const name = [title, rest, time, hoursMinutes(seconds)].filter(Boolean).join(", ");
  const may = isElsewhere ? true : why === null;
  const row = may ? t(isElsewhere ? "entry.rowOpen" : "entry.row", { name }) : t("entry.rowLocked", { name, why });
  const actions: { id: RowAction; label: string; off: boolean }[] = [
    { id: "edit", label: t(isElsewhere ? "entry.openWeek" : "entry.edit"), off: !may },
    { id: "again", label: t("entry.again"), off: entry.end === null },
    { id: "duplicate", label: t("entry.duplicate"), off: entry.end === null },
    { id: "delete", label: t("entry.delete"), off: locked !== null },
  ];
  return (
    <div className={overlap ? "entry entry--warn" : "entry"} data-chosen={isChosen || undefined}>
      {isChosen !== undefined ? (
        <label className="entry__choose">
          <input
            type="checkbox"
            // By keyboard it is the row's own Space.
            tabIndex={-1}
            aria-label={t("bulk.choose", { name: `${title}, ${span}` })}
            checked={isChosen}
            onChange={(event) => on.choose?.(entry, (event.nativeEvent as MouseEvent).shiftKey === true)}
          />
        </label>
      ) : (
        <span />
      )}
      <span className="num soft">
        {span}
        {over && <span className="hint entry__over"> {over}</span>}
        {place && <span className="hint entry__over"> {place}</span>}
      </span>
      <RacButton
        className="entry__main"
        data-row={entry.id}
        aria-label={isChosen ? t("bulk.chosenRow", { row }) : row}
        aria-keyshortcuts={isChosen === undefined ? undefined : "Space"}
        onPress={({ shiftKey, ctrlKey, metaKey }) => {
          if (on.choose && (shiftKey || ctrlKey || metaKey)) on.choose(entry, shiftKey);
          else if (may) onAction("edit");
        }}
        onKeyDown={(event) => {
          if (may && event.key === "F2") onAction("edit");
          else if (locked === null && event.key === "Delete") onAction("delete");
          else event.continuePropagation();
        }}
      >
        <Clip text={[title, rest, ...entry.tags].filter(Boolean).join(" · ")}>
          <span className="medium">{title}</span> <span className="soft">{rest}</span>
        </Clip>
      </RacButton>
      <RowTags entry={entry} locked={locked} />
      <span className="dur num">{hoursMinutes(seconds)}</span>
      <MenuTrigger>
        <RacButton
          className="button button--plain button--icon button--sm"
          aria-label={t("entry.more", { name: `${title}, ${span}` })}
        >
          <Icon name="more" />
        </RacButton>
        <Popover className="popover" placement="bottom end">
          {why && <p className="hint popover__why">{why}</p>}
          <Menu
            className="options"
            disabledKeys={actions.filter(({ off }) => off).map(({ id }) => id)}
            onAction={(key) => {
              const action = actions.find(({ id }) => id === key);
              if (action) onAction(action.id);
            }}
          >
            {actions.map(({ id, label }) => (
              <MenuItem key={id} id={id} className={id === "delete" ? "option option--danger" : "option"}>
                {label}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      {overlap && (
        <p className="entry__why">
          <Icon name="warning" />
          <Clip
            text={t("entry.overlap", {
              time: hoursMinutes(overlap.seconds),
              work: workTitle(overlap.with.work) || t("work.none"),
              span: `${clockOf(overlap.from, zone)}–${clockOf(overlap.to, zone)}`,
            })}
          />
          {overlap.fix && why === null && on.fix && (
            <Button size="sm" onPress={() => overlap.fix && on.fix?.(entry, overlap.fix)}>
              {t("entry.startAt", { time: clockOf(overlap.fix, zone) })}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
