import { Button as RacButton } from "react-aria-components/Button";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import { daysLater } from "../../lib/entry-span";
import { clockOf, hoursMinutes } from "../../lib/format";
import { workDetail, workTitle } from "../../lib/work";
import { Button } from "../../ui/button";
import { CardIcon, Icon } from "../../ui/icon";
import { Clip } from "../../ui/notice";
import type { Entry, Overlap } from "./analysis";
import { useLocks } from "./use-locks";

export type RowAction = "edit" | "again" | "duplicate" | "delete";

interface Props {
  entry: Entry;
  seconds: number;
  overlap: Overlap | null;
  zone: string;
  onAction: (action: RowAction) => void;
  onFix: (begin: string) => void;
}

export function EntryRow({ entry, seconds, overlap, zone, onAction, onFix }: Props) {
  const { t } = useTranslation();
  const { locked, why } = useLocks()(entry);
  const title = workTitle(entry.work) || t("work.none");
  const rest = workDetail(entry.work, { text: entry.text });
  const span = `${clockOf(entry.begin, entry.zone ?? zone)}–${entry.end ? clockOf(entry.end, entry.zone ?? zone) : t("entry.now")}`;
  const later = entry.end ? daysLater(entry.begin, entry.end, zone) : 0;
  const over = later > 0 ? t("entry.nextDay", { count: later }) : "";
  const name = [title, rest, [span, over].filter(Boolean).join(" "), hoursMinutes(seconds)].filter(Boolean).join(", ");
  const actions: { id: RowAction; label: string; off: boolean }[] = [
    { id: "edit", label: t("entry.edit"), off: why !== null },
    { id: "again", label: t("entry.again"), off: entry.end === null },
    { id: "duplicate", label: t("entry.duplicate"), off: entry.end === null },
    { id: "delete", label: t("entry.delete"), off: locked !== null },
  ];
  return (
    <div className={overlap ? "entry entry--warn" : "entry"}>
      <span className="num soft">
        {span}
        {over && <span className="hint entry__over"> {over}</span>}
      </span>
      <RacButton
        className="entry__main"
        data-row
        aria-label={why ? t("entry.rowLocked", { name, why }) : t("entry.row", { name })}
        onPress={() => why === null && onAction("edit")}
        onKeyDown={(event) => {
          if (why === null && event.key === "F2") onAction("edit");
          else if (locked === null && event.key === "Delete") onAction("delete");
          else event.continuePropagation();
        }}
      >
        <Clip text={[title, rest, ...entry.tags].filter(Boolean).join(" · ")}>
          <span className="medium">{title}</span> <span className="soft">{rest}</span>
        </Clip>
      </RacButton>
      <span className="line">
        {entry.tags.slice(0, 2).map((tag) => (
          <span key={tag} className="tag tag--free" title={tag}>
            {tag}
          </span>
        ))}
        {locked && (
          <span className="tag" title={locked}>
            <Icon name="lock" />
            {entry.exported ? t("entry.exported") : t("entry.locked")}
          </span>
        )}
        {entry.planned && (
          <span className="tag">
            <Icon name="calendar" />
            {t("entry.planned")}
          </span>
        )}
        {entry.end === null && (
          <span className="tag tag--accent">
            <CardIcon state="working" />
            {t("entry.running")}
          </span>
        )}
      </span>
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
          {overlap.fix && why === null && (
            <Button size="sm" onPress={() => overlap.fix && onFix(overlap.fix)}>
              {t("entry.startAt", { time: clockOf(overlap.fix, zone) })}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
