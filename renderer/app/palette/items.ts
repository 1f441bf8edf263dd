import type { TFunction } from "i18next";
import type { AppState } from "#main/ipc/contract/app-state";
import type { MainPage } from "#main/ipc/contract/main-pages";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";
import { hoursMinutes, weekdayDate } from "../../lib/format";
import { globalCaps } from "../../lib/keys";
import { sameWork, workDetail, workTitle } from "../../lib/work";
import type { IconName } from "../../ui/icon";
import { matches } from "./match";
import type { Found } from "./use-found";

export interface PaletteItem {
  id: string;
  icon: IconName;
  title: string;
  detail: string;
  /** On the right: what it does, or when it was. */
  hint: string;
  keys?: readonly string[];
  /** Why it cannot be done now; it stays in the list with it. */
  off?: string;
  /** The palette is not closed by it. */
  stays?: true;
  run(): void;
}
export interface PaletteGroup {
  id: "favorites" | "recent" | "commands" | "pages" | "projects" | "older";
  count?: string;
  items: PaletteItem[];
}

export interface PaletteActions {
  start(choice: WorkChoice): void;
  clockOut(): void;
  takeBreak(): void;
  resume(): void;
  refresh(): void;
  open(page: MainPage): void;
  timer(): void;
  shortcuts(): void;
  quit(): void;
}

const settingsPages = ["accounts", "workingTime", "permissions", "clients", "general"] as const;
const pages = [
  "entries",
  "absences",
  "reports",
  "projects",
  "activity",
  "import",
  ...settingsPages,
] as const satisfies readonly MainPage[];
const pageKeys: Partial<Record<MainPage, string>> = {
  entries: "1",
  absences: "2",
  reports: "3",
  projects: "4",
  activity: "5",
  general: ",",
};

/**
 * Everything that can be done and opened, as far as it has the words; what comes later stands below what is there.
 * @param isOnlyWork nothing but work to switch to
 */
export function paletteGroups(
  app: AppState,
  query: string,
  found: Found | null,
  act: PaletteActions,
  t: TFunction,
  ctrl: string,
  isOnlyWork = false,
): PaletteGroup[] {
  const { timer, language } = app;
  const { phase, status, recent } = timer;
  const running = phase === "working" ? (status?.running ?? null) : null;
  const runs = (choice: WorkChoice) =>
    running !== null && sameWork(choice.work, running.work) && choice.text === running.text;
  const has = ({ title, detail }: Pick<PaletteItem, "title" | "detail">) => matches(`${title} ${detail}`, query);
  const noAccount = app.activeAccount === null ? t("palette.noAccount") : undefined;
  const busy = timer.pending ? t("palette.busy") : undefined;
  const workItem = (choice: WorkChoice, id: string): PaletteItem => ({
    id,
    icon: "folder",
    title: workTitle(choice.work) || choice.text || t("work.none"),
    detail: workDetail(choice.work, { customer: true, text: choice.text }),
    hint: t(runs(choice) ? "palette.running" : phase === "idle" ? "palette.start" : "palette.switch"),
    off: noAccount ?? busy ?? (runs(choice) ? t("palette.runsAlready") : undefined),
    run: () => act.start(choice),
  });
  const command = (id: string, icon: IconName, title: string, run: () => void, more: Partial<PaletteItem> = {}) => ({
    id,
    icon,
    title,
    detail: "",
    hint: "",
    run,
    ...more,
  });
  const last = timer.suggestion;
  const clockKeys = globalCaps(app, "clock");
  const timerKeys = globalCaps(app, "timer");
  const commands: PaletteItem[] = [
    command("clock-in", "play", t("timer.clockIn"), () => last && act.start(last), {
      detail: last ? workTitle(last.work) : "",
      ...(clockKeys && { keys: clockKeys }),
      off: noAccount ?? busy ?? (phase !== "idle" ? t("palette.isRunning") : last ? undefined : t("palette.noWork")),
    }),
    command("clock-out", "stop", t("timer.clockOut"), act.clockOut, {
      ...(clockKeys && { keys: clockKeys }),
      off: noAccount ?? busy ?? (phase === "idle" ? t("palette.nothingRuns") : undefined),
    }),
    command("break", "pause", t("palette.break"), act.takeBreak, {
      off: noAccount ?? busy ?? (phase === "working" ? undefined : t("palette.nothingRuns")),
    }),
    command("resume", "play", t("timer.resume"), act.resume, {
      off: noAccount ?? busy ?? (phase === "break" ? undefined : t("palette.noBreak")),
    }),
    command("refresh", "reload", t("timer.refresh"), act.refresh, { keys: ["F5"], off: noAccount }),
    command("timer", "clock", t("palette.timer"), act.timer, timerKeys ? { keys: timerKeys } : {}),
    command("shortcuts", "info", t("shortcuts.title"), act.shortcuts, { keys: ["?"], stays: true }),
    command("quit", "close", t("general.quit"), act.quit),
  ];
  const opens: PaletteItem[] = pages.map((page) => ({
    id: `page ${page}`,
    icon: (settingsPages as readonly string[]).includes(page) ? "settings" : "list",
    title: t(`nav.${page}`),
    detail: t(`palette.page.${page}`),
    hint: (settingsPages as readonly string[]).includes(page) ? t("nav.settings") : "",
    ...(pageKeys[page] && { keys: [ctrl, pageKeys[page]] }),
    run: () => act.open(page),
  }));
  const favorites = app.favorites.map(({ name, gone, ...choice }): PaletteItem => {
    const item = workItem(choice, `favorite ${choice.id}`);
    const work = [item.title, item.detail].filter((part) => part && part !== name).join(" · ");
    const isGone = gone === null ? undefined : t("favorites.gone");
    return { ...item, icon: "star", title: name, detail: work, off: isGone ?? item.off };
  });
  const recents = recent.map((choice, index) => workItem(choice, `recent ${index}`));
  const shown = (groups: PaletteGroup[]) =>
    groups.filter(({ id, items }) => items.length > 0 && !(isOnlyWork && (id === "commands" || id === "pages")));
  if (query.trim() === "")
    return shown([
      { id: "favorites", items: favorites },
      { id: "recent", items: recents },
      { id: "commands", items: commands.filter(({ off }) => !off) },
    ]);
  const projects = (found?.projects ?? [])
    .filter(({ work }) => !recent.some((one) => sameWork(one.work, work)))
    .map((choice, index) => workItem(choice, `project ${index}`));
  const older = (found?.older?.entries ?? []).map(
    (entry): PaletteItem => ({
      id: `entry ${entry.id}`,
      icon: "clock",
      title: workTitle(entry.work) || t("work.none"),
      detail: entry.text,
      hint: `${weekdayDate(entry.begin.slice(0, 10), language)} · ${hoursMinutes(entry.seconds)}`,
      off: noAccount ?? busy,
      run: () => act.start({ work: entry.work, text: entry.text, tags: entry.tags }),
    }),
  );
  const total = found?.older?.total ?? 0;
  const groups: PaletteGroup[] = [
    { id: "favorites", items: favorites.filter(has) },
    { id: "recent", items: recents.filter(has) },
    { id: "commands", items: commands.filter(has) },
    { id: "pages", items: opens.filter(has) },
    { id: "projects", items: projects },
    { id: "older", items: older, ...(older.length > 0 && { count: t("palette.of", { shown: older.length, total }) }) },
  ];
  return shown(groups);
}
