import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Failure } from "../fakes/kimai/failures";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai/index";
import { Server, temporaryFolder, trayKey } from "./server";

/** The token is in the Authorization header and nowhere else, whatever fails, and whatever Kimai throws back at us. */

// Characters that URLs, JSON and HTML each write differently.
const token = 'canary/+"4711\\<&>x';
const forms = [
  token,
  encodeURIComponent(token),
  JSON.stringify(token).slice(1, -1),
  Buffer.from(token).toString("base64"),
  token.slice(0, 12),
];
let kimai: FakeKimai;
beforeEach(async () => {
  kimai = await startFakeKimai({
    seed({ users }) {
      for (const user of users) if (user.id === 4) user.token = token;
    },
  });
});
afterEach(() => kimai.close());

const filesBelow = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

/** Where any of the forms is found; the names of the places only. */
const placesOf = (places: Record<string, string>) =>
  Object.entries(places)
    .filter(([, text]) => forms.some((form) => text.includes(form)))
    .map(([place]) => place);

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

async function everythingFails(server: Server): Promise<string[]> {
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

const argvOf = (server: Server) =>
  process.platform === "linux" ? readFileSync(`/proc/${server.pid}/cmdline`, "latin1") : "";

test("after a failure of each kind the token of the environment is in no file, result, message or argument", async () => {
  const server = new Server({
    args: ["--kimai-url", kimai.url, "--profile", "everything"],
    env: { KIMAI_API_TOKEN: token },
  });
  await server.open();
  const answers = await everythingFails(server);
  const argv = argvOf(server);
  server.endInput();
  await server.ended;
  const files = filesBelow(server.home);
  expect(files.map((file) => file.slice(server.home.length + 1))).toContain(join("log", "server.log"));
  const log = readFileSync(join(server.home, "log", "server.log"), "utf8");
  // The log is worth something: it has what Kimai said, without the token.
  expect(log).toContain("is not for you");
  expect(log).toContain("[secret]");
  expect(answers.length).toBeGreaterThan(150);
  expect(
    placesOf({
      results: answers.join("\n"),
      stderr: server.stderr,
      noise: server.noise.join("\n"),
      notifications: JSON.stringify(server.notifications),
      argv,
      ...Object.fromEntries(files.map((file) => [file, readFileSync(file, "latin1")])),
    }),
  ).toEqual([]);
  kimai.assertTokensOnlyInAuthorization();
});

test("a token that the tray hands over is in neither environment nor file, and no result returns it", async () => {
  const home = temporaryFolder();
  const key = trayKey(home);
  const account = { id: "kimai-1", service: "kimai", label: "Kimai", url: kimai.url };
  writeFileSync(join(home, "settings.json"), JSON.stringify({ version: 1, accounts: [account] }));
  const hello = JSON.stringify({ key, secrets: { "kimai-1": token } });
  const server = new Server({ home, args: ["--tray"], firstLine: hello });
  await server.open();
  const answers = await everythingFails(server);
  const environment = process.platform === "linux" ? readFileSync(`/proc/${server.pid}/environ`, "latin1") : "";
  const argv = argvOf(server);
  server.endInput();
  await server.ended;
  expect(answers.some((text) => text.includes("John Doe"))).toBe(true);
  expect(
    placesOf({
      results: answers.join("\n"),
      stderr: server.stderr,
      environment,
      argv,
      ...Object.fromEntries(filesBelow(home).map((file) => [file, readFileSync(file, "latin1")])),
    }),
  ).toEqual([]);
  // The key by which the tray proves itself is as good as the token.
  for (const file of filesBelow(home)) expect(readFileSync(file, "latin1"), file).not.toContain(key);
});

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
    expect(placesOf({ stdout, stderr }), args.join(" ")).toEqual([]);
  }
});
