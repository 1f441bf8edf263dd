import { isUnreachable } from "#core/domain/errors";
import { englishOf } from "#core/messages/message";
import type { AppState } from "../ipc/contract/app-state";
import type { ShortcutId } from "../ipc/contract/shortcuts";
import type { TimerView } from "../ipc/contract/timer/timer";
import type { WorkChoice } from "../ipc/contract/timer/work-choice";
import type { Translate } from "../locales";
import { clock, hoursMinutes, moment, workLabel, workName } from "./format";

export const trayIcons = ["idle", "working", "break", "unreachable"] as const;
export type TrayIcon = (typeof trayIcons)[number];

/** What a click on a menu item asks for. */
export type TrayAction =
  | { do: "clockIn"; choice: WorkChoice }
  | { do: "takeBreak"; typeId?: string }
  | {
      do: "clockOut" | "resume" | "undo" | "retry" | "giveUp" | "refresh";
    }
  | { do: "useAccount"; accountId: string }
  | {
      do: "update" | "openTimer" | "openMain" | "openPalette" | "findWork" | "openSettings" | "openOnboarding" | "quit";
    };

export type TrayItem =
  | { type: "separator" }
  | { type: "line"; label: string }
  | { type: "action"; label: string; enabled: boolean; action: TrayAction; keys?: string; chosen?: boolean }
  | { type: "menu"; label: string; enabled: boolean; items: TrayItem[] };

export interface TrayView {
  icon: TrayIcon;
  /** Beside the icon, on macOS only. */
  title: string;
  tooltip: string;
  menu: TrayItem[];
}

const separator: TrayItem = { type: "separator" };
const line = (label: string): TrayItem => ({ type: "line", label });
const action = (label: string, what: TrayAction, enabled = true): TrayItem => ({
  type: "action",
  label,
  enabled,
  action: what,
});

/** Keys from anywhere stand beside what they do too. */
function withKeys(item: TrayItem, { shortcuts }: AppState, id: ShortcutId): TrayItem {
  const keys = shortcuts.list.find((one) => one.id === id && one.problem === null)?.keys;
  return item.type === "action" && keys ? { ...item, keys } : item;
}

/**
 * What the tray shows for a state: the same for the same arguments.
 * @param now milliseconds; elapsed time and today's total are counted up to it.
 * @param bookable true: clocking in needs no work to be chosen.
 */
export function describe(state: AppState, now: number, t: Translate, bookable = false): TrayView {
  const account = state.accounts.find((one) => one.id === state.activeAccount);
  const end = [
    separator,
    withKeys(action(t("tray.openTimer"), { do: "openTimer" }), state, "timer"),
    withKeys(action(t("tray.openPalette"), { do: "openPalette" }), state, "palette"),
    action(t("tray.openMain"), { do: "openMain" }),
    action(t("tray.settings"), { do: "openSettings" }),
    ...accountItems(state, t),
    ...(state.updates.phase === "ready" ? [action(t("tray.update"), { do: "update" })] : []),
  ];
  const quit = action(t("tray.quit"), { do: "quit" });
  if (!account) {
    const menu = [
      line(t("tray.noAccount")),
      separator,
      action(t("tray.setUp"), { do: "openOnboarding" }),
      separator,
      quit,
    ];
    return { icon: "idle", title: "", tooltip: t("tray.noAccount"), menu };
  }
  const { timer } = state;
  const service = t(`services.${account.service}`);
  const zone = timer.status?.zone ?? null;
  const { assumed, offline } = timer.outbox;
  const head = assumed
    ? assumedHead(state, zone, service, t)
    : timer.stale
      ? staleHead(timer, account, service, t)
      : freshHead(timer, now, service, t);
  const busy = timer.pending !== null || (timer.stale && offline !== "kept" && !assumed);
  const readAt =
    timer.readAt && !timer.stale ? [line(t("tray.readAt", { service, at: clock(timer.readAt, zone) }))] : [];
  const menu = [
    ...(timer.pending ? [line(t(`pending.${timer.pending.command}`))] : []),
    ...head.lines,
    ...(timer.failed && timer.outbox.waiting.length === 0 ? failedItems(state, zone, t) : []),
    ...waitingItems(state, zone, service, t),
    separator,
    ...timerItems(timer, { zone, busy, bookable, breakTypes: account.breakTypes ?? [], favorites: state.favorites }, t),
    ...(timer.stale && !timer.failed && !assumed
      ? [action(t("tray.tryAgain"), { do: "refresh" }, timer.pending === null)]
      : []),
    ...end,
    separator,
    ...readAt,
    quit,
  ];
  return { icon: head.icon, title: head.title, tooltip: head.tooltip, menu };
}

