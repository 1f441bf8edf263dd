import { type ParseError, parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { jsonEditor } from "#main/clients/formats/json/editor";
import type { ServerEntry } from "#main/clients/formats/types";
import * as fc from "../../../property";
import { lost } from "../machine";

/** Random JSONC text with every kind of layout: blanks, breaks, comments, trailing commas, between any two tokens. */
interface Style {
  comments: boolean;
  eol: string;
}
const gap = ({ comments, eol }: Style): fc.Arbitrary<string> => {
  const blank = fc.constantFrom("", "", " ", "  ", "\t", eol, `${eol}  `, `${eol}\t\t`, `${eol}${eol}    `);
  const note = fc.constantFrom("", " x", '"servers": {', "}", ", // /* ", "ü🕐");
  const comment = fc.oneof(
    note.map((text) => `//${text}${eol}`),
    note.map((text) => `/*${text.replaceAll("*/", "")}*/`),
    note.map((text) => `/*${eol}${text}${eol} */`),
  );
  return comments
    ? fc.oneof(
        { weight: 4, arbitrary: blank },
        { weight: 1, arbitrary: fc.tuple(blank, comment, blank).map((all) => all.join("")) },
      )
    : blank;
};

const scalar = fc.oneof(
  fc.constantFrom("null", "true", "1.0", "-0", "1e9", '""', '"//"', '"{"', '"\\u0000"', '"C:\\\\x"', '"ü🕐"'),
  fc.string({ maxLength: 6 }).map((text) => JSON.stringify(text)),
  fc.integer().map(String),
);

function sequence(style: Style, [open, close]: [string, string], item: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const piece = fc.tuple(gap(style), item, gap(style)).map((all) => all.join(""));
  return fc
    .tuple(fc.array(piece, { maxLength: 4 }), fc.boolean(), gap(style))
    .map(
      ([items, trailing, end]) =>
        `${open}${items.join(",")}${trailing && style.comments && items.length > 0 ? "," : ""}${end}${close}`,
    );
}
const property = (style: Style, key: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc
    .tuple(key, gap(style), gap(style), value)
    .map(([name, before, after, some]) => `${JSON.stringify(name)}${before}:${after}${some}`);

const keys = fc.oneof(fc.constantFrom("a", "b", "__proto__", "constructor", "inputs", ""), fc.string({ maxLength: 4 }));
const unlike = (...names: string[]) => keys.filter((key) => !names.includes(key));

function value(style: Style, depth: number): fc.Arbitrary<string> {
  if (depth === 0) return scalar;
  return fc.oneof(
    { weight: 2, arbitrary: scalar },
    { weight: 1, arbitrary: sequence(style, ["{", "}"], property(style, keys, value(style, depth - 1))) },
    { weight: 1, arbitrary: sequence(style, ["[", "]"], value(style, depth - 1)) },
  );
}

function document(style: Style): fc.Arbitrary<string> {
  const servers = sequence(style, ["{", "}"], property(style, unlike("punchcard"), value(style, 2)));
  const others = fc.array(property(style, unlike("servers"), value(style, 2)), { maxLength: 3 });
  const body = fc
    .tuple(
      others,
      fc.option(property(style, fc.constant("servers"), servers)),
      fc.nat(3),
      fc.infiniteStream(gap(style)),
    )
    .map(([rest, own, place, gaps]) => {
      const members = own === null ? rest : [...rest.slice(0, place), own, ...rest.slice(place)];
      const space = () => gaps.next().value ?? "";
      return `${space()}{${members.map((text) => `${space()}${text}${space()}`).join(",")}${space()}}${space()}`;
    });
  return style.comments ? fc.oneof({ weight: 8, arbitrary: body }, { weight: 1, arbitrary: gap(style) }) : body;
}

const styles = fc.record({ comments: fc.boolean(), eol: fc.constantFrom("\n", "\r\n") });
const samples = styles.chain((style) => fc.tuple(fc.constant(style), document(style)));
const editorFor = ({ comments }: Style) =>
  jsonEditor({
    format: "json",
    container: "servers",
    rules: { comments, trailingCommas: comments, bom: comments ? "keep" : "refuse" },
  });

const intent: ServerEntry = { command: "/home/marta/.punchcard/bin/punchcard-mcp", args: ["--client=vscode"] };
const later: ServerEntry = {
  command: "C:\\Program Files\\Pünch\\App.exe",
  args: ["s.js", "--client=vscode"],
  env: { A: "1" },
};
const bytesOf = (text: string) => Buffer.from(text, "utf8");
const data = (bytes: Uint8Array | null): Record<string, unknown> => {
  const errors: ParseError[] = [];
  const all: unknown = parse(Buffer.from(bytes ?? []).toString("utf8") || "{}", errors, {
    allowTrailingComma: true,
    allowEmptyContent: true,
  });
  expect(errors).toEqual([]);
  // Without `__proto__`, which this parser takes for the prototype; the corpus has it, compared by bytes.
  return JSON.parse(JSON.stringify(all ?? {}));
};

describe("any JSON or JSONC document", () => {
  it("takes an entry as one insertion, and gives it back to the byte", () => {
    fc.assert(
      fc.property(samples, ([style, text]) => {
        const before = bytesOf(text);
        const added = editorFor(style).open(before).insert("punchcard", intent);
        expect(lost(before, added.bytes ?? new Uint8Array())).toBe(0);
        expect((data(added.bytes).servers as Record<string, unknown>).punchcard).toEqual(intent);
        const written = { text: added.written, createdContainer: added.createdContainer, createdFile: false };
        const removed = editorFor(style).open(added.bytes).remove("punchcard", written);
        expect(Buffer.from(removed.bytes ?? []).toString("utf8")).toBe(text);
      }),
      { numRuns: 1500 },
    );
  });

  it("keeps an update inside the entry, and undoes it too", () => {
    fc.assert(
      fc.property(samples, ([style, text]) => {
        const added = editorFor(style).open(bytesOf(text)).insert("punchcard", intent);
        const first = { text: added.written, createdContainer: added.createdContainer, createdFile: false };
        const updated = editorFor(style).open(added.bytes).update("punchcard", later, first);
        const second = { ...first, text: updated.written };
        expect((data(updated.bytes).servers as Record<string, unknown>).punchcard).toEqual(later);
        const removed = editorFor(style).open(updated.bytes).remove("punchcard", second);
        expect(Buffer.from(removed.bytes ?? []).toString("utf8")).toBe(text);
      }),
      { numRuns: 700 },
    );
  });

  it("loses no other member and no comment when nothing is remembered", () => {
    fc.assert(
      fc.property(samples, ([style, text]) => {
        const added = editorFor(style).open(bytesOf(text)).insert("punchcard", intent);
        const removed = editorFor(style).open(added.bytes).remove("punchcard", null);
        const { servers, ...rest } = data(removed.bytes);
        const { servers: had, ...wanted } = data(bytesOf(text));
        expect(rest).toEqual(wanted);
        expect(servers ?? {}).toEqual(had ?? {});
        const comments = (some: string) => (some.match(/\/\/|\/\*/g) ?? []).length;
        expect(comments(Buffer.from(removed.bytes ?? []).toString("utf8"))).toBe(comments(text));
      }),
      { numRuns: 700 },
    );
  });

  it("shows every line of it, and none of the values under env", () => {
    fc.assert(
      fc.property(samples, fc.stringMatching(/^[a-z]{12}$/), ([style, text], secret) => {
        const env = { command: "x", args: ["--client=vscode"], env: { KEY: secret } };
        const { bytes } = editorFor(style).open(bytesOf(text)).insert("punchcard", env);
        const shown = editorFor(style).mask(bytes);
        expect(shown).not.toContain(secret);
        const lines = (some: string) => some.split(/\r\n|\n|\r/).length;
        expect(lines(shown)).toBe(lines(Buffer.from(bytes ?? []).toString("utf8")));
      }),
      { numRuns: 300 },
    );
  });
});
