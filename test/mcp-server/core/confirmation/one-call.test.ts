import { expect, test } from "vitest";
import { Agreement, type AgreementOptions, type Asker } from "#core/confirmation/agreement";
import { confirmSeconds } from "#core/confirmation/token-rules";
import { NotConfirmed } from "#core/domain/interruption";
import type { Level } from "#core/domain/permission-cells";

/** What one call decides before anybody is asked; who is asked and how is in agreement.test.ts. */
function agreement(more: Partial<Omit<AgreementOptions, "asker">> & { asker?: Partial<Asker> } = {}) {
  const unused = () => Promise.reject(new Error("nobody is to be asked"));
  const asker: Asker = {
    signal: new AbortController().signal,
    progress: () => undefined,
    name: "test",
    canAsk: true,
    waits: false,
    since: async () => null,
    answered: async () => null,
    ...more.asker,
  };
  return new Agreement({
    action: { tool: "delete_time", account: "kimai-1", input: { ids: ["7"] } },
    token: undefined,
    client: "test",
    account: { id: "kimai-1", label: "Kimai" },
    level: () => "ask",
    require: () => undefined,
    tray: false,
    confirmsItself: false,
    selfConfirmHint: "",
    until: 0,
    ...{ tokens: unused, inApp: unused, startApp: unused },
    ...more,
    asker,
  });
}
const wanted = { cells: ["time.delete"] as const, preview: ["Deletes 7, Website care"], targets: ["7"] };

test.each([
  ["is now, where nothing was asked before", null, 0],
  ["is that of the question, five minutes ago", -confirmSeconds * 1000, -confirmSeconds * 1000],
  ["is now, where the question is too old for any yes", -confirmSeconds * 1000 - 1, 0],
  ["is now, where the question is from the future", 60_000, 0],
])("the moment of a call %s", async (_what, ago, expected) => {
  const now = 1_800_000_000_000;
  const since = async () => (ago === null ? null : now + ago);
  expect(await agreement({ asker: { since } }).since(now)).toBe(now + expected);
});

test("asks where a cell says ask, or the call always asks, and not where all are allowed", async () => {
  const allowed = agreement({ level: () => "allow" });
  await expect(allowed.confirm(wanted, 0)).resolves.toBeUndefined();
  await expect(allowed.confirm({ ...wanted, always: true }, 0)).rejects.toThrow(NotConfirmed);
  const one = agreement({ level: (cell) => (cell === "time.delete" ? "ask" : "allow") });
  await expect(one.confirm({ ...wanted, cells: ["time.read", "time.delete"] }, 0)).rejects.toThrow(NotConfirmed);
});

test("asks nobody where the app itself calls", async () => {
  await expect(agreement({ tray: true }).confirm({ ...wanted, always: true }, 0)).resolves.toBeUndefined();
});

test("a call that may not do it is refused before anybody is asked", async () => {
  const require = () => {
    throw new Error("not allowed");
  };
  await expect(agreement({ require }).confirm(wanted, 0)).rejects.toThrow("not allowed");
});

test.each<[string, Level, string]>([
  ["shows the model what it may read", "allow", "Deletes 7, Website care"],
  ["keeps from the model what it may read only when asked", "ask", "What exactly is for your person only"],
  ["keeps from the model what it may not read", "off", "What exactly is for your person only"],
])("a question %s", async (_what, read, told) => {
  const call = agreement({ level: (cell) => (cell === "time.read" ? read : "ask") });
  const asked = await call.confirm({ ...wanted, shows: ["time.read"] }, 0).catch((error: NotConfirmed) => error);
  expect(asked).toBeInstanceOf(NotConfirmed);
  expect((asked as NotConfirmed).told.join()).toContain(told);
  expect((asked as NotConfirmed).preview).toEqual(wanted.preview);
});

test.each<[string, Level, boolean]>([
  ["is told what they would be asked", "allow", true],
  ["is not told what it may not read", "off", false],
])("where nobody can be asked, the model %s", async (_what, read, told) => {
  const call = agreement({
    asker: { canAsk: false },
    level: (cell) => (cell === "time.read" ? read : "ask"),
    selfConfirmHint: "Hint.",
  });
  const refused = await call.confirm({ ...wanted, shows: ["time.read"] }, 0).catch((error: Error) => error);
  expect(refused).toMatchObject({ code: "confirm" });
  expect((refused as Error).message.includes("Website care")).toBe(told);
});
