import type { TFunction } from "i18next";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { actions, knownKind, type Level } from "./words";

type Action = (typeof actions)[number];

/** What booking, clocking in and asking for leave are called is not "create". */
const ownWords = {
  "timer.read": "permissions.may.timer_read",
  "timer.create": "permissions.may.timer_create",
  "timer.update": "permissions.may.timer_update",
  "time.create": "permissions.may.time_create",
  "absence.create": "permissions.may.absence_create",
  "absence.decide": "permissions.may.absence_decide",
} as const;

const hasOwnWords = (cell: string): cell is keyof typeof ownWords => cell in ownWords;

/** What one cell means: "An AI may delete your own entries, but asks you each time." Null for a kind without words. */
export function cellSentence(t: TFunction, kind: string, action: Action, level: Level): string | null {
  const known = knownKind(kind);
  const cell = `${kind}.${action}`;
  if (!known) return null;
  const what = hasOwnWords(cell)
    ? t(ownWords[cell])
    : t(`permissions.may.${action}`, { thing: t(`permissions.thing.${known}`) });
  return t(`permissions.says.${level}`, { what });
}

type Area = "time" | "absence" | "others" | "work" | "rest";
type Verb = "see" | "change" | "delete" | "decide";

const areaOf: Record<string, Area> = {
  timer: "time",
  time: "time",
  absence: "absence",
  others_time: "others",
  others_absence: "others",
  customer: "work",
  project: "work",
  subproject: "work",
  activity: "work",
  lump_sum_service: "work",
};
const verbOf: Record<Action, Verb> = {
  read: "see",
  create: "change",
  update: "change",
  delete: "delete",
  decide: "decide",
};
const phrases = (["time", "absence", "others", "work", "rest"] as const).flatMap((area) =>
  (["see", "change", "delete", "decide"] as const).map((verb) => ({ area, verb })),
);

/** Levels of all cells of an area that a verb covers; what the service refuses is off. */
function levelsOf({ rows }: PermissionsView, area: Area, verb: Verb): Level[] {
  return rows
    .filter(({ kind }) => (areaOf[kind] ?? "rest") === area)
    .flatMap(({ cells }) => actions.filter((action) => verbOf[action] === verb).map((action) => cells[action]))
    .flatMap((cell) => (cell ? [cell.refused === null ? cell.level : "off"] : []));
}

const holds = (found: Level[], wanted: Level) => found.length > 0 && found.every((level) => level === wanted);

/** All cells in words: what goes without asking, what asks first. What holds for some cells only says "in part". */
export function summary(t: TFunction, view: PermissionsView, language: string): string {
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  const said = (wanted: Level) =>
    phrases.flatMap(({ area, verb }) => {
      const found = levelsOf(view, area, verb);
      if (!found.includes(wanted)) return [];
      // Who may change all of it is not told that it may be seen.
      if (verb === "see" && holds(levelsOf(view, area, "change"), wanted)) return [];
      const what = verb === "decide" ? t("permissions.sum.absence.decide") : t(`permissions.sum.${area}.${verb}`);
      return [holds(found, wanted) ? what : t("permissions.sum.part", { what })];
    });
  const [allow, ask] = [said("allow"), said("ask")];
  const form = allow.length > 0 ? (ask.length > 0 ? "both" : "allow") : ask.length > 0 ? "ask" : "none";
  return t(`permissions.sum.${form}`, { allow: list.format(allow), ask: list.format(ask) });
}
