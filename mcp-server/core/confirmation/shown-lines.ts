import { cleanParts, mostLines } from "../domain/question/clean";
import { type PreviewLine, textOf } from "../domain/question/lines";
import type { QuestionPart } from "../domain/question/parts";
import { cleanText } from "../domain/text";

export const oneLine = (text: string, max: number) => cleanText(text, max).replaceAll("\n", " ");

/** The lines of a question as they are kept for its person: cleaned, capped, with what each is made of; null: nothing. */
export function shownLines(preview: readonly PreviewLine[]): { lines: string[]; parts: (QuestionPart | null)[] } {
  const left = preview.length - mostLines + 1;
  const shown: readonly PreviewLine[] =
    preview.length <= mostLines
      ? preview
      : [
          ...preview.slice(0, mostLines - 1),
          { text: `and ${left} more lines`, part: { kind: "more", count: left, lines: true } },
        ];
  return {
    lines: shown.map((line) => oneLine(textOf(line), 500)),
    parts: shown.map((line) => (typeof line === "object" && "part" in line ? cleanParts(line.part) : null)),
  };
}