/** The account that tray and timer show, where there is a choice. */
function accountItems({ accounts, activeAccount }: AppState, t: Translate): TrayItem[] {
  if (accounts.length < 2) return [];
  const items = accounts.map(({ id, label }): TrayItem => {
    const item = { type: "action" as const, label, enabled: true, chosen: id === activeAccount };
    return { ...item, action: { do: "useAccount", accountId: id } };
  });
  return [{ type: "menu", label: t("tray.account"), enabled: true, items }];
}

interface Head {
  icon: TrayIcon;
  title: string;
  tooltip: string;
  lines: TrayItem[];
}

function freshHead(timer: TimerView, now: number, service: string, t: Translate): Head {
  const { status } = timer;
  if (timer.unreadable !== undefined) {
    const unreadable = t("tray.unreadable", { service });
    // No shape says "working or not": this one says that it is not known.
    return {
      icon: "unreachable",
      title: "",
      tooltip: unreadable,
      lines: [line(unreadable), ...timer.notes.map((note) => line(englishOf(note)))],
    };
  }
  if (!status) {
    const reading = t("tray.reading", { service });
    return { icon: "idle", title: "", tooltip: reading, lines: [line(reading)] };
  }
  const { zone, running } = status;
  const secondsSince = (instant: string) => (now - Date.parse(instant)) / 1000;
  const grown = running ? Math.max(0, secondsSince(status.now)) : 0;
  const seconds = hoursMinutes(status.today.seconds + grown);
  const target = status.today.target ? hoursMinutes(status.today.target) : null;
  const today = t(target ? "tray.todayOf" : "tray.today", { seconds, target });
  const todayInline = t(target ? "tray.todayOfInline" : "tray.todayInline", { seconds, target });
  if (running) {
    // Net of its breaks, as in the windows.
    const elapsed = hoursMinutes(running.seconds + grown);
    const label = workLabel(running.work, running.text) || t("tray.someWork");
    const name = workName(running.work, running.text) || t("tray.someWork");
    return {
      icon: "working",
      title: elapsed,
      tooltip: `${name} · ${elapsed} · ${t("tray.todayInline", { seconds })}`,
      lines: [
        line(t("tray.working", { work: label, elapsed })),
        line(t("tray.sinceToday", { since: clock(running.begin, zone), today: todayInline })),
      ],
    };
  }
  if (status.break) {
    const { since, entry } = status.break;
    const at = clock(since, zone);
    const work = workLabel(entry.work, entry.text) || t("tray.someWork");
    return {
      icon: "break",
      title: "",
      tooltip: `${t("tray.breakTooltip", { since: at })} · ${todayInline}`,
      lines: [
        line(t("tray.onBreak", { elapsed: hoursMinutes(secondsSince(since)) })),
        line(t("tray.breakSince", { work, since: at })),
        line(today),
      ],
    };
  }
  const end = status.last?.end;
  const endedToday = end !== undefined && end !== null && end.slice(0, 10) === status.today.day;
  return {
    icon: "idle",
    title: "",
    tooltip: `${t("tray.notWorking")} · ${todayInline}`,
    lines: [
      line(endedToday ? t("tray.notWorkingSince", { since: clock(end, zone) }) : t("tray.notWorking")),
      line(today),
    ],
  };
}

