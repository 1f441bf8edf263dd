import type { MessageText } from "#core/messages/catalog";
import { wordedSentence } from "../lib/server-sentence";

/** One sentence, or several of which each has its words. */
function wordedText(text: MessageText): string | undefined {
  const whole = wordedSentence(text);
  if (whole !== undefined) return whole;
  if (typeof text !== "string") return undefined;
  const parts = text.split(/(?<=\.) (?=[A-Z])/).map(wordedSentence);
  return parts.every((part) => part !== undefined) ? parts.join(" ") : undefined;
}

/** What the server says, in the window's language where it has words for it; else it is marked as English. */
export function ServerText({ text }: { text: MessageText }) {
  const worded = wordedText(text);
  return worded === undefined ? <span lang="en">{typeof text === "string" ? text : text.code}</span> : worded;
}
