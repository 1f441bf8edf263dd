/**
 * Text that other people wrote (descriptions, names, comments) on its way to a model or a screen. Invisible characters
 * carry hidden instructions (tag characters, variation selectors), turn the reading order (bidi) or fake a name
 * (zero-width). What is visible stays: any script, emoji, and the invisible parts without which these read wrong.
 */

/** Removed wherever they stand. ZWNJ, ZWJ and the two emoji selectors are judged by their neighbours below. */
const forbidden =
  /(?!\n|\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\ufff9-\ufffb]/gu;

const emojiTail = String.raw`\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?`;
const joining = String.raw`[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]`;
const outOfPlace = new RegExp(
  [
    // a selector that neither follows an emoji nor makes a keycap (1️⃣)
    String.raw`(?<!\p{Extended_Pictographic}|[0-9#*](?=\ufe0f\u20e3))[\ufe0e\ufe0f]`,
    // a joiner that neither joins two emoji nor shapes a script that joins its letters
    `(?<!${emojiTail}|${joining})\\u200d`,
    `\\u200d(?!\\p{Extended_Pictographic}|${joining})`,
    `(?<!${joining})\\u200c`,
    `\\u200c(?!${joining})`,
  ].join("|"),
  "gu",
);

function strip(text: string): string {
  let clean = text;
  for (;;) {
    const next = clean.replace(forbidden, "").replace(outOfPlace, "");
    if (next === clean) return clean;
    clean = next;
  }
}

/** What a client sends, without what nobody could see in a question about it; blanks and line breaks stay as they are. */
export const withoutInvisible = (text: string) => (/^[\t\n\r\x20-\x7e]*$/.test(text) ? text : keepTabs(text));
const keepTabs = (text: string) =>
  text
    .split(/(\t|\r)/)
    .map((part) => (part === "\t" || part === "\r" ? part : strip(part)))
    .join("");

const tidy = (text: string) =>
  strip(
    text
      .replace(/\p{Surrogate}/gu, "\ufffd")
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
      .replace(/[\t\v\f]/g, " "),
  )
    .replace(/\n{3,}/g, "\n\n")
    .trim();

/** A text is as long as somebody wrote it; what lies far behind the cut is not even looked at. */
function cleaned(text: string, max: number, shape: (clean: string) => string): string {
  const most = 10 * max + 1_000;
  const clean = shape(tidy(text.slice(0, most)));
  // The number of code points is at most the length, which is the cheap question.
  if (clean === "" || (clean.length <= max && text.length <= most)) return clean;
  const characters = Array.from(clean);
  if (characters.length <= max && text.length <= most) return clean;
  return `${tidy(characters.slice(0, max - 1).join(""))}…`;
}

const oneLine = (clean: string) =>
  clean.includes("\n")
    ? clean
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean)
        .join(" ")
    : clean;

/**
 * Readable text on one line, without control, bidi, zero-width and tag characters. Cleaning twice changes nothing.
 * @param max characters (code points) that are left at most, the "…" of a cut included
 */
export const cleanText = (text: string, max = 500): string => cleaned(text, max, oneLine);

/** As `cleanText`, but its line breaks stay: for values of data, never for a line of text. */
export const cleanLines = (text: string, max = 500): string => cleaned(text, max, (clean) => clean);
