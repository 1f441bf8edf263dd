import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeCalamari, startFakeCalamari } from "../../../fakes/calamari";
import { people } from "../../../fakes/calamari/seed";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import type { Failure } from "../../../fakes/kimai/failures";
import { formsOf, patience, serverBy, ways } from "../../../fakes/leaks";
import type { McpSession } from "../../../fakes/mcp-session";
import { InProcessClient, runDoctorInProcess } from "../../../fakes/server-in-process";
import { nightly } from "../../../nightly";

/** A session with a Calamari: by options, beside a Kimai, in doctor, and with a key that must stay where it is. */

// Characters that URLs, JSON and HTML each write differently.
const key = 'canary/+"0815\\<&>x';
const forms = formsOf(key, `calamari:${key}`);
let calamari: FakeCalamari;
let kimai: FakeKimai;
beforeEach(async () => {
  calamari = await startFakeCalamari({
    seed(state) {
      state.key = key;
    },
  });
  kimai = await startFakeKimai();
});
afterEach(async () => {
  expect(calamari.unknownMembers()).toEqual([]);
  expect(calamari.othersAskedFor(people.nora)).toEqual([]);
  calamari.assertKeyOnlyInHeaders();
  await Promise.all([calamari.close(), kimai.close()]);
});

const options = (person: string = people.nora) => ["--calamari-url", calamari.url, "--calamari-person", person];
const environment = { CALAMARI_API_KEY: key };

const doctor = (...args: string[]) => runDoctorInProcess(args, environment);
const minutes = (count: number) => `${count} minutes ago`;

test("a Calamari by options: who it is, clocked in without a project, a break by its name, and clocked out", async () => {
  const server = new InProcessClient({ args: options(people.nora.toUpperCase()), env: environment });
  await server.open();
  const account = await server.call("get_account", { show: ["rights"] });
  expect(account.structuredContent).toMatchObject({
    account: { service: "calamari", label: `Calamari · ${new URL(calamari.url).host}` },
    person: { id: people.nora, name: "Nora Lind" },
    zone: "Europe/Oslo",
    break_types: expect.arrayContaining([{ id: "3", name: "Coffee" }]),
  });
  const started = await server.call("clock_in", { project: "", text: "Wireframes", at: minutes(20) });
  expect(started.isError, started.content[0]?.text).toBeFalsy();
  expect(calamari.state.shifts).toMatchObject([{ employee: 41, finished: null, projects: [] }]);
  const paused = await server.call("take_break", { type: "coffee", at: minutes(10) });
  expect(paused.isError, paused.content[0]?.text).toBeFalsy();
  expect(calamari.state.shifts[0]?.breaks).toMatchObject([{ breakType: 3, to: null }]);
  expect((await server.call("get_status")).structuredContent).toMatchObject({ state: "break" });
  const stopped = await server.call("clock_out");
  expect(stopped.isError, stopped.content[0]?.text).toBeFalsy();
  expect(calamari.state.shifts[0]?.finished).not.toBeNull();
});

test("the first list of a new computer has the tools: not each client asks again when there are more", async () => {
  const server = new InProcessClient({ args: options(), env: environment });
  await server.open();
  expect(await server.tools()).toEqual(expect.arrayContaining(["get_status", "clock_in", "log_time", "list_absences"]));
});

test("a list of tools comes soon where Calamari cannot be reached, and is whole when it can again", async () => {
  calamari.fail({ failure: { kind: "drop", afterEffect: false } });
  const server = new InProcessClient({ args: options(), env: environment });
  await server.open();
  expect(await server.tools()).toEqual(["get_account"]);
  calamari.heal();
  expect((await server.call("get_status")).isError).toBeFalsy();
  expect(await server.tools()).toContain("clock_in");
});

test("what the command line does not allow is told with the option that would, not with a window", async () => {
  const server = new InProcessClient({ args: options(), env: environment });
  await server.open();
  const refused = await server.call("list_absences", { period: "next week", people: ["everyone"] });
  expect(refused.isError).toBe(true);
  expect(refused.content[0]?.text).toContain("--profile manage");
});

