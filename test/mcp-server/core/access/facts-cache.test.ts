import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { AccessPolicy } from "#core/access/access-policy";
import { openLog } from "#core/platform/log";
import { accountSettings } from "#core/platform/settings";
import { type Caller, needsConfirmation } from "#server/caller";
import { dispatch } from "#server/dispatch";
import { ToolCatalog } from "#server/tool-catalog";
import { startFakeKimai } from "../../../fakes/kimai";
import type { TokenName } from "../../../fakes/kimai/seed";
import { thursday } from "../../../fakes/tool-session";

const caller: Caller = {
  signal: new AbortController().signal,
  name: "test",
  waits: false,
  canAsk: false,
  progress: () => undefined,
  since: async () => null,
  answered: async () => "yes",
};

async function stage() {
  const kimai = await startFakeKimai({ entries: 3, zones: { user: "Europe/Berlin" } });
  const home = mkdtempSync(join(tmpdir(), "punchcard-facts-"));
  onTestFinished(async () => {
    await kimai.close();
    rmSync(home, { recursive: true, force: true });
  });
  /** A process of its own, as far as this matters: nothing is shared but the folder. */
  const process = (who: TokenName, more: { later?: number } = {}) => {
    const settings = accountSettings.parse({
      id: "kimai-1",
      service: "kimai",
      label: "Kimai",
      url: kimai.url,
      permissions: { profile: "everything" },
    });
    const now = () => thursday + (more.later ?? 0);
    const secrets = new Map([["kimai-1", kimai.tokens[who]]]);
    const policy = new AccessPolicy({
      home,
      log: openLog(home),
      client: "test",
      tray: false,
      secrets,
      keychain: false,
      now,
    });
    policy.use({ accounts: [settings], activeAccount: null, limits: {}, problem: null });
    onTestFinished(() => policy.close());
    const options = {
      policy,
      catalog: new ToolCatalog(policy),
      tokens: async () => {
        throw new Error("nothing to confirm");
      },
      inApp: async () => null,
      startApp: async () => null,
      wrote: () => undefined,
      learned: () => undefined,
    };
    return async (tool: string, args: Record<string, unknown> = {}) => {
      const before = kimai.requests.length;
      const answer = await dispatch(tool, args, caller, options);
      if (needsConfirmation(answer)) throw new Error("asked");
      return { answer, requests: kimai.requests.slice(before) };
    };
  };
  return { kimai, home, process };
}
const factsFile = (home: string) => join(home, "account-facts/kimai-1.json");
const readKept = (home: string) => JSON.parse(readFileSync(factsFile(home), "utf8")) as Kept;
const meOf = (answer: { structuredContent?: unknown }) =>
  (answer.structuredContent as { person?: { name: string } }).person?.name;

test("a second AI client's server asks Kimai for no facts again", async () => {
  const { process, home, kimai } = await stage();
  const first = await process("user")("list_time", { period: "this month" });
  expect(first.requests.length).toBeGreaterThan(10);
  const second = await process("user")("list_time", { period: "this month" });
  expect(second.answer.isError).toBeFalsy();
  // Its zone may have changed since.
  expect(second.requests.map(({ path }) => path)).toEqual(["/users/me", "/timesheets"]);
  expect(readFileSync(factsFile(home), "utf8")).not.toContain(kimai.tokens.user);
  kimai.assertTokensOnlyInAuthorization();
});

test("another person's token never finds the first one's facts", async () => {
  const { process } = await stage();
  expect(meOf((await process("user")("get_account")).answer)).toBe("John Doe");
  const other = process("teamlead");
  expect((await other("list_time", { period: "today" })).requests.length).toBeGreaterThan(10);
  expect(meOf((await other("get_account")).answer)).toBe("Tony Maier");
});

test.each([
  ["half a day later", 13 * 3_600_000],
  ["by a clock that was set back", -60_000],
])("facts are asked for anew %s", async (_when, later) => {
  const { process } = await stage();
  await process("user")("list_time", { period: "today" });
  expect((await process("user", { later })("list_time", { period: "today" })).requests.length).toBeGreaterThan(10);
});