function staleHead(timer: TimerView, account: AppState["accounts"][number], service: string, t: Translate): Head {
  const { status, readAt } = timer;
  const zone = status?.zone ?? null;
  const { failure } = account;
  const refused =
    failure && !isUnreachable(failure.code)
      ? t(failure.code === "unauthorized" ? "tray.rejected" : "tray.failing", { service })
      : null;
  const since = readAt ? clock(readAt, zone) : null;
  const first =
    refused ?? (since ? t("tray.unreachableSince", { service, since }) : t("tray.unreachable", { service }));
  const running = status?.running?.begin;
  const paused = status?.break?.since;
  const known = running
    ? t("tray.lastKnownWorking", { since: clock(running, zone) })
    : paused
      ? t("tray.lastKnownBreak", { since: clock(paused, zone) })
      : status && t("tray.lastKnownIdle");
  const tooltip = since
    ? `${refused ?? t("tray.unreachable", { service })} · ${t("tray.lastKnownTooltip", { at: since })}`
    : first;
  return { icon: "unreachable", title: "", tooltip, lines: [line(first), ...(known ? [line(known)] : [])] };
}

/** What the person has clicked counts as done here, and it is said that it is not sent. */
function assumedHead({ timer, now, language }: AppState, zone: string | null, service: string, t: Translate): Head {
  const { assumed, waiting } = timer.outbox;
  const since = assumed?.since ? moment(assumed.since, zone, now, language) : "";
  const work = (assumed?.work && workLabel(assumed.work, assumed.text)) || assumed?.text || t("tray.someWork");
  const words =
    timer.phase === "working"
      ? t("tray.notSentWorking", { work, since })
      : t(timer.phase === "break" ? "tray.notSentBreak" : "tray.notSentIdle", { since });
  const first = timer.stale ? [line(t("tray.unreachable", { service }))] : [];
  const count = t("tray.notSentTooltip", { count: waiting.length });
  return {
    icon: timer.stale || timer.phase === "unknown" ? "unreachable" : timer.phase,
    title: "",
    tooltip: timer.stale ? `${t("tray.unreachable", { service })} · ${count}` : count,
    lines: [...first, line(words)],
  };
}

/** So many lines of what waits; all of it stands in the timer window. */
const mostWaiting = 5;

function waitingItems({ timer, now, language }: AppState, zone: string | null, service: string, t: Translate) {
  const { waiting, question } = timer.outbox;
  if (waiting.length === 0) return [];
  const isFree = timer.pending === null;
  return [
    separator,
    ...waiting
      .slice(0, mostWaiting)
      .map(({ command, meantAt }) =>
        line(t(`waits.${command}`, { service, at: moment(meantAt, zone, now, language) })),
      ),
    question || timer.failed
      ? action(t("tray.decide", { service }), { do: "openTimer" })
      : action(t("tray.sendNow"), { do: "retry" }, isFree),
    action(t("tray.discardWaiting"), { do: "openTimer" }),
  ];
}

function failedItems({ timer, now, language }: AppState, zone: string | null, t: Translate): TrayItem[] {
  const { failed, pending } = timer;
  if (!failed) return [];
  const at = moment(failed.meantAt, zone, now, language);
  return [
    separator,
    line(t(`failed.${failed.command}`, { at })),
    action(t("tray.tryAgainAt", { at }), { do: "retry" }, pending === null),
    action(t("tray.giveUp"), { do: "giveUp" }, pending === null),
  ];
}

interface Around {
  zone: string | null;
  busy: boolean;
  bookable: boolean;
  breakTypes: NonNullable<AppState["accounts"][number]["breakTypes"]>;
  favorites: AppState["favorites"];
}

