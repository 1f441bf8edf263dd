import { expect, test } from "vitest";
import type { Change, Part } from "#core/journal/change";
import type { JournalStore } from "#core/journal/journal-store";
import { changeView } from "#core/journal/view";

const change = { id: 1, client: "tray", account: "a", service: "local", label: "L", tool: "merge_projects", at: 0 };
/** `1:A>B` moved the entry 1 from A to B; `!` at the end: not all of it is kept. */
function partOf(text: string, id: number): Part {
  const [, entry = "", before, after, mark] = /^(\w+):(\w*)>(\w*)(\W?)$/.exec(text) ?? [];
  const value = (name: string | undefined) => (name ? { id: entry, name } : null);
  const known = { before: value(before), after: value(after), wanted: null };
  const rest = { error: null, of: null, insteadOf: null, whole: mark !== "!" };
  return { id, change: 1, operation: "update", subject: "tag", subjectId: entry, state: "done", ...known, ...rest };
}
const failed: Part = { ...partOf("9:A>", 99), state: "failed", error: "closed" };

async function stateOf(parts: readonly Part[]): Promise<string> {
  const store = {
    parts: async () => parts,
    undosOf: async () => [],
    laterOn: async () => [],
    currentId: async () => null,
  } as unknown as JournalStore;
  return (await changeView(store, change as unknown as Change)).state;
}

test.each([
  ["nothing was done", [], "failed"],
  ["what was done was put back", ["1:A>B", "2:A>B", "2:B>A", "1:B>A"], "failed"],
  ["what was made was taken away again", ["1:>A", "1:A>"], "failed"],
  ["one was not put back", ["1:A>B", "2:A>B", "2:B>A"], "partly"],
  ["one was put somewhere else", ["1:A>B", "1:B>C"], "partly"],
  ["one was put back of which not all is known", ["1:A>B!", "1:B>A"], "partly"],
  ["one was put back and of that not all is known", ["1:A>B", "1:B>A!"], "partly"],
  ["two records did each the other's half", ["1:A>B", "2:B>A"], "partly"],
])("a change of which a part failed, where %s", async (_, done, state) => {
  expect(await stateOf([...done.map(partOf), failed])).toBe(state);
});

test("a change without a failure is done, though all of it was put back", async () => {
  expect(await stateOf(["1:A>B", "1:B>A"].map(partOf))).toBe("done");
});
