const ownLetters: Record<string, string> = {
  ł: "l",
  ß: "ss",
  ø: "o",
  đ: "d",
  æ: "ae",
  œ: "oe",
  ı: "i",
  þ: "th",
  ð: "d",
};

const own = (letter: string) => ownLetters[letter] ?? letter;

/** What becomes of each letter up to U+017F; made when the first name has one beyond ASCII. */
let latin: string[] | undefined;
const latinTable = () =>
  Array.from({ length: 0x180 }, (_, code) =>
    String.fromCharCode(code)
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[\u0300-\u036f]+/g, "")
      .replace(/[łßøđæœıþð]/g, own),
  );

/** Case, accents, width, invisible characters and runs of blanks do not tell names apart. */
export function fold(text: string): string {
  // Most names are plain ASCII; the general way costs ten times as much.
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase().replace(/ {2,}/g, " ").trim();
  // German, Polish and French names: a table is three times as fast as the Unicode forms.
  if (/^[\x20-\x7e\u00c0-\u017f]*$/.test(text)) {
    latin ??= latinTable();
    let folded = "";
    for (let at = 0; at < text.length; at++) folded += latin[text.charCodeAt(at)];
    return folded.replace(/ {2,}/g, " ").trim();
  }
  const letters = text.normalize("NFKD").toLowerCase();
  // Latin needs no look into the Unicode tables, which costs most of the time.
  if (/^(?:[\x20-\x7ełßøđæœıþð]|[\u0300-\u036f])*$/.test(letters))
    return letters
      .replace(/[\u0300-\u036f]+/g, "")
      .replace(/[łßøđæœıþð]/g, own)
      .replace(/ {2,}/g, " ")
      .trim();
  return letters
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, (mark) => (/\s/.test(mark) ? " " : ""))
    .replace(/[łßøđæœıþð]/g, own)
    .replace(/\s+/g, " ")
    .trim();
}