test("facts are asked for anew by get_account, and where their file is broken", async () => {
  const { process, home } = await stage();
  await process("user")("list_time", { period: "today" });
  expect((await process("user")("get_account")).requests.length).toBeGreaterThan(10);
  writeFileSync(factsFile(home), '{"at": 1, "salt');
  expect((await process("user")("list_time", { period: "today" })).requests.length).toBeGreaterThan(10);
});

test("what Kimai refuses against the known facts makes them doubtful, once in a while", async () => {
  const { process, kimai, home } = await stage();
  const call = process("user");
  await call("list_time", { period: "today" });
  kimai.state.revoked.USER = ["edit_own_timesheet"];
  const id = String(kimai.state.timesheets[0]?.id);
  const refused = await call("update_time", { changes: [{ id, text: "New" }] });
  expect(refused.answer.isError).toBe(true);
  expect(readKept(home)).not.toHaveProperty("proof");
  expect((await call("list_time", { period: "today" })).requests.length).toBeGreaterThan(10);
  await call("update_time", { changes: [{ id, text: "New" }] });
  expect((await call("list_time", { period: "today" })).requests.length).toBeLessThan(5);
});

const proven = (kept: Kept, change: Partial<Kept["proof"]>) => ({ ...kept, proof: { ...kept.proof, ...change } });
test.each([
  ["another person", (kept: Kept) => proven(kept, { facts: kept.proof.facts.replace("John Doe", "Tony Maier") })],
  ["a right", (kept: Kept) => ({ ...kept, refused: { ...kept.refused, "time.create": "no" } })],
  ["a field", (kept: Kept) => ({ ...kept, fields: [...kept.fields, "rate"] })],
  ["a later time of reading", (kept: Kept) => ({ ...kept, at: kept.at - 1 })],
  ["a mark of another length", (kept: Kept) => proven(kept, { mark: kept.proof.mark.slice(2) })],
  ["no mark", ({ proof: { mark: _none, ...proof }, ...kept }: Kept) => ({ ...kept, proof })],
  ["text moved from one part to the next", (kept: Kept) => proven(kept, { salt: `${kept.proof.salt}1` })],
])("facts that were changed on disk (%s) are not believed", async (_what, change) => {
  const { process, home } = await stage();
  await process("user")("list_time", { period: "today" });
  const kept = readKept(home);
  expect(kept.proof.facts).toContain("John Doe");
  writeFileSync(factsFile(home), JSON.stringify(change(kept)));
  expect((await process("user")("list_time", { period: "today" })).requests.length).toBeGreaterThan(10);
});

test("the two files of an older version are read as a hint, and become one at the first call", async () => {
  const { process, home } = await stage();
  mkdirSync(join(home, "account-facts"));
  const refused = { "timer.create": "your role may not" };
  writeFileSync(factsFile(home), JSON.stringify({ refused, fields: ["text"], at: thursday }));
  const whole = join(home, "account-facts/kimai-1.whole.json");
  writeFileSync(whole, JSON.stringify({ at: thursday, salt: "00", mark: "00", facts: "{}" }));
  const call = process("user");
  expect((await call("clock_in", {})).answer.structuredContent).toMatchObject({ error: { code: "permission" } });
  expect((await call("list_time", { period: "today" })).requests.length).toBeGreaterThan(10);
  expect(existsSync(whole)).toBe(false);
  expect(readdirSync(join(home, "account-facts"))).toEqual(["kimai-1.json"]);
  expect((await process("user")("list_time", { period: "today" })).requests).toHaveLength(2);
});

test("an older version finds in the new file what it lists tools from", async () => {
  const { process, home } = await stage();
  await process("user")("list_time", { period: "today" });
  const { refused, fields, at } = readKept(home);
  expect([typeof refused, Array.isArray(fields), typeof at]).toEqual(["object", true, "number"]);
});

interface Kept {
  at: number;
  refused: Record<string, string>;
  fields: string[];
  proof: { salt: string; mark: string; facts: string };
}
