import type { PartOf } from "#core/domain/question/parts";
import { counted, recordWord } from "../record-word";
import { countOf } from "./entries";

type RecordPart = PartOf<"record">["record"];
type ValuePart = PartOf<"newRecord">["values"][number]["value"];

/** `customer "Acme" (#1)`; an id without a name stands for itself. */
export const recordText = ({ type, id, name }: RecordPart): string =>
  name === "" ? `${recordWord(type)} #${id}` : `${recordWord(type)} ${JSON.stringify(name)} (#${id})`;

/** ` of project "Website" (#10)` */
const belowText = (record: RecordPart | undefined) => (record ? ` of ${recordText(record)}` : "");

/** Whoever agrees to a text knows how much of it is not shown. */
export const valueText = (value: ValuePart): string =>
  "word" in value
    ? value.word
    : `${value.quoted ? JSON.stringify(value.text) : value.text}${value.length === undefined ? "" : ` (${value.length} characters)`}`;

const valuesText = (values: PartOf<"newRecord">["values"]) =>
  values.length > 0 ? `: ${values.map(({ field, value }) => `${field} ${valueText(value)}`).join(", ")}` : "";

/** `activity: name "Design"` */
export const withText = ({ type, values }: PartOf<"withRecord">) => `${recordWord(type)}${valuesText(values)}`;

/** `: with 3 projects, 12 activities`; empty: nothing goes with it. */
export function goneText({ gone = [], uncounted }: Pick<PartOf<"record">, "gone" | "uncounted">): string {
  if (uncounted !== undefined) return `: what would be deleted with it could not be counted (${uncounted})`;
  return gone.length > 0 ? `: with ${gone.map(({ what, count }) => `${count} ${what}`).join(", ")}` : "";
}

const acts = { delete: "Delete", save: "Save", change: "Change" } as const;

function head({ act, of, count, parts = [] }: PartOf<"head">): string {
  const what = of === "entry" ? countOf(count) : counted(count, of);
  const more = parts.length > 0 ? ` with ${parts.map((one) => counted(one.count, one.type)).join(", ")}` : "";
  return `${acts[act]} ${what}${more}:`;
}

const backs = {
  all: "It can be brought back under Activity.",
  part: "Not all of it can be brought back.",
  none: "It cannot be brought back.",
} as const;

export const records = {
  head,
  more: ({ count, lines }: PartOf<"more">) => `and ${count} more${lines ? " lines" : ""}`,
  bringBack: ({ back }: PartOf<"bringBack">) => backs[back],
  archive: ({ type, count, why }: PartOf<"archive">) =>
    `Archive ${count === 1 ? "" : `${counted(count, type)} `}(${why}):`,
  record: (part: PartOf<"record">) => `${recordText(part.record)}${belowText(part.below)}${goneText(part)}`,
  newRecord: ({ type, below, like, values, foreseen = [] }: PartOf<"newRecord">) =>
    [
      `Make ${recordWord(type)}${belowText(below)}${like ? ` like ${recordText(like)}` : ""}${valuesText(values)}`,
      ...foreseen,
    ].join(". "),
  withRecord: (part: PartOf<"withRecord">) => `  with ${withText(part)}`,
  changeRecord({ record, below, changes }: PartOf<"changeRecord">) {
    const told = changes.map(
      ({ field, before, after }) => `${field} ${before ? `${valueText(before)} ` : ""}→ ${valueText(after)}`,
    );
    return `Change ${recordText(record)}${belowText(below)}: ${told.join(", ") || "nothing, it is like that already"}`;
  },
};
