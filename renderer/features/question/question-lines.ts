import type { TFunction } from "i18next";
import type { PartOf, QuestionPart } from "#core/domain/question/parts";
import { serverSentence } from "../../lib/server-sentence";
import { absenceWords } from "./absence-words";
import { entryWords } from "./entry-words";
import { readingWords } from "./reading-words";
import { recordWords } from "./record-words";
import type { Worded } from "./worded";

/** What each kind of line says in the person's language. */
type Shown = Exclude<QuestionPart, PartOf<"head">>;
type Words = { readonly [Kind in Shown["kind"]]: (part: PartOf<Kind>, worded: Worded) => string };
const words: Words = { ...entryWords, ...recordWords, ...absenceWords, ...readingWords };

const wordOf = (part: Shown, worded: Worded) =>
  (words[part.kind] as (one: Shown, worded: Worded) => string)(part, worded);

interface Asked {
  /** English, shown where a line has no parts. */
  lines: readonly string[];
  parts?: readonly (QuestionPart | null)[] | undefined;
}

/** What exactly would happen, in the person's words; `warns`: some of it is gone for good. */
export function questionLines(
  { lines, parts }: Asked,
  language: string,
  t: TFunction,
): { text: string; warns: boolean }[] {
  const known = parts?.length === lines.length ? parts : [];
  return lines.flatMap((line, index) => {
    const part = known[index] ?? null;
    if (part === null) return { text: serverSentence(line), warns: false };
    // The heading of the window says it in the person's language already.
    if (part.kind === "head") return lines.length > 1 ? [] : { text: line, warns: false };
    return { text: wordOf(part, { language, t }), warns: part.kind === "bringBack" && part.back !== "all" };
  });
}
