import type { QuestionLine } from "#core/domain/question/lines";
import type { PartOf, QuestionPart } from "#core/domain/question/parts";
import { absences } from "./absences";
import { entries } from "./entries";
import { reading } from "./reading";
import { records } from "./records";

/** What models are told of a part: its English, which says no more and no less than its parameters. */
type English = { readonly [Kind in QuestionPart["kind"]]: (part: PartOf<Kind>) => string };

const english: English = { ...entries, ...records, ...absences, ...reading };

/** A line of a question with the English of its parts. */
export const said = (part: QuestionPart): QuestionLine => ({
  text: (english[part.kind] as (one: QuestionPart) => string)(part),
  part,
});

/** The last line of a list of which not all is told. */
export const more = (count: number): QuestionLine[] => (count > 0 ? [said({ kind: "more", count })] : []);

/** Whether Activity can bring back what is deleted. @param back of each thing */
export const bringBack = (back: readonly boolean[]): QuestionLine =>
  said({ kind: "bringBack", back: back.every(Boolean) ? "all" : back.some(Boolean) ? "part" : "none" });
