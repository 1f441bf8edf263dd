import { describe, expect, it } from "vitest";
import { tomlEditor } from "#main/clients/formats/toml/editor";
import type { ServerEntry } from "#main/clients/formats/types";
import * as fc from "../../../property";
import { lost } from "../machine";

/** Random TOML: every kind of value and layout, with strings and comments that look like tables of ours. */
const trap = fc.constantFrom("[mcp_servers.punchcard]", "# x", "=", "]", "}", "ü🕐", " ", "a.b", "C:");
const basic = fc
  .array(fc.oneof(trap, fc.constantFrom("\\n", '\\"', "\\\\", "\\u00e9", "'")), { maxLength: 3 })
  .map((parts) => `"${parts.join("")}"`);
const literal = fc.array(fc.oneof(trap, fc.constant("\\")), { maxLength: 3 }).map((parts) => `'${parts.join("")}'`);
const long = (eol: string) =>
  fc
    .tuple(fc.constantFrom('"""', "'''"), fc.array(fc.oneof(trap, fc.constant(eol)), { maxLength: 4 }))
    .map(([quote, parts]) => `${quote}${parts.join("")}${quote}`);
const plain = fc.constantFrom("true", "0", "-17", "1_000", "0xFF", "1e5", "-0.5", "inf", "1979-05-27", "07:32:00.5");
const gap = (eol: string) => fc.constantFrom("", " ", "\t", eol, `${eol}  `, ` # ] x${eol}`, `# "${eol}`);

function value(eol: string, depth: number): fc.Arbitrary<string> {
  const scalar = fc.oneof(basic, literal, long(eol), plain);
  if (depth === 0) return scalar;
  const inner = value(eol, depth - 1);
  const list = fc
    .tuple(fc.array(fc.tuple(gap(eol), inner, gap(eol)), { maxLength: 3 }), fc.boolean(), gap(eol))
    .map(([items, comma, end]) => {
      const all = items.map((parts) => parts.join("")).join(",");
      return `[${all}${comma && items.length > 0 ? "," : ""}${end}]`;
    });
  const flat = fc.oneof(basic, literal, plain);
  const table = fc
    .array(flat, { maxLength: 3 })
    .map((items) => `{${items.map((item, at) => ` k${at}.x = ${item}`).join(" ,")} }`);
  return fc.oneof({ weight: 3, arbitrary: scalar }, list, table);
}

const names = fc.constantFrom(
  "a",
  "b-c",
  '"d.e"',
  "'f g'",
  "__proto__",
  "mcp_servers.a",
  "mcp_servers.b.env",
  "x.punchcard",
);
function document(eol: string): fc.Arbitrary<string> {
  const tail = fc.constantFrom("", " ", "\t# why", " # [mcp_servers.punchcard]");
  const blank = fc.constantFrom("", "  ", "# note", '\t# "');
  const pairs = fc.array(fc.tuple(fc.constantFrom("", "  "), value(eol, 2), tail, blank), { maxLength: 3 });
  const body = pairs.map((all) =>
    all.flatMap(([indent, some, end, after], at) => [
      `${indent}k${at} = ${some}${end}`,
      ...(after === "" ? [] : [after]),
    ]),
  );
  const tables = fc
    .uniqueArray(names, { maxLength: 5 })
    .chain((some) =>
      fc.tuple(
        fc.constant(some),
        fc.array(body, { minLength: 5, maxLength: 5 }),
        fc.array(tail, { minLength: 5, maxLength: 5 }),
      ),
    );
  return fc
    .tuple(body, tables, fc.boolean(), fc.constantFrom("", eol, `${eol}${eol}`, ` ${eol}`, "# end", "  "))
    .map(([top, [some, bodies, tails], lists, end]) => {
      const lines = some.flatMap((name, at) => [
        lists && at === 0 ? `[[z]]${tails[at]}` : `[${at % 2 ? " " : ""}${name}]${tails[at]}`,
        ...(bodies[at] ?? []),
      ]);
      return [...top, ...lines].map((line) => line + eol).join("") + end;
    });
}
const samples = fc
  .tuple(fc.constantFrom("", "\uFEFF"), fc.constantFrom("\n", "\r\n"))
  .chain(([bom, eol]) =>
    fc.tuple(document(eol), fc.boolean()).map(([text, cut]) => bom + (cut ? text.replace(/\r?\n$/, "") : text)),
  );

const intent: ServerEntry = { command: "/home/marta/.punchcard/bin/punchcard-mcp", args: ["--client=codex"] };
const later: ServerEntry = { command: "C:\\Pünch\\App.exe", args: ["s.js", "--client=codex"], env: { A: "1" } };
const bytesOf = (text: string) => Buffer.from(text, "utf8");
const textOf = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString("utf8");
const ours = (bytes: Uint8Array | null) =>
  tomlEditor.open(bytes).entries.find(({ name }) => name === "punchcard")?.value;

describe("any TOML document", () => {
  it("takes an entry at its end, and gives it back to the byte", () => {
    fc.assert(
      fc.property(samples, fc.boolean(), (text, wide) => {
        const before = bytesOf(text);
        const others = tomlEditor.open(before).entries;
        const added = tomlEditor.open(before).insert("punchcard", wide ? later : intent);
        expect(lost(before, added.bytes ?? new Uint8Array())).toBe(0);
        expect(tomlEditor.open(added.bytes).entries).toEqual([
          ...others,
          { name: "punchcard", value: wide ? later : intent },
        ]);
        const written = { text: added.written, createdContainer: false, createdFile: false };
        expect(textOf(tomlEditor.open(added.bytes).remove("punchcard", written).bytes)).toBe(text);
      }),
      { numRuns: 600 },
    );
  });

  it("keeps an update inside the entry, and undoes it too", () => {
    fc.assert(
      fc.property(samples, (text) => {
        const added = tomlEditor.open(bytesOf(text)).insert("punchcard", intent);
        const first = { text: added.written, createdContainer: false, createdFile: false };
        const updated = tomlEditor.open(added.bytes).update("punchcard", later, first);
        expect(ours(updated.bytes)).toEqual(later);
        const removed = tomlEditor.open(updated.bytes).remove("punchcard", { ...first, text: updated.written });
        expect(textOf(removed.bytes)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it("loses nothing but blank lines when nothing is remembered", () => {
    fc.assert(
      fc.property(samples, fc.boolean(), (text, wide) => {
        const added = tomlEditor.open(bytesOf(text)).insert("punchcard", wide ? later : intent);
        const removed = textOf(tomlEditor.open(added.bytes).remove("punchcard", null).bytes);
        expect(removed.trimEnd()).toBe(text.trimEnd());
      }),
      { numRuns: 300 },
    );
  });

  it("shows every line of it, and none of the values under env", () => {
    fc.assert(
      fc.property(samples, fc.stringMatching(/^[a-z]{12}$/), (text, secret) => {
        const { bytes } = tomlEditor.open(bytesOf(text)).insert("punchcard", { ...intent, env: { KEY: secret } });
        const shown = tomlEditor.mask(bytes);
        expect(shown).not.toContain(secret);
        expect(shown.split("\n")).toHaveLength(textOf(bytes).split("\n").length);
      }),
      { numRuns: 300 },
    );
  });
});
