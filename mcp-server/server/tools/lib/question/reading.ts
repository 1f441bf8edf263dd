import type { PartOf } from "#core/domain/question/parts";
import { recordWord } from "../record-word";

const things = {
  account: "Read who the account belongs to, and its rights",
  timer: "Read the timer",
  timerAndWeek: "Read the timer and the totals of this week",
  favourites: "Read your favourites",
  repeated: "Read the entry that is started again",
  budgets: "Read budgets",
  ownTargets: "Read your target hours and absences",
  theirTargets: "Read their target hours and absences",
  people: "Look up people by name",
  ownAbsences: "Read your absences",
} as const;

const whoseText = (whose: PartOf<"readTime">["whose"], own: string) =>
  whose === "me" ? own : whose === "everyone" ? whose : whose.join(", ");

export const sizeText = ({ rows, kilobytes }: Pick<PartOf<"saveFile">, "rows" | "kilobytes">) =>
  `${rows === 1 ? "one row" : `${rows} rows`}, ${kilobytes} kB`;

/** What the person is asked before anything is read. */
export const reading = {
  read: ({ what }: PartOf<"read">) => things[what],
  readRecords: ({ type }: PartOf<"readRecords">) => `Read ${recordWord(type, 2)}`,
  readTime: ({ whose }: PartOf<"readTime">) => `Read time of ${whoseText(whose, "your own")}`,
  readAbsences: ({ whose }: PartOf<"readAbsences">) => `Read the absences of ${whoseText(whose, "me")}`,
  readBalance: ({ person }: PartOf<"readBalance">) => `Read the leave balance of ${person}`,
  readByIds: ({ of, others, ids }: PartOf<"readByIds">) =>
    `Read ${of === "time" ? "entries" : "absences"}${others ? " of other people" : ""}: ${ids.map((id) => `#${id}`).join(", ")}`,
  lookFor: ({ levels }: PartOf<"lookFor">) => `Look for ${levels.join(", ")}`,
  lookForEntry: ({ words }: PartOf<"lookForEntry">) => `Look for the entry ${JSON.stringify(words)}`,
  saveFile: (part: PartOf<"saveFile">) => `Save ${part.file} on this computer: ${part.words} (${sizeText(part)})`,
};
