import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { AccessPolicy } from "../../../mcp-server/access/access-policy";
import { openLog } from "../../../mcp-server/platform/log";
import { accountSettings } from "../../../mcp-server/platform/settings";
import { type Caller, needsConfirmation } from "../../../mcp-server/server/caller";
import { dispatch } from "../../../mcp-server/server/dispatch";
import { ToolCatalog } from "../../../mcp-server/server/tool-catalog";
import { startFakeKimai } from "../../fakes/kimai";
import type { TokenName } from "../../fakes/kimai/seed";

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
    const now = () => Date.now() + (more.later ?? 0);
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
const whole = (home: string) => join(home, "facts/kimai-1.whole.json");
const meOf = (answer: { structuredContent?: unknown }) =>
  (answer.structuredContent as { person?: { name: string } }).person?.name;

test("a second AI client's server asks Kimai for no facts again", async () => {
  const { process, home, kimai } = await stage();
  const first = await process("user")("list_time", { period: "this month" });
  expect(first.requests.length).toBeGreaterThan(10);
  const second = await process("user")("list_time", { period: "this month" });
  expect(second.answer.isError).toBeFalsy();
  expect(second.requests.map(({ path }) => path)).toEqual(["/timesheets"]);
  expect(readFileSync(whole(home), "utf8")).not.toContain(kimai.tokens.user);
  kimai.assertTokensOnlyInAuthorization();
});

test("another person's token never finds the first one's facts", async () => {
  const { process } = await stage();
  expect(meOf((await process("user")("get_account")).answer)).toBe("John Doe");
  const other = process("teamlead");
  expect((await other("list_time", { period: "today" })).requests.length).toBeGreaterThan(10);
  expect(meOf((await other("get_account")).answer)).toBe("Tony Maier");
});

test("after half a day, for get_account, and from a broken file facts are asked for anew", async () => {
  const { process, home } = await stage();
  await process("user")("list_time", { period: "today" });
  const later = await process("user", { later: 13 * 3_600_000 })("list_time", { period: "today" });
  expect(later.requests.length).toBeGreaterThan(10);
  expect((await process("user")("get_account")).requests.length).toBeGreaterThan(10);
  writeFileSync(whole(home), '{"at": 1, "salt');
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
  expect(readdirSync(join(home, "facts"))).not.toContain("kimai-1.whole.json");
  expect((await call("list_time", { period: "today" })).requests.length).toBeGreaterThan(10);
  await call("update_time", { changes: [{ id, text: "New" }] });
  expect((await call("list_time", { period: "today" })).requests.length).toBeLessThan(5);
});

test.each([
  ["another person", (kept: Kept) => ({ ...kept, facts: kept.facts.replace("John Doe", "Tony Maier") })],
  ["a later time of reading", (kept: Kept) => ({ ...kept, at: kept.at - 1 })],
  ["a mark of another length", (kept: Kept) => ({ ...kept, mark: kept.mark.slice(2) })],
  ["no mark", ({ mark: _none, ...kept }: Kept) => kept],
  ["text moved from one part to the next", (kept: Kept) => ({ ...kept, salt: `${kept.salt}1` })],
])("facts that were changed on disk (%s) are not believed", async (_what, change) => {
  const { process, home } = await stage();
  await process("user")("list_time", { period: "today" });
  const kept = JSON.parse(readFileSync(whole(home), "utf8")) as Kept;
  expect(kept.facts).toContain("John Doe");
  writeFileSync(whole(home), JSON.stringify(change(kept)));
  expect((await process("user")("list_time", { period: "today" })).requests.length).toBeGreaterThan(10);
});

interface Kept {
  at: number;
  salt: string;
  mark: string;
  facts: string;
}
