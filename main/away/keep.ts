import { join } from "node:path";
import { z } from "zod";
import { openKeptJson } from "#core/platform/state/kept-json";
import type { Log } from "../app/failure";
import { type AwayQuestion, awayQuestion, awayReasons } from "../ipc/contract/timer/away";
import { awayStep } from "./steps";

/** What survives a restart: in `away.json` below Punchcard's folder. Times in milliseconds. */
const kept = z.object({
  version: z.literal(1),
  /** When Punchcard last knew that the computer ran. */
  lastSeen: z.number().nullable(),
  marks: z.array(z.object({ at: z.number(), reason: z.enum(awayReasons) })).max(200),
  /** Not answered yet, oldest first; `account` is the one that they are about. */
  questions: z.array(z.object({ account: z.string().max(100), later: z.boolean(), question: awayQuestion })).max(50),
  /** Ids of forgotten timers that were asked about and kept running. */
  settled: z.array(z.string().max(60)).max(50),
  /** An answer on its way: the steps before `done` took effect. */
  under: z
    .object({
      account: z.string().max(100),
      question: awayQuestion,
      steps: z.array(awayStep).max(4),
      done: z.number().int(),
    })
    .nullable(),
});
type KeptAway = z.infer<typeof kept>;

const nothing: KeptAway = { version: 1, lastSeen: null, marks: [], questions: [], settled: [], under: null };
const largest = 500_000;

export interface AwayKeep {
  get(): KeptAway;
  /** On disk when it returns; what cannot be written is kept in memory and logged. */
  update(change: Partial<KeptAway>): void;
}

const mostQuestions = 20;

/** Puts a question last, in place of what was kept under its id; of very many the oldest go. */
export function storeQuestion(keep: AwayKeep, account: string, question: AwayQuestion): void {
  const others = keep.get().questions.filter((one) => one.question.id !== question.id);
  keep.update({ questions: [...others, { account, later: false, question }].slice(-mostQuestions) });
}

/** A file that cannot be used is put aside: a question is lost then, no time. */
export function openAwayKeep(home: string, log: Log): AwayKeep {
  const parse = (data: unknown) => kept.parse(data);
  const file = openKeptJson(join(home, "away.json"), "absences", { largest, parse, log });
  let current = file.read() ?? nothing;
  return {
    get: () => current,
    update(change) {
      current = { ...current, ...change };
      file.write(current);
    },
  };
}
