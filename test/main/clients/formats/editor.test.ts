import { expect, it } from "vitest";
import { type OpenedText, provenEditor } from "#main/clients/formats/editor";

/** Lines of `name: command`. @param edit what is made of the text instead of what was wanted */
const editor = (edit: (wanted: string) => string) =>
  provenEditor({
    mask: (text) => text,
    blocks: () => [],
    meaning: (entry) => (entry as { command: string } | undefined)?.command,
    open(text): OpenedText {
      const lines = text.split("\n").filter(Boolean);
      const entries = lines.map((line) => ({
        name: line.split(": ")[0] ?? "",
        value: { command: line.split(": ")[1] },
      }));
      return {
        entries,
        others: (name) => lines.filter((line) => !line.startsWith(`${name}: `)).join("\n"),
        insertion: (name, { command }) => ({
          edit: { at: 0, end: 0, text: edit(`${name}: ${command}\n`) },
          createdContainer: false,
        }),
        patched: (name, { command }) => edit(text.replace(new RegExp(`^${name}: .*$`, "m"), `${name}: ${command}`)),
        range: () => [0, 1],
        without: (name) => edit(text.replace(new RegExp(`^${name}: .*\n`, "m"), "")),
      };
    },
  });
const entry = { command: "new", args: [] };
const before = Buffer.from("a: 1\npunchcard: old\n");
const proof = expect.objectContaining({ code: "client_proof" });

it("gives back a change that is proven", () => {
  const changed = editor((wanted) => wanted)
    .open(before)
    .update("punchcard", entry, null);
  expect(Buffer.from(changed.bytes ?? []).toString()).toBe("a: 1\npunchcard: new\n");
});

it.each([
  ["leaves the entry as it was", () => before.toString()],
  ["makes it another one than wanted", (wanted: string) => wanted.replace("new", "newer")],
  ["changes another entry", (wanted: string) => wanted.replace("a: 1", "a: 2")],
  ["loses another entry", (wanted: string) => wanted.replace("a: 1\n", "")],
])("refuses a change that %s", (_what, edit) => {
  expect(() => editor(edit).open(before).update("punchcard", entry, null)).toThrow(proof);
});

it("refuses a removal that leaves the entry, and an insertion that adds another", () => {
  expect(() =>
    editor(() => before.toString())
      .open(before)
      .remove("punchcard", null),
  ).toThrow(proof);
  const added = editor((wanted) => `b: 2\n${wanted}`);
  expect(() => added.open(Buffer.from("a: 1\n")).insert("punchcard", entry)).toThrow(proof);
});
