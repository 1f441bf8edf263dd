/**
 * What a terminal or an editor would obey or hide instead of show: C1 controls (U+009B begins an escape sequence), bidi
 * marks, zero-width and tag characters, odd line ends. C0 controls JSON has escaped already.
 */
const unseen = /[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u007f-\u009f]/gu;

/** One escape for each UTF-16 unit, as JSON has it. */
const escaped = (character: string) =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");

/** One line of JSON in which every character can be seen; it still parses to the same value. */
export const visibleLine = (json: string) => json.replace(unseen, escaped);