test("a Kimai and a Calamari beside each other: each call goes to the account that it names", async () => {
  const args = ["--kimai-url", kimai.url, ...options()];
  const server = new InProcessClient({ args, env: { ...environment, KIMAI_API_TOKEN: kimai.tokens.user } });
  await server.open();
  const label = `Calamari · ${new URL(calamari.url).host}`;
  const service = async (account: string) => {
    const { structuredContent } = await server.call("get_account", { account });
    return (structuredContent.account as { service: string }).service;
  };
  expect(await service(label)).toBe("calamari");
  expect(await service(`Kimai · ${new URL(kimai.url).host}`)).toBe("kimai");
  const before = kimai.requests.length;
  await server.call("clock_in", { account: label, project: "Harbour app", at: minutes(5) });
  expect(calamari.state.shifts).toHaveLength(1);
  expect(kimai.requests).toHaveLength(before);
});

test("a shift started while Calamari cannot be reached is told as not started, and nothing is queued for later", async () => {
  const server = new InProcessClient({ args: options(), env: environment });
  await server.open();
  await server.call("get_account");
  calamari.fail({ failure: { kind: "drop", afterEffect: false } });
  const started = await server.call("clock_in", { project: "Harbour app" });
  expect(started).toMatchObject({
    isError: true,
    structuredContent: { error: { saved: expect.stringMatching(/no|unknown/) } },
  });
  calamari.heal();
  calamari.requests.length = 0;
  const { structuredContent } = await server.call("get_status");
  expect(structuredContent.running ?? null).toBeNull();
  const writes = () => calamari.requests.filter(({ path }) => /terminal\/v1\/(clock|break|punch)/.test(path));
  expect(writes()).toEqual([]);
  // A queue would send the first one before or after the next one.
  const next = await server.call("clock_in", { project: "Harbour app" });
  expect(next.isError, next.content[0]?.text).toBeFalsy();
  server.endInput();
  await server.ended;
  expect(writes()).toHaveLength(1);
  expect(calamari.state.shifts).toHaveLength(1);
});

test("a tray that looks six times an hour leaves a company's quota to others", async () => {
  const server = new InProcessClient({ args: options(), env: environment });
  await server.open();
  await server.call("get_status");
  await server.call("clock_in", { project: "Harbour app", at: minutes(30) });
  await server.call("get_status");
  const before = calamari.requests.length;
  for (let look = 0; look < 6; look += 1) await server.call("get_status");
  // 720 an hour for the whole company (calamari-api.md §1.4): forty people's trays fit in.
  expect(calamari.requests.length - before).toBeLessThanOrEqual(18);
});

test("doctor tells a Calamari, and what is wrong with its key, its person and its address", async () => {
  const good = await doctor(...options());
  const label = `Calamari · ${new URL(calamari.url).host}`;
  expect(good.said).toMatch(
    new RegExp(`ok +account calamari-[0-9a-f]{8}: ${label}, calamari, as Nora Lind, Europe/Oslo, clock fits`),
  );
  expect(good.status).toBe(0);
  const said = [good.said];
  const wrong = async (args: string[], words: RegExp) => {
    const other = await doctor(...args);
    expect(other.said).toMatch(words);
    expect(other.status).toBe(1);
    said.push(other.said);
  };
  await wrong([...options(), "--calamari-key", "another"], /PROBLEM account calamari-.*does not accept the API key/);
  await wrong(["--calamari-url", "http://127.0.0.1:1023", "--calamari-person", "nora"], /PROBLEM.*cannot be reached/);
  for (const text of said) for (const form of forms) expect(text).not.toContain(form);
  const none = await runDoctorInProcess(options());
  expect(none.said).toMatch(/PROBLEM account calamari-.*no credential.*CALAMARI_API_KEY/);
});

test("doctor knows a person that Calamari does not", async () => {
  const { said, status } = await doctor(...options("externalNumber:FW-041"));
  expect(said).toMatch(/ok +account calamari-.*as Nora Lind/);
  expect(status).toBe(0);
  const nobody = await doctor(...options("nobody@fjordworks.example"));
  expect(nobody.said).toMatch(/PROBLEM account calamari-.*does not know this person/);
  expect(nobody.status).toBe(1);
  // These two were about other names than the test's own person.
  calamari.requests.length = 0;
});

