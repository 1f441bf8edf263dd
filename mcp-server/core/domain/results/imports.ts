import { z } from "zod";
import { messageText } from "../../messages/schema";
import { errorResult } from "./error";

/** What the app asks its own server to import a file with; no AI client is offered it (see activity.ts). */
export const importMethods = {
  preview: "punchcard/import/preview",
  run: "punchcard/import/run",
  pending: "punchcard/import/pending",
  goOn: "punchcard/import/goOn",
  takeBack: "punchcard/import/takeBack",
  /** Ends the one under way, which then takes back what it wrote. */
  cancel: "punchcard/import/cancel",
} as const;

/** Entries of one import at most: more would push everything else out of the journal, by which it is taken back. */
export const mostImported = 10_000;

/**
 * What becomes of a project or a task of the file: `new` makes one of its name, `none` books on none, `skip` leaves the
 * rows out, `customer` books on the customer alone, `id:12` is one that is there.
 */
const target = z.string().regex(/^(new|none|skip|customer|id:.{1,200})$/);
const workTarget = z.object({ project: target, activity: target });
export type WorkTarget = z.infer<typeof workTarget>;

export const importChoices = z.object({
  /** How dates are read that could be read both ways. */
  order: z.enum(["day", "month"]).optional(),
  /** IANA zone of the clock times; absent: the account's. */
  zone: z.string().max(100).optional(),
  /** When a day begins whose rows have no clock times. Minutes since midnight. */
  dayStart: z.number().int().min(0).max(1439).default(540),
  /** Whose rows are the person's own, as the file names them; absent: as it is guessed. */
  people: z.array(z.string().max(300)).max(500).optional(),
  /** Rows that are alike in all are entries of their own; absent: the file has one of them twice. */
  keepTwice: z.boolean().optional(),
  /** By the `key` of the preview. */
  work: z.record(z.string(), workTarget.partial()).default({}),
  /** By the tag's name in the file: `new`, `skip`, or `id:` with the name of one that is there. */
  tags: z.record(z.string(), target).default({}),
});
export type ImportChoices = z.infer<typeof importChoices>;

const rowStates = ["new", "overlap", "there", "twice", "others", "left_out", "problem"] as const;
export type RowState = (typeof rowStates)[number];
const rowState = z.enum(rowStates);

/** `same`: of this very name. `open`: the person has to choose. */
const how = z.enum(["same", "guess", "new", "none", "chosen", "open"]);

const share = z.object({ rows: z.number(), seconds: z.number() });

const importRow = z.object({
  line: z.number(),
  state: rowState,
  /** With offset; null where the row has a problem. */
  begin: z.string().nullable(),
  end: z.string().nullable(),
  seconds: z.number().nullable(),
  /** Names from the top. */
  work: z.array(z.string()),
  text: z.string(),
  tags: z.array(z.string()),
  problem: z.string().optional(),
  shown: z.string().optional(),
});

export const importPreview = z.object({
  format: z.enum(["toggl", "clockify", "harvest", "timing", "punchcard"]),
  /** Of the file's bytes, so that what is imported is what was shown. */
  sha256: z.string(),
  /** All rows of the file; each is in one of `states`, whose sums are these. */
  all: share,
  states: z.record(rowState, share),
  /** Columns that are not taken over. */
  aside: z.array(z.string()),
  zone: z.string(),
  accountZone: z.string(),
  order: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("known") }),
    /** `day` and `month`: what the example is, read both ways. */
    z.object({ kind: z.literal("ambiguous"), example: z.string(), day: z.string(), month: z.string() }),
    z.object({ kind: z.literal("mixed"), examples: z.array(z.string()) }),
  ]),
  /** Rows without clock times, which were put one after another into their day. */
  placed: z.number(),
  people: z.array(share.extend({ name: z.string(), mine: z.boolean() })),
  work: z.array(
    share.extend({
      key: z.string(),
      client: z.string(),
      project: z.string(),
      task: z.string(),
      target: workTarget,
      how,
    }),
  ),
  tags: z.array(z.object({ name: z.string(), rows: z.number(), target, how })),
  /** What of the account can be chosen. */
  offers: z.object({
    projects: z.array(z.object({ id: z.string(), name: z.string(), customer: z.string().optional() })),
    activities: z.array(z.object({ id: z.string(), name: z.string(), project: z.string().optional() })),
    tags: z.array(z.string()),
    levels: z.array(z.string()),
    /** Levels, and `tag`, of which new ones can be made. */
    makes: z.array(z.string()),
  }),
  /** The first rows of each state. */
  rows: z.array(importRow),
  /** What has to be decided before it can begin; `nothing`: no row would be imported. */
  open: z.array(z.enum(["order", "person", "work", "nothing", "too_many"])),
});
export type ImportPreview = z.infer<typeof importPreview>;

export const importPreviewRequest = z.object({
  account: z.string(),
  /** Chosen by the person in the system's own dialog. */
  path: z.string(),
  choices: importChoices,
});

export const importRunRequest = importPreviewRequest.extend({
  sha256: z.string(),
  name: z.string(),
  /** What the preview told, and the person agreed to. */
  expected: share,
});

export const importDone = z.object({
  /** Its id in the journal, by which it is undone as one; null: the journal could not be written. */
  change: z.number().nullable(),
  rows: z.number(),
  /** As the account counts them, read back. */
  seconds: z.number(),
  /** What the service noted, each once. */
  notes: z.array(messageText),
});
export type ImportDone = z.infer<typeof importDone>;

/** An import that did not come to its end. */
const pendingImport = z.object({
  account: z.string(),
  /** The file's name, without its folder. */
  name: z.string(),
  at: z.string(),
  /** It is going on right now. */
  running: z.boolean(),
  written: z.number(),
  all: z.number(),
});
export const importPending = z.object({ pending: pendingImport.nullable() });
export type ImportPending = z.infer<typeof importPending>;

export const importTakenBack = z.object({ removed: z.number(), notes: z.array(messageText) });
export type ImportTakenBack = z.infer<typeof importTakenBack>;

/** An answer, or why there is none in words for people. */
export const importAnswer = <S extends z.ZodType>(value: S) =>
  z.union([z.object({ value }), z.object({ error: errorResult.shape.error })]);
