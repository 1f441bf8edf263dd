import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai";
import type { Failure } from "../fakes/kimai/failures";
import { configLocationsOf, formsOf, patience, serverBy, ways } from "../fakes/leaks";
import type { McpSession } from "../fakes/mcp-session";
import { Server, temporaryFolder } from "./server";

/** The token is in the Authorization header and nowhere else, whatever fails, and whatever Kimai throws back at us. */

// Characters that URLs, JSON and HTML each write differently.
const token = 'canary/+"4711\\<&>x';
const forms = formsOf(token);
let kimai: FakeKimai;
beforeEach(async () => {
  kimai = await startFakeKimai({
    seed({ users }) {
      for (const user of users) if (user.id === 4) user.token = token;
    },
  });
});
afterEach(() => kimai.close());

const echo = JSON.stringify({
  code: 400,
  message: `Bearer ${token} is not for you`,
  token,
  header: encodeURIComponent(token),
});
const failures: Failure[] = [
  { kind: "status", status: 200, body: echo },
  ...[400, 401, 403, 404, 409, 423, 429, 500, 502, 503].map(
    (status): Failure => ({ kind: "status", status, body: echo, headers: { "x-token": encodeURIComponent(token) } }),
  ),
  { kind: "status", status: 500, body: `<html><b>Authorization: Bearer ${token}</b></html>` },
  { kind: "status", status: 200, body: `<html>${token}</html>` },
  { kind: "redirect", to: `https://sso.example.org/?token=${encodeURIComponent(token)}` },
  { kind: "redirect", to: `/login?token=${encodeURIComponent(token)}` },
  { kind: "drop", afterEffect: false },
  { kind: "drop", afterEffect: true },
];
/** Reads wait before they try these again: once is enough. */
const retried = (failure: Failure) =>
  failure.kind === "drop" || (failure.kind === "status" && [429, 502, 503].includes(failure.status));
const entry = { day: "yesterday", from: "9:00", to: "10:00", project: "#1", activity: "#1" };
const calls: [string, Record<string, unknown>][] = [
  ["get_account", {}],
  ["get_status", {}],
  ["list_time", { period: "today" }],
  ["find_work", { query: "web" }],
  ["log_time", { entries: [entry, entry] }],
  ["clock_in", { project: "#1", activity: "#1", at: "25:00" }],
  ["clock_in", { project: "#1", activity: "#1" }],
  ["take_break", {}],
  ["clock_out", {}],
  ["update_time", { changes: [{ id: "1", text: "x", from: "8:00" }] }],
  ["delete_time", { ids: ["1"] }],
  ["report_time", { by: ["project"], show: ["gaps"] }],
  ["list_records", { type: "tag" }],
  ["save_record", { type: "tag", records: [{ values: { name: "night shift" } }] }],
  ["delete_record", { type: "tag", ids: ["#2"] }],
  ["no_such_tool", {}],
  ["clock_in", { project: { "": 1 } }],
];

async function everythingFails(server: McpSession): Promise<string[]> {
  const answers: string[] = [];
  const call = async ([name, args]: (typeof calls)[number]) =>
    answers.push(JSON.stringify(await server.ask("tools/call", { name, arguments: args })));
  for (const failure of failures) {
    kimai.heal();
    kimai.fail({ failure });
    await call(["get_account", {}]);
  }
  kimai.heal();
  for (const one of calls) await call(one);
  for (const failure of failures.filter((one) => !retried(one))) {
    kimai.heal();
    // What is known of the account stays known: only what comes after it fails.
    kimai.fail({ path: /^\/(?:timesheets|tags)/, failure });
    for (const one of calls) await call(one);
  }
  kimai.heal();
  server.send({ jsonrpc: "2.0", id: "x", method: "no/such", params: { token: "none" } });
  await server
    .ask("resources/read", { uri: "punchcard://status" })
    .then((answer) => answers.push(JSON.stringify(answer)));
  return answers;
}

test.each(ways)(
  "after a failure of each kind the token of %s is in no file, result, message or argument",
  async (way) => {
    const account = { id: "kimai-1", service: "kimai", label: "Kimai", url: kimai.url };
    const args = ["--kimai-url", kimai.url, "--profile", "everything"];
    const env = { KIMAI_API_TOKEN: token };
    const { server, expectNoLeak } = serverBy(way, {
      start: (options) => new Server(options),
      args,
      env,
      secret: token,
      account,
      forms,
    });
    await server.open();
    const answers = await everythingFails(server);
    expect(answers.length).toBeGreaterThan(150);
    expect(answers.some((text) => text.includes("John Doe"))).toBe(true);
    expect(await expectNoLeak(answers)).toContain(join("log", "server.log"));
    kimai.assertTokensOnlyInAuthorization();
  },
  patience,
);

test("doctor and wrong options repeat neither token nor what was typed for one", () => {
  const script = resolve(import.meta.dirname, "../../out/mcp-server/index.js");
  const home = temporaryFolder();
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [script, "--settings", home, ...args], {
      encoding: "utf8",
      cwd: home,
      env: { HOME: home, PATH: process.env.PATH, KIMAI_API_TOKEN: token },
      timeout: 30_000,
    });
  for (const args of [
    ["doctor", "--kimai-url", "http://127.0.0.1:1023"],
    ["doctor", "--kimai-url", `http://me:${encodeURIComponent(token)}@127.0.0.1`],
    ["--kimai-url", "x", "--profile", token],
    ["--kimai-token", token],
    ["--client", token],
    [`--kimai-tokn=${token}`],
    ["--kimai-url", "http://127.0.0.1:1023", token],
  ]) {
    const { stdout, stderr, status } = run(...args);
    expect(status, args[0]).not.toBe(0);
    expect(configLocationsOf(forms, { stdout, stderr }), args.join(" ")).toEqual([]);
  }
});