function timerItems(timer: TimerView, around: Around, t: Translate): TrayItem[] {
  const { zone, busy, bookable, breakTypes, favorites } = around;
  if (timer.unreadable !== undefined)
    return [
      action(t("tray.clockIn"), { do: "clockIn", choice: { work: {}, text: "", tags: [] } }, !busy),
      action(t("tray.clockOut"), { do: "clockOut" }, !busy),
    ];
  const others = (label: string, without: WorkChoice | null) => recentMenu(timer, favorites, label, without, busy, t);
  const current = timer.status?.running ?? timer.status?.break?.entry ?? null;
  switch (timer.phase) {
    case "working":
      return [
        action(t("tray.clockOut"), { do: "clockOut" }, !busy),
        breakItem(breakTypes, busy, t),
        others(t("tray.switchTo"), current),
      ];
    case "break":
      return [
        action(t("tray.resume"), { do: "resume" }, !busy),
        action(t("tray.clockOut"), { do: "clockOut" }, !busy),
        others(t("tray.switchTo"), current),
      ];
    default: {
      const { suggestion } = timer;
      const known = timer.phase === "idle";
      const work = suggestion && (workLabel(suggestion.work, suggestion.text) || null);
      const start =
        suggestion || bookable
          ? action(
              work ? t("tray.clockInWork", { work }) : t("tray.clockIn"),
              { do: "clockIn", choice: suggestion ?? { work: {}, text: "", tags: [] } },
              known && !busy,
            )
          : action(t("tray.clockInChoose"), { do: "openTimer" }, known && !busy);
      const { undo } = timer;
      const undoAt = undo?.entry.end ? clock(undo.entry.end, zone) : "";
      return [
        start,
        others(t("tray.clockInOn"), suggestion),
        ...(undo && !undo.final ? [action(t("tray.undo", { at: undoAt }), { do: "undo" }, !busy)] : []),
      ];
    }
  }
}

/** Where there is more than one kind of break, each by its name. */
function breakItem(types: Around["breakTypes"], busy: boolean, t: Translate): TrayItem {
  const label = t("tray.takeBreak");
  if (types.length < 2) return action(label, { do: "takeBreak" }, !busy);
  const items = types.slice(0, 12).map(({ id, name }) => action(name, { do: "takeBreak", typeId: id }, !busy));
  return { type: "menu", label, enabled: !busy, items };
}

/** Favorites, then recents but the one that stands beside it already; search finds any other work. */
function recentMenu(
  timer: TimerView,
  favorites: AppState["favorites"],
  label: string,
  without: Pick<WorkChoice, "work" | "text"> | null,
  busy: boolean,
  t: Translate,
): TrayItem {
  const key = (choice: Pick<WorkChoice, "work" | "text">) => {
    const { customer, project, subproject, activity } = choice.work;
    return JSON.stringify([customer?.id, project?.id, subproject?.id, activity?.id, choice.text]);
  };
  const liked = favorites.map(({ id: _id, name, gone, ...choice }) =>
    action(gone === null ? name : t("tray.favoriteGone", { name }), { do: "clockIn", choice }, !busy && gone === null),
  );
  const isLiked = new Set(favorites.map(key));
  const items = timer.recent
    .filter((choice) => !isLiked.has(key(choice)) && (!without || key(choice) !== key(without)))
    .slice(0, 5)
    .map((choice) => action(recentLabel(choice) || t("tray.someWork"), { do: "clockIn", choice }, !busy));
  const search = action(t("tray.search"), { do: "findWork" });
  const parts = [liked, items, [search]].filter((part) => part.length > 0);
  return {
    type: "menu",
    label,
    enabled: !busy,
    items: parts.flatMap((part, at) => (at > 0 ? [separator, ...part] : part)),
  };
}

function recentLabel({ work, text }: WorkChoice): string {
  const label = workLabel(work, text);
  return text && label !== text && label.length < 30
    ? `${label} · ${text.slice(0, 24)}${text.length > 24 ? "…" : ""}`
    : label;
}
