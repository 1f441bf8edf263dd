import { expect, test } from "vitest";
import { csvFormOf, csvLine, csvText, guardedLine } from "#core/domain/export/csv";
import * as fc from "../../../../property";

const day = { day: "2026-11-09" };

test("takes the separator, the decimal sign and the days of the language", () => {
  const cells = ["Müller; Söhne", 1.5, day, null];
  expect(csvLine(cells, csvFormOf("de"))).toBe('"Müller; Söhne";1,5;09.11.2026;\r\n');
  expect(csvLine(cells, csvFormOf("pl"))).toBe('"Müller; Söhne";1,5;09.11.2026;\r\n');
  expect(csvLine(cells, csvFormOf("en"))).toBe('"Müller; Söhne",1.5,11/09/2026,\r\n');
  expect(csvLine(cells)).toBe('"Müller; Söhne",1.5,2026-11-09,\r\n');
});

test("begins a file with its mark and the heads of its columns", () => {
  expect(csvText(["Tag", "Stunden"], [[day, 1.25]], csvFormOf("de"))).toBe("\ufeffTag;Stunden\r\n09.11.2026;1,25\r\n");
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1"])(
  "makes %j harmless for spreadsheets",
  (text) => {
    for (const form of [csvFormOf("de"), undefined]) expect(csvLine([text], form).replace(/^"/, "")).toMatch(/^'/);
  },
);

test("marks what a file that is read back would take for a marked formula", () => {
  expect(csvLine(["'=1", "''-1", "'tis"])).toBe("''=1,'''-1,'tis\r\n");
});

test("makes a formula harmless that a spreadsheet with other separators finds within a text of strangers", () => {
  expect(guardedLine(["a;=cmd|' /C calc'!A1", "b; +1", "c\t@SUM(A1)", "d; e, =f", -1])).toBe(
    `"a;'=cmd|' /C calc'!A1","b; '+1",c\t'@SUM(A1),"d; e, =f",-1\r\n`,
  );
  expect(csvLine(["b; +1"])).toBe('"b; +1"\r\n');
});

test("leaves our own negative numbers numbers", () => {
  expect(csvLine([-1.5, -3], csvFormOf("de"))).toBe("-1,5;-3\r\n");
});

/** The cells of one line, as a program that knows the separator reads them. */
function parse(line: string, separator: string): string[] {
  const cells: string[] = [];
  let rest = line.slice(0, -2);
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const plain = quoted ?? /^[^",;\r\n]*/.exec(rest) ?? [""];
    cells.push(quoted ? (quoted[1] ?? "").replaceAll('""', '"') : plain[0]);
    rest = rest.slice(plain[0].length);
    if (rest === "") return cells;
    expect(rest[0]).toBe(separator);
    rest = rest.slice(1);
  }
}

test("gives back every text, in both forms", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (texts, isGerman) => {
        const form = isGerman ? csvFormOf("de") : undefined;
        const read = parse(csvLine(texts, form), isGerman ? ";" : ",");
        expect(read.map((text, at) => (text === `'${texts[at]}` ? texts[at] : text))).toEqual(texts);
      },
    ),
  );
});
