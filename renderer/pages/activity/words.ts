import type { TFunction } from "i18next";
import { importTool, lostChangesTool } from "#core/domain/results/activity-terms";
import type { Response } from "#main/ipc/contract/index";
import { clockOf, dayOf, shortDate, shortRange } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";

export type List = Response<"activity:list">;
export type Change = List["changes"][number];
export type Item = Change["items"][number];
export type Fields = NonNullable<Item["before"]>;

export const text = (value: Fields[string] | undefined) => (typeof value === "string" ? value : "");

/** Times carry the account's offset: their own clock time is what counts. */
const clock = (moment: string) => moment.slice(11, 16);

export const isPerson = (change: Pick<Change, "client">) => change.client === "tray";

/** Id of the chip under which a change is counted: the person's two places, or a client. */
export const whoId = (change: Pick<Change, "client" | "place">) =>
  isPerson(change) ? (change.place === "tray" ? "tray" : "me") : change.client;

export function whoName(change: Pick<Change, "client" | "place">, labels: List["labels"], t: TFunction): string {
  if (isPerson(change)) return t(change.place === "tray" ? "activity.who.tray" : "activity.who.me");
  return labels[change.client] ?? (change.client === "unknown" ? t("activity.who.unknown") : change.client);
}

/** `09:00–11:30`, of what runs `09:00–…` */
export function spanOf(fields: Fields | null): string {
  if (!fields || typeof fields.begin !== "string") return "";
  return `${clock(fields.begin)}–${typeof fields.end === "string" ? clock(fields.end) : "…"}`;
}

const subjects = ["customer", "project", "subproject", "activity", "tag", "person", "team", "preference"] as const;

export function subjectName(subject: string, t: TFunction): string {
  const known = [...subjects, "entry", "absence", "target_hours"].find((one) => one === subject);
  return known ? t(`activity.subject.${known as (typeof subjects)[number]}`) : subject.replaceAll("_", " ");
}

/** What one change was about, short: of several their number, of a changed time both. */
export function whatOf({ count, items }: Change, language: string, t: TFunction): string {
  const [first] = items;
  if (!first) return "";
  const main = items.find(({ subject }) => subject === "entry") ?? first;
  const entries = items.filter(({ subject }) => subject === main.subject).length;
  if (count > items.length || entries > 1)
    return main.subject === "entry"
      ? t("activity.entries", { count: count > items.length ? count : entries })
      : t("activity.several", { count, what: subjectName(main.subject, t) });
  return oneOf(main, language, t);
}

function oneOf({ subject, name, before, after }: Item, language: string, t: TFunction): string {
  const shown = after ?? before;
  if (subject === "entry") {
    const [was, is] = [spanOf(before), spanOf(after)];
    const span = was && is && was !== is ? `${was} → ${is}` : is || was;
    return [span, [text(shown?.work as Fields[string]) || workOf(shown), text(shown?.text)].find(Boolean)]
      .filter(Boolean)
      .join(", ");
  }
  if (subject === "absence" && shown) {
    const [first, last] = [text(shown.first), text(shown.last)];
    const days = first && last ? (first === last ? shortDate(first, language) : shortRange(first, last, language)) : "";
    return [serverSentence(text(shown.type)), days].filter(Boolean).join(", ");
  }
  return `${subjectName(subject, t)} ${serverSentence(name ?? "")}`.trim();
}

const workOf = (fields: Fields | null | undefined): string => {
  const work = fields?.work;
  return Array.isArray(work) ? work.slice(-2).join(" · ") : "";
};

const verbs = {
  entry: {
    create: "log",
    update: "change",
    delete: "delete",
    start: "clockIn",
    stop: "clockOut",
    pause: "break",
    resume: "resume",
    reopen: "reopen",
  },
  absence: {
    create: "request",
    delete: "delete",
    approve: "approve",
    reject: "reject",
    cancel: "cancel",
    ask: "askAgain",
    comment: "comment",
  },
  other: { create: "add", update: "change", delete: "delete" },
} as const;
type Verb =
  | (typeof verbs.entry)[keyof typeof verbs.entry]
  | (typeof verbs.absence)[keyof typeof verbs.absence]
  | (typeof verbs.other)[keyof typeof verbs.other]
  | "import"
  | "again"
  | "undo";

function verbOf(change: Change): Verb {
  if (change.undoes !== undefined) return "undo";
  if (change.tool === importTool) return "import";
  if (change.tool === lostChangesTool) return "again";
  const main = change.items.find(({ subject }) => subject === "entry") ?? change.items[0];
  const group: Record<string, Verb> =
    main?.subject === "entry" ? verbs.entry : main?.subject === "absence" ? verbs.absence : verbs.other;
  return group[main?.operation ?? ""] ?? "change";
}

/** `changed 09:00–11:30 → 09:00–12:00, Website relaunch` */
export function sentenceOf(change: Change, language: string, t: TFunction): string {
  const what = whatOf(change, language, t);
  const failed = change.state === "failed" || change.state === "unknown";
  const said = t(`activity.${failed ? "tried" : "did"}.${verbOf(change)}`, { what });
  const why = change.state === "failed" ? change.items.find(({ error }) => error)?.error : undefined;
  return why ? `${said}: ${serverSentence(why)}` : said;
}

/** Deleting and cancelling are brought back, an undo is redone, all else is undone. */
export function undoWord(change: Change, t: TFunction): string {
  if (change.undoes !== undefined) return t("activity.redo");
  const back = change.items.every(({ operation }) => operation === "delete" || operation === "cancel");
  if (change.count === 1) return t(back ? "activity.bringBack" : "activity.undo");
  return t(back ? "activity.bringBackAll" : "activity.undoAll", { count: change.count });
}

/** Days newest first, with their changes. */
export function byDay(changes: readonly Change[], zone: string | undefined): { day: string; changes: Change[] }[] {
  const days = new Map<string, Change[]>();
  for (const change of changes) {
    const day = dayOf(change.at, zone);
    days.set(day, [...(days.get(day) ?? []), change]);
  }
  return [...days].map(([day, own]) => ({ day, changes: own }));
}

export const timeOf = ({ at }: Pick<Change, "at">, zone: string | undefined) => clockOf(at, zone);
