import { i18n } from "../i18n";
import { sentenceIn } from "../i18n/sentences";

/** A sentence of the server in the window's language; undefined: it has none, as what a service itself says. */
export const wordedSentence = (text: string): string | undefined => sentenceIn(i18n.language, text);

/** A sentence of the server in the window's language where it has one, else as it came. */
export const serverSentence = (text: string): string => wordedSentence(text) ?? text;
