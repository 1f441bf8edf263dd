import { wordedSentence } from "../lib/server-sentence";

/** What the server says, in the window's language where it has words for it; else it is marked as English. */
export function ServerText({ text }: { text: string }) {
  const worded = wordedSentence(text);
  return worded === undefined ? <span lang="en">{text}</span> : worded;
}
