/** Part of a text; `hit` where it is what was typed. */
export interface Part {
  text: string;
  hit: boolean;
}

/** Letters without case and accents, each with where it stands in the text. */
function folded(text: string): { letters: string; at: number[] } {
  let letters = "";
  const at: number[] = [];
  let index = 0;
  for (const letter of text) {
    const plain = letter
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replaceAll("ł", "l")
      .replaceAll("ß", "ss");
    for (const one of plain) {
      letters += one;
      for (let unit = 0; unit < one.length; unit++) at.push(index);
    }
    index += letter.length;
  }
  return { letters, at };
}

const wordsOf = (query: string) => folded(query).letters.split(/\s+/).filter(Boolean);

/** Whether each word of the query is somewhere in the text, whatever its case and accents. Nothing asked: yes. */
export function matches(text: string, query: string): boolean {
  const { letters } = folded(text);
  return wordsOf(query).every((word) => letters.includes(word));
}

/** The text in parts, with what was typed marked; together they are the text. */
export function marked(text: string, query: string): Part[] {
  const { letters, at } = folded(text);
  const hit = new Array<boolean>(text.length).fill(false);
  for (const word of wordsOf(query))
    for (let found = letters.indexOf(word); found >= 0; found = letters.indexOf(word, found + word.length)) {
      const from = at[found] ?? 0;
      const to = at[found + word.length] ?? text.length;
      // A letter that stands for two, as ß, is marked whole.
      for (let index = from; index < Math.max(to, from + 1); index++) hit[index] = true;
    }
  const parts: Part[] = [];
  let index = 0;
  for (const letter of text) {
    const last = parts.at(-1);
    const isHit = hit[index] ?? false;
    if (last && last.hit === isHit) last.text += letter;
    else parts.push({ text: letter, hit: isHit });
    index += letter.length;
  }
  return parts;
}
