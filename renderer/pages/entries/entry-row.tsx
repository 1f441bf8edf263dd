import type { TFunction } from "i18next";
import { type KeyboardEvent, type MouseEvent, memo } from "react";
import { daysLater } from "../../lib/entry-span";
import { clockOf, hoursMinutes } from "../../lib/format";
import { workDetail, workTitle } from "../../lib/work";
import { zonePlace } from "../../lib/zone";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Clip } from "../../ui/notice";
import type { Entry, Overlap } from "./analysis";
import { RowTags } from "./row-tags";
import { locksOf } from "./use-locks";

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
  isMenuOpen: boolean;
  on: RowEvents;
  /** The list's: a hook in each of thousands of rows takes longer than the row. */
  t: TFunction;
}

/** What a row tells. The same object for all rows and each time: rows that did not change are not drawn again. */
export interface RowEvents {
  action(entry: Entry, action: RowAction): void;
  /** @param begin where the entry would begin without its overlap */
  fix?(entry: Entry, begin: string): void;
  /** @param isRange all from the row that was chosen last up to this one */
  choose?(entry: Entry, isRange: boolean): void;
  /** Opens the list's menu at the button of this row. */
  menu(entry: Entry, button: HTMLElement): void;
}

const isSameOverlap = (one: Overlap | null, other: Overlap | null) =>
  one === other ||
  (one !== null &&
    other !== null &&
    one.with.id === other.with.id &&
    one.from === other.from &&
    one.seconds === other.seconds);

/** Overlaps are found anew with each look at the list. */
const isSame = (one: Props, other: Props) =>
  one.entry === other.entry &&
  one.seconds === other.seconds &&
  one.zone === other.zone &&
  one.isChosen === other.isChosen &&
  one.isElsewhere === other.isElsewhere &&
  one.showsPerson === other.showsPerson &&
  one.isMenuOpen === other.isMenuOpen &&
  one.on === other.on &&
  one.t === other.t &&
  isSameOverlap(one.overlap, other.overlap);

export const EntryRow = memo(Row, isSame);

function Row(props: Props) {
  const {
    entry,
    seconds,
    overlap,
    zone,
    isChosen,
    isElsewhere = false,
    showsPerson = false,
    isMenuOpen,
    on,
    t,
  } = props;
  const { locked, why } = locksOf(entry, t);
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
  const onPress = ({ shiftKey, ctrlKey, metaKey }: MouseEvent) => {
    if (on.choose && (shiftKey || ctrlKey || metaKey)) on.choose(entry, shiftKey);
    else if (may) on.action(entry, "edit");
  };
  const onKey = ({ key }: KeyboardEvent) => {
    if (may && key === "F2") on.action(entry, "edit");
    else if (locked === null && key === "Delete") on.action(entry, "delete");
  };
  const onMenuKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    on.menu(entry, event.currentTarget);
  };
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
            onChange={(event) => on.choose?.(entry, (event.nativeEvent as PointerEvent).shiftKey === true)}
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
      <button
        type="button"
        className="entry__main"
        data-row={entry.id}
        aria-label={isChosen ? t("bulk.chosenRow", { row }) : row}
        aria-keyshortcuts={isChosen === undefined ? undefined : "Space"}
        onClick={onPress}
        onKeyDown={onKey}
      >
        <Clip text={[title, rest, ...entry.tags].filter(Boolean).join(" · ")}>
          <span className="medium">{title}</span> <span className="soft">{rest}</span>
        </Clip>
      </button>
      <RowTags entry={entry} locked={locked} t={t} />
      <span className="dur num">{hoursMinutes(seconds)}</span>
      <button
        type="button"
        className="button button--plain button--icon button--sm entry__more"
        aria-label={t("entry.more", { name: `${title}, ${span}` })}
        aria-haspopup="menu"
        aria-expanded={isMenuOpen}
        onClick={(event) => on.menu(entry, event.currentTarget)}
        onKeyDown={onMenuKey}
      >
        <Icon name="more" />
      </button>
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
