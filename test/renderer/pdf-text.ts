import { inflateSync } from "node:zlib";

/** The body of each object of a PDF by its number, its stream unpacked. */
function objectsOf(pdf: Buffer): Map<string, { head: string; stream: string }> {
  const text = pdf.toString("latin1");
  const found = new Map<string, { head: string; stream: string }>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\s*([\s\S]*?)\s*endobj/g)) {
    const [, id = "", body = ""] = match;
    const at = body.search(/stream\r?\n/);
    const head = at < 0 ? body : body.slice(0, at);
    const packed = at < 0 ? "" : body.slice(body.indexOf("\n", at) + 1, body.lastIndexOf("endstream"));
    const bytes = Buffer.from(packed, "latin1");
    const isFlate = head.includes("/FlateDecode") && bytes.length > 0;
    found.set(id, { head, stream: (isFlate ? inflateSync(bytes, { finishFlush: 2 }) : bytes).toString("latin1") });
  }
  return found;
}

const textOf = (hex: string) => Buffer.from(hex, "hex").swap16().toString("utf16le");

/** Which glyph is which letter. */
function lettersOf(cmap: string): Map<number, string> {
  const letters = new Map<number, string>();
  for (const [, part = ""] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph = "", hex = ""] of part.matchAll(/<(\w+)>\s*<(\w+)>/g))
      letters.set(Number.parseInt(glyph, 16), textOf(hex));
  for (const [, part = ""] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, first = "", last = "", hex = ""] of part.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const from = Number.parseInt(first, 16);
      const code = Number.parseInt(hex, 16);
      for (let glyph = from; glyph <= Number.parseInt(last, 16); glyph += 1)
        letters.set(glyph, String.fromCodePoint(code + glyph - from));
    }
  return letters;
}

/** @returns what is written in a PDF that Chromium made, as it was drawn and without spaces: a line that wraps has none */
export function pdfText(pdf: Buffer): string {
  const objects = objectsOf(pdf);
  const of = (id: string | undefined) => objects.get(id ?? "") ?? { head: "", stream: "" };
  const pages = [...objects.values()].filter(({ head }) => /\/Type\s*\/Page\b(?!s)/.test(head));
  const texts = pages.map(({ head }) => {
    const resources = /\/Resources\s+(\d+) 0 R/.exec(head);
    const fonts = resources ? of(resources[1]).head : head;
    const letters = new Map(
      [...fonts.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = "", id]) => {
        const unicode = /\/ToUnicode (\d+) 0 R/.exec(of(id).head);
        return [name, lettersOf(of(unicode?.[1]).stream)] as const;
      }),
    );
    let font = letters.values().next().value;
    const runs: string[] = [];
    const { stream } = of(/\/Contents (\d+) 0 R/.exec(head)?.[1]);
    for (const [, name, shown] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|((?:<\w+>|\[[^\]]*\])\s*T[jJ])/g)) {
      if (name) font = letters.get(name);
      const glyphs = [...(shown ?? "").matchAll(/<(\w+)>/g)].flatMap(([, hex = ""]) => hex.match(/.{4}/g) ?? []);
      runs.push(...glyphs.map((glyph) => font?.get(Number.parseInt(glyph, 16)) ?? "?"));
    }
    return runs.join("");
  });
  // Ligatures are letters.
  return texts.join("").normalize("NFKC").replace(/\s+/g, "");
}