test("doctor says which scopes a key lacks and which module a company may not have, and finds nothing wrong in it", async () => {
  calamari.state.settings.scopes = calamari.state.settings.scopes.filter((scope) => scope !== "projects");
  calamari.state.settings.modules = ["time"];
  const { said, status } = await doctor(...options());
  expect(said).toMatch(/^ok +account calamari-.*as Nora Lind/m);
  expect(said).toMatch(/^note +account calamari-.*: The API key lacks the scope for projects\.$/m);
  expect(said).toMatch(/^note +account calamari-.*Either your company does not have Calamari's module Time Off, or/m);
  expect(status).toBe(0);
  // Nothing is open to this key: that is wrong.
  calamari.state.settings.scopes = [];
  const none = await doctor(...options());
  expect(none.said).toMatch(/^PROBLEM account calamari-.*but nothing that Punchcard needs is open to this account$/m);
  expect(none.said).toMatch(/^note +account calamari-.*Nothing that this API key reads shows whether Calamari knows/m);
  expect(none.status).toBe(1);
  for (const text of [said, none.said]) for (const form of forms) expect(text).not.toContain(form);
});

const echo = JSON.stringify({ message: `${key} is not for you`, code: key, field: encodeURIComponent(key) });
const failures: Failure[] = [
  { kind: "status", status: 200, body: echo },
  ...[400, 401, 403, 404, 405, 409, 429, 500, 504].map(
    (status): Failure => ({ kind: "status", status, body: echo, headers: { "x-key": encodeURIComponent(key) } }),
  ),
  {
    kind: "status",
    status: 403,
    body: `<html><b>Authorization: Basic ${Buffer.from(`calamari:${key}`).toString("base64")}</b></html>`,
  },
  { kind: "redirect", to: `https://sso.example.org/?key=${encodeURIComponent(key)}` },
  { kind: "drop", afterEffect: false },
];
const entry = { day: "yesterday", from: "9:00", to: "10:00", project: "Harbour app" };
const calls: [string, Record<string, unknown>][] = [
  ["get_account", {}],
  ["get_status", {}],
  ["list_time", { period: "today" }],
  ["find_work", { query: "app" }],
  ["log_time", { entries: [entry] }],
  ["clock_in", { project: "Harbour app" }],
  ["take_break", {}],
  ["clock_out", {}],
  ["list_absences", { period: "this month" }],
  ["request_absence", { type: "Annual leave", from: "2027-07-05", to: "2027-07-06" }],
  ["get_leave_balance", {}],
];

async function everythingFails(server: McpSession, thorough: boolean): Promise<string[]> {
  const answers: string[] = [];
  const call = async ([name, args]: (typeof calls)[number]) =>
    answers.push(JSON.stringify(await server.ask("tools/call", { name, arguments: args })));
  for (const failure of failures) {
    calamari.heal();
    calamari.fail({ failure });
    await call(["get_account", {}]);
  }
  calamari.heal();
  for (const one of calls) await call(one);
  const telling = (one: Failure) =>
    one.kind === "status" && (nightly ? [400, 401, 403] : [400, 403]).includes(one.status);
  // The service lets a client send ten requests a second. The way of the credential makes no difference here.
  for (const failure of thorough ? failures.filter(telling) : []) {
    calamari.heal();
    // Who it is stays known: only what comes after it fails.
    calamari.fail({ path: /terminal|timesheet|projects|leave/, failure });
    for (const one of calls) await call(one);
  }
  calamari.heal();
  return answers;
}

test.each(ways)(
  "a key of %s is in no file, log, result or argument, whatever Calamari throws back",
  async (way) => {
    const account = { id: "calamari-1", service: "calamari", label: "Calamari", url: calamari.url, user: people.nora };
    const { server, expectNoLeak } = serverBy(way, {
      start: (all) => new InProcessClient(all),
      args: options(),
      env: environment,
      secret: key,
      account,
      forms,
    });
    await server.open();
    const answers = await everythingFails(server, way === "the environment");
    expect(answers.some((text) => text.includes("Nora Lind"))).toBe(true);
    const files = await expectNoLeak(answers);
    // The count that all our processes share is of requests, and of nothing else.
    expect(files).toContainEqual(expect.stringMatching(/^rate-limits\/calamari-.*json$/));
  },
  patience,
);
