import { z } from "zod";
import { recordTypes } from "../records";
import { cleanParts, mostLines } from "./clean";

/**
 * What a line of a question says, as its kind and parameters: windows and pages word it in the person's language, models
 * get English of the same parts. Names and texts are cleaned, days `2026-11-19`, moments ISO with the account's offset,
 * clock times `09:00`, lengths `2:30`.
 */

const text = z.string();
const texts = z.array(text);
const yes = z.literal(true);
const count = z.number().int().min(0);
const day = z.iso.date();
const moment = z.iso.datetime({ offset: true });
const type = z.enum(recordTypes);
/** `name` is empty where only the id is known. */
const record = z.object({ type, id: text, name: text });
/** `quoted`: people wrote it; `length`: of a text that is shown cut, in characters. */
const value = z.union([
  z.object({ word: z.enum(["nothing", "yes", "no"]) }),
  z.object({ text, quoted: yes.optional(), length: count.optional() }),
]);
const values = z.array(z.object({ field: text, value }));
const days = { first: day, last: day, firstHalf: yes.optional(), lastHalf: yes.optional(), part: text.optional() };
const whose = z.union([z.enum(["me", "everyone"]), texts.min(1)]);

const entry = z.object({
  id: text.optional(),
  day,
  begin: text,
  /** null: it runs. */
  end: text.nullable(),
  length: text,
  /** Of a fixed amount instead of a length. */
  amount: z.number().optional(),
  /** Where it was recorded in another zone than the account's. */
  zone: text.optional(),
  /** From customer to activity; empty: none. */
  work: texts,
  text: text.optional(),
  tags: texts.optional(),
  person: text.optional(),
  locked: yes.optional(),
  planned: yes.optional(),
});

/** What every entry of a bulk change gets. `null` takes it away. */
const change = z.object({
  work: texts.optional(),
  text: text.nullable().optional(),
  tags: texts.optional(),
  addedTags: texts.optional(),
  removedTags: texts.optional(),
  billable: z.boolean().optional(),
  exported: z.boolean().optional(),
  hourlyRate: text.nullable().optional(),
  fixedRate: text.nullable().optional(),
  meta: texts.optional(),
  person: text.optional(),
});

const kind = <K extends string, S extends z.core.$ZodShape>(name: K, shape: S) =>
  z.object({ kind: z.literal(name), ...shape });

const aboutEntries = [
  kind("entry", { as: z.enum(["is", "becomes", "copy", "like"]), entry }),
  /** A forgotten timer that is ended on the way. */
  kind("endEntry", { entry, lasted: text }),
  kind("changeAll", { count, change }),
  /** Whole days where `begin` and `end` are absent. */
  kind("period", { first: day, last: day, begin: text.optional(), end: text.optional(), zone: text }),
  kind("timeOf", { whose: z.union([whose, z.array(z.object({ id: text, name: text })).min(1)]) }),
  kind("onWork", { work: texts }),
  kind("withText", { text }),
  kind("withTags", { tags: texts }),
  kind("exported", { exported: z.boolean() }),
  kind("billable", { billable: z.boolean(), unbilled: yes.optional() }),
  kind("countedByService", {}),
  kind("start", { work: texts, at: moment }),
  /** What runs; empty: it is not known what, or only a break is on. */
  kind("stop", { works: z.array(texts), unread: yes.optional(), at: moment }),
  kind("pause", { at: moment, type: text.optional() }),
  kind("resume", { at: moment.optional() }),
  kind("nothing", { why: z.enum(["idle", "running"]) }),
  kind("make", { level: z.enum(["customer", "project", "subproject", "activity", "tag"]), name: text }),
] as const;

const aboutRecords = [
  kind("archive", { type, count, why: text }),
  kind("record", {
    record,
    below: record.optional(),
    gone: z.array(z.object({ what: text, count })).optional(),
    /** Why what goes with it could not be counted. */
    uncounted: text.optional(),
  }),
  kind("newRecord", {
    type,
    below: record.optional(),
    like: record.optional(),
    values,
    /** What the service says of it, in sentences. */
    foreseen: texts.optional(),
  }),
  /** Made together with the record of the line before. */
  kind("withRecord", { type, values }),
  kind("changeRecord", {
    record,
    below: record.optional(),
    changes: z.array(z.object({ field: text, before: value.optional(), after: value })),
  }),
] as const;

const aboutAbsences = [
  kind("absence", {
    id: text.optional(),
    type: text.optional(),
    ...days,
    days: z.number().optional(),
    length: text.optional(),
    status: z.enum(["draft", "requested", "approved", "rejected", "cancelled"]),
    person: text.optional(),
    comment: text.optional(),
  }),
  kind("decide", { action: z.enum(["approve", "reject", "cancel", "ask_again", "comment"]), count }),
  kind("askFor", {
    type: text,
    ...days,
    days: z.number().optional(),
    length: text.optional(),
    /** Holidays that do not count. */
    without: z.array(day),
    person: text.optional(),
  }),
  kind("reason", { text }),
  kind("comment", { text }),
  kind("standIn", { name: text }),
  kind("split", { count }),
  kind("piece", days),
  kind("warning", { text }),
  kind("leftAfter", { left: z.number(), unit: z.enum(["days", "hours"]) }),
  kind("alsoAway", { people: z.array(z.object({ name: text, first: day, last: day })), more: count }),
] as const;

const aboutReading = [
  kind("read", {
    what: z.enum([
      ...(["account", "timer", "timerAndWeek", "favourites", "repeated", "budgets"] as const),
      ...(["ownTargets", "theirTargets", "people", "ownAbsences"] as const),
    ]),
  }),
  kind("readRecords", { type }),
  kind("readTime", { whose }),
  kind("readAbsences", { whose }),
  kind("readBalance", { person: text }),
  kind("readByIds", { of: z.enum(["time", "absence"]), others: z.boolean(), ids: texts }),
  kind("lookFor", { levels: z.array(z.enum(["customer", "project", "subproject", "activity", "tag", "person"])) }),
  kind("lookForEntry", { words: text }),
  kind("saveFile", { file: text, words: text, rows: count, kilobytes: count }),
] as const;

const inGeneral = [
  /** What the heading of windows says already. */
  kind("head", {
    act: z.enum(["delete", "save", "change"]),
    of: z.union([z.literal("entry"), type]),
    count,
    parts: z.array(z.object({ type, count })).optional(),
  }),
  kind("more", { count, lines: yes.optional() }),
  kind("bringBack", { back: z.enum(["all", "part", "none"]) }),
] as const;

const questionPart = z.discriminatedUnion("kind", [
  ...inGeneral,
  ...aboutEntries,
  ...aboutRecords,
  ...aboutAbsences,
  ...aboutReading,
]);
export type QuestionPart = z.infer<typeof questionPart>;
export type PartOf<K extends QuestionPart["kind"]> = Extract<QuestionPart, { kind: K }>;

const readPart = (given: unknown): QuestionPart | null => {
  const read = questionPart.safeParse(given);
  return read.success ? cleanParts(read.data) : null;
};

/**
 * One for each line, as another version of Punchcard or any process of the person wrote it; null, or absent: the line is
 * shown as it is, as where a part is of an unknown kind or lacks a parameter.
 */
export const partsSchema = z.array(z.unknown().transform(readPart)).max(mostLines).optional().catch(undefined);
