import { useTranslation } from "react-i18next";
import type { Failure, Response } from "#main/ipc/contract/index";
import { shortDate } from "../../lib/format";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { initials } from "../../ui/initials";
import { Clip } from "../../ui/notice";
import { Diff } from "./diff";
import { Refusal } from "./refusal";
import { type Change, isPerson, type List, sentenceOf, timeOf, undoWord, whoName } from "./words";

export type Undone = Response<"activity:undo">;

interface Props {
  change: Change;
  labels: List["labels"];
  /** BCP 47. */
  language: string;
  /** IANA name; undefined: that of this computer. */
  zone: string | undefined;
  open: boolean;
  busy: boolean;
  /** Why the last try to undo it did nothing. */
  refusal: { outcome: Undone } | { failure: Failure } | null;
  onOpen(open: boolean): void;
  /** @param id of the change to take back: this one, or the undo of it */
  onUndo(id: number): void;
}

export function ChangeRow({ change, labels, language, zone, open, busy, refusal, onOpen, onUndo }: Props) {
  const { t } = useTranslation();
  const who = whoName(change, labels, t);
  const sentence = sentenceOf(change, language, t);
  const details = `change-${change.id}`;
  const tile = isPerson(change)
    ? t(change.place === "tray" ? "activity.tile.tray" : "activity.tile.me")
    : initials(who);
  const look = change.undone ? " log--undone" : change.state === "failed" ? " log--failed" : "";
  const items = change.items.filter(({ before, after }) => before || after);
  const day = change.items.map(({ after, before }) => (after ?? before)?.begin).find((one) => typeof one === "string");
  return (
    <li className={`log${look}`} data-change={change.id}>
      <button
        type="button"
        className="log__caret"
        data-row={change.id}
        aria-expanded={open}
        aria-controls={open ? details : undefined}
        aria-label={`${timeOf(change, zone)}, ${who}: ${sentence}`}
        onClick={() => onOpen(!open)}
      >
        <Icon name={open ? "down" : "right"} />
      </button>
      <span className="num soft">{timeOf(change, zone)}</span>
      <span className={isPerson(change) ? "who who--me" : "who"} title={who} aria-hidden="true">
        {tile}
      </span>
      <Clip className="log__what" text={`${who} ${sentence}`}>
        <b className="medium">{t("activity.row", { who })}</b> {sentence}
      </Clip>
      <End change={change} labels={labels} zone={zone} busy={busy} onUndo={onUndo} />
      {(open || refusal) && (
        <div className="log__open" id={details}>
          {refusal && (
            <Refusal refusal={refusal} labels={labels} account={change.account} language={language} zone={zone} />
          )}
          {open &&
            items.map((item, at) => (
              // The items of a change never move.
              // biome-ignore lint/suspicious/noArrayIndexKey: a change may write one record twice
              <Diff key={at} item={item} named={items.length > 1} language={language} />
            ))}
          {open && change.count > change.items.length && (
            <p className="hint">{t("activity.more", { count: change.count - change.items.length })}</p>
          )}
          {open && (
            <p className="hint">
              {typeof day === "string" && `${shortDate(day.slice(0, 10), language)} · `}
              {change.account.label}
              {change.undo.kind === "cannot" && change.undo.reason !== "undone" && (
                <> · {t(`activity.cannot.${change.undo.reason}`, { service: change.account.label })}</>
              )}
            </p>
          )}
        </div>
      )}
    </li>
  );
}

/** What became of it, and the way back. */
function End({ change, labels, zone, busy, onUndo }: Pick<Props, "change" | "labels" | "zone" | "busy" | "onUndo">) {
  const { t } = useTranslation();
  const { undone, undo, state } = change;
  if (undone)
    return (
      <span className="log__end">
        <span>{t("activity.undoneAt", { time: timeOf(undone, zone) })}</span>
        <Button kind="plain" size="sm" busy={busy} waiting={t("wait.undo")} onPress={() => onUndo(undone.id)}>
          {t("activity.redo")}
        </Button>
      </span>
    );
  if (state === "failed")
    return (
      <span className="log__end">
        <span className="tag tag--danger">
          <Icon name="problem" />
          {t("activity.failed")}
        </span>
      </span>
    );
  if (state === "unknown" || state === "under_way")
    return (
      <span className="log__end">
        <Icon name="warning" />
        {t(state === "unknown" ? "activity.notKnown" : "activity.underWay")}
      </span>
    );
  if (undo.kind === "possible")
    return (
      <span className="log__end">
        <Button icon="undo" size="sm" busy={busy} waiting={t("wait.undo")} onPress={() => onUndo(change.id)}>
          {undoWord(change, t)}
        </Button>
      </span>
    );
  const why =
    undo.kind === "changed"
      ? t("activity.changedBy", { who: whoName(undo.by, labels, t), time: timeOf(undo.by, zone) })
      : t("activity.cannotShort");
  return (
    <span className="log__end">
      <Icon name="info" />
      {why}
    </span>
  );
}
