import { wordedSentence } from "../lib/server-sentence";

/** One sentence, or several of which each has its words. */
function wordedText(text: string): string | undefined {
  const whole = wordedSentence(text);
  if (whole !== undefined) return whole;
  const parts = text.split(/(?<=\.) (?=[A-Z])/).map(wordedSentence);
  return parts.every((part) => part !== undefined) ? parts.join(" ") : undefined;
}

/** What the server says, in the window's language where it has words for it; else it is marked as English. */
export function ServerText({ text }: { text: string }) {
  const worded = wordedText(text);
  return worded === undefined ? <span lang="en">{text}</span> : worded;
}
