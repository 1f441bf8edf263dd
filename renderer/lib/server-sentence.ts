import type { MessageText } from "#core/messages/catalog";
import { i18n } from "../i18n";
import { renderedMessage } from "../i18n/messages";
import { sentenceIn } from "../i18n/sentences";

/** A message in the window's language; undefined: a text without a code, as what a service itself says. */
export const wordedSentence = (text: MessageText): string | undefined =>
  typeof text === "string" ? sentenceIn(i18n.language, text) : renderedMessage(i18n.language, text);

/** A message in the window's language; a text without a code as it is. */
export const serverSentence = (text: MessageText): string =>
  wordedSentence(text) ?? (typeof text === "string" ? text : text.code);
