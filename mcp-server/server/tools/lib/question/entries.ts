import type { PartOf } from "#core/domain/question/parts";
import { spanWords } from "#core/time/span-text";

type EntryPart = PartOf<"entry">["entry"];
type ChangePart = PartOf<"changeAll">["change"];

/** `Customer / Project / Activity` */
export const namesText = (work: readonly string[]): string => work.join(" / ") || "no project";

/** `#12  2026-11-19  09:00–11:30  2:30  Acme / Website / Design  "text"  [tag]` on one line. */
export const entryText = (entry: EntryPart, withDay = true): string =>
  [
    entry.id === undefined ? "" : `#${entry.id}`,
    withDay ? entry.day : "",
    `${entry.begin}–${entry.end ?? "running"}  ${entry.amount === undefined ? entry.length : `lump sum ${entry.amount}`}${entry.zone === undefined ? "" : ` (${entry.zone})`}`,
    namesText(entry.work),
    entry.text ? JSON.stringify(entry.text) : "",
    entry.tags?.length ? `[${entry.tags.join(", ")}]` : "",
    entry.person ? `by ${entry.person}` : "",
    entry.locked ? "(locked)" : "",
    entry.planned ? "(planned)" : "",
  ]
    .filter(Boolean)
    .join("  ");

/** `project "Website"` */
export const missingText = ({ level, name }: Pick<PartOf<"make">, "level" | "name">) => `${level} "${name}"`;

export const countOf = (count: number) => (count === 1 ? "one entry" : `${count} entries`);

const money = (what: string, value: string | null | undefined) =>
  value === undefined ? [] : [value === null ? `no ${what}` : `${what} ${value}`];

/** `→ App / Development, billable`: what each entry gets. */
export function changeText(change: ChangePart): string {
  const { work, text, tags, addedTags, removedTags, billable, exported, hourlyRate, fixedRate, meta, person } = change;
  const words = [
    ...(work ? [namesText(work)] : []),
    ...(text === undefined ? [] : [text === null ? "no text" : `text ${JSON.stringify(text)}`]),
    ...(tags ? [tags.length > 0 ? `only the tags ${tags.join(", ")}` : "no tags"] : []),
    ...(addedTags?.length ? [`+ tag ${addedTags.join(", ")}`] : []),
    ...(removedTags?.length ? [`− tag ${removedTags.join(", ")}`] : []),
    ...(billable === undefined ? [] : [billable ? "billable" : "not billable"]),
    ...(exported === undefined ? [] : [exported ? "exported" : "not exported"]),
    ...money("hourly rate", hourlyRate),
    ...money("fixed price", fixedRate),
    ...(meta ? [`custom fields ${meta.join(", ")}`] : []),
    ...(person === undefined ? [] : [`by ${person}`]),
  ];
  return `→ ${words.join(", ")}`;
}

const entryMarks = { is: "", becomes: "→ ", copy: "→ copy ", like: "Like " } as const;

function ended({ works, unread }: PartOf<"stop">): string {
  return works.map(namesText).join(", ") || (unread ? "what runs" : "the break");
}

function timeOf({ whose }: PartOf<"timeOf">): string {
  if (whose === "me") return "your own";
  if (whose === "everyone") return whose;
  return whose.map((one) => (typeof one === "string" ? one : `${one.name} (#${one.id})`)).join(", ");
}

export const entries = {
  entry: ({ as, entry }: PartOf<"entry">) => `${entryMarks[as]}${entryText(entry)}`,
  endEntry: ({ entry, lasted }: PartOf<"endEntry">) => `End ${entryText(entry)}, after ${lasted}`,
  changeAll: ({ count, change }: PartOf<"changeAll">) => `Change ${countOf(count)}: ${changeText(change)}`,
  period: (period: PartOf<"period">) => `${spanWords(period)} (${period.zone})`,
  timeOf: (part: PartOf<"timeOf">) => `Time of ${timeOf(part)}`,
  onWork: ({ work }: PartOf<"onWork">) => `On ${namesText(work)}`,
  withText: ({ text }: PartOf<"withText">) => `With ${JSON.stringify(text)} in the description`,
  withTags: ({ tags }: PartOf<"withTags">) => `With the tags ${tags.join(", ")}`,
  exported: ({ exported }: PartOf<"exported">) => (exported ? "Exported" : "Not exported"),
  billable: ({ billable, unbilled }: PartOf<"billable">) =>
    billable ? `Billable${unbilled ? " and not billed yet" : ""}` : "Not billable",
  countedByService: () => "Counted by the service, which acts on everything that fits at that moment",
  start: ({ work, at }: PartOf<"start">) => `Start ${namesText(work)} at ${at}`,
  stop: (part: PartOf<"stop">) => `End ${ended(part)} at ${part.at}`,
  pause: ({ at, type }: PartOf<"pause">) => `Pause from ${at}${type === undefined ? "" : `, ${type}`}`,
  resume: ({ at }: PartOf<"resume">) => `Go on with the work before the break${at === undefined ? "" : ` from ${at}`}`,
  nothing: ({ why }: PartOf<"nothing">) => (why === "idle" ? "Nothing: nothing runs" : "Nothing: it runs already"),
  make: (part: PartOf<"make">) => `Make ${missingText(part)}`,
};
