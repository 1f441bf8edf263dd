import type { PartOf } from "#core/domain/question/parts";
import { serverSentence } from "../../lib/server-sentence";
import { fieldName } from "../field-name";
import { thingsDeleted } from "../things-deleted";
import { quoted, type Worded } from "./worded";

type RecordPart = PartOf<"record">["record"];
type Values = PartOf<"newRecord">["values"];

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** `Customer “Acme”`; one without a name by its id. */
function recordName({ type, id, name }: RecordPart, worded: Worded): string {
  return `${capital(worded.t(`question.type.${type}`))} ${name === "" ? `#${id}` : quoted(name, worded)}`;
}

function withBelow(record: string, below: RecordPart | undefined, worded: Worded): string {
  return below ? worded.t("question.below", { record, below: recordName(below, worded) }) : record;
}

function valueText(value: Values[number]["value"], worded: Worded): string {
  if ("word" in value) return worded.t(`question.value.${value.word}`);
  const text = value.quoted ? quoted(value.text, worded) : value.text;
  return value.length === undefined ? text : worded.t("question.cut", { text, count: value.length });
}

const valuesText = (values: Values, worded: Worded) =>
  values
    .map(({ field, value }) => `${fieldName(field, worded.language, worded.t)} ${valueText(value, worded)}`)
    .join(", ");

const made = (record: string, values: Values, worded: Worded) =>
  values.length > 0 ? `${record}: ${valuesText(values, worded)}` : record;

export const recordWords = {
  more: ({ count, lines }: PartOf<"more">, { t }: Worded) =>
    t(lines ? "question.moreLines" : "question.more", { count }),
  bringBack: ({ back }: PartOf<"bringBack">, { t }: Worded) => t(`question.back.${back}`),
  archive: ({ why }: PartOf<"archive">, { t }: Worded) => t("question.archive", { why: serverSentence(why) }),
  record({ record, below, gone = [], uncounted }: PartOf<"record">, worded: Worded) {
    const { t } = worded;
    const name = withBelow(recordName(record, worded), below, worded);
    if (uncounted !== undefined) return `${name}. ${t("question.uncounted", { why: serverSentence(uncounted) })}`;
    if (gone.length === 0) return name;
    return `${name}. ${t("project.goesWithIt")} ${gone.map((thing) => thingsDeleted(thing, t)).join(", ")}`;
  },
  newRecord({ type, below, like, values, foreseen = [] }: PartOf<"newRecord">, worded: Worded) {
    const { t } = worded;
    const plain = withBelow(t(`question.type.${type}`), below, worded);
    const record = like ? t("question.likeRecord", { record: plain, like: recordName(like, worded) }) : plain;
    return [t("question.newRecord", { record: made(record, values, worded) }), ...foreseen.map(serverSentence)].join(
      ". ",
    );
  },
  withRecord: ({ type, values }: PartOf<"withRecord">, worded: Worded) =>
    worded.t("question.withRecord", { record: made(worded.t(`question.type.${type}`), values, worded) }),
  changeRecord({ record, below, changes }: PartOf<"changeRecord">, worded: Worded) {
    const { language, t } = worded;
    const told = changes.map(({ field, before, after }) =>
      [fieldName(field, language, t), before && valueText(before, worded), "→", valueText(after, worded)]
        .filter(Boolean)
        .join(" "),
    );
    const name = t("question.changeRecord", { record: withBelow(recordName(record, worded), below, worded) });
    return `${name}: ${told.join(", ") || t("question.asItIs")}`;
  },
};
