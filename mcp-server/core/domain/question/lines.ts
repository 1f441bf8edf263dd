import type { MessageText } from "../../messages/catalog";
import { englishOf } from "../../messages/message";
import type { QuestionPart } from "./parts";

/** A line of a question: English for models, and what it is made of. */
export interface QuestionLine {
  text: string;
  part: QuestionPart;
}

/** What a service or a check says is a sentence as it is: it has no parts. */
export type PreviewLine = MessageText | QuestionLine;

export const textOf = (line: PreviewLine): string =>
  typeof line === "object" && "part" in line ? line.text : englishOf(line);
