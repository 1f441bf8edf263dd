import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeClockodo, startFakeClockodo } from "../../../fakes/clockodo";
import { people } from "../../../fakes/clockodo/seed";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import type { Failure } from "../../../fakes/kimai/failures";
import { formsOf, patience, serverBy, ways } from "../../../fakes/leaks";
import type { McpSession } from "../../../fakes/mcp-session";
import { InProcessClient, runDoctorInProcess } from "../../../fakes/server-in-process";
import { nightly } from "../../../nightly";

/** A session with a Clockodo: by options, beside a Kimai, in doctor, and with a key that must stay where it is. */

// Characters that URLs, JSON and HTML each write differently.
const key = 'canary/+"0815\\<&>x';
const forms = formsOf(key, `${people.mara.email}:${key}`);
const { email } = people.mara;
let clockodo: FakeClockodo;
let kimai: FakeKimai;
beforeEach(async () => {
  clockodo = await startFakeClockodo({
    seed({ users }) {
      for (const user of users) if (user.email === email) user.key = key;
    },
  });
  kimai = await startFakeKimai();
});
afterEach(async () => {
  expect(clockodo.unknownParameters()).toEqual([]);
  clockodo.assertKeysOnlyInHeaders();
  await Promise.all([clockodo.close(), kimai.close()]);
});

const options = () => ["--clockodo-user", email, "--clockodo-url", clockodo.url, "--profile", "everything"];
const environment = { CLOCKODO_API_KEY: key };

const doctor = (...args: string[]) => runDoctorInProcess(args, environment);

test("a Clockodo by options: who it is, clocked in by names, and clocked out again", async () => {
  const server = new InProcessClient({ args: options(), env: environment });
  await server.open();
  const account = await server.call("get_account");
  expect(account.structuredContent).toMatchObject({
    account: { service: "clockodo", label: `Clockodo · ${email}` },
    person: { name: "Mara Lind" },
  });
  const work = { customer: "Seehof Hotels", project: "App relaunch", activity: "Design" };
  const started = await server.call("clock_in", { ...work, text: "Wireframes" });
  expect(started.isError, started.content[0]?.text).toBeFalsy();
  expect(clockodo.state.entries).toMatchObject([
    { until: null, customers_id: 510, projects_id: 7720, services_id: 31 },
  ]);
  expect((await server.call("clock_out")).isError).toBeFalsy();
  expect(clockodo.state.entries[0]?.until).not.toBeNull();
});

test("a Kimai and a Clockodo beside each other: each call goes to the account that it names", async () => {
  const args = ["--kimai-url", kimai.url, ...options()];
  const server = new InProcessClient({ args, env: { ...environment, KIMAI_API_TOKEN: kimai.tokens.user } });
  await server.open();
  const service = async (account: string) => {
    const { structuredContent } = await server.call("get_account", { account });
    return (structuredContent.account as { service: string }).service;
  };
  expect(await service(`Clockodo · ${email}`)).toBe("clockodo");
  expect(await service(`Kimai · ${new URL(kimai.url).host}`)).toBe("kimai");
  const before = kimai.requests.length;
  await server.call("clock_in", { account: `Clockodo · ${email}`, customer: "Studio Lind", activity: "Design" });
  expect(clockodo.state.entries).toHaveLength(1);
  expect(kimai.requests).toHaveLength(before);
});

test("a clock started while Clockodo cannot be reached is told as not started, and nothing is queued for later", async () => {
  const server = new InProcessClient({ args: options(), env: environment });
  await server.open();
  await server.call("get_account");
  clockodo.fail({ failure: { kind: "drop", afterEffect: false } });
  const started = await server.call("clock_in", { customer: "Studio Lind", activity: "Design" });
  expect(started).toMatchObject({
    isError: true,
    structuredContent: { error: { saved: expect.stringMatching(/no|unknown/) } },
  });
  clockodo.heal();
  clockodo.requests.length = 0;
  const { structuredContent } = await server.call("get_status");
  expect(structuredContent.running ?? null).toBeNull();
  expect(clockodo.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  // A queue would send the first one before or after the next one.
  const next = await server.call("clock_in", { customer: "Studio Lind", activity: "Design", text: "Second" });
  expect(next.isError, next.content[0]?.text).toBeFalsy();
  server.endInput();
  await server.ended;
  expect(clockodo.requests.filter(({ method }) => method !== "GET")).toHaveLength(1);
  expect(clockodo.state.entries).toMatchObject([{ text: "Second" }]);
});

test("doctor tells a Clockodo, and what it lacks", async () => {
  const good = await doctor(...options());
  expect(good.said).toMatch(
    new RegExp(
      `ok +account clockodo-[0-9a-f]{8}: Clockodo · ${email}, clockodo, as Mara Lind, Europe/Berlin, clock fits`,
    ),
  );
  expect(good.status).toBe(0);
  const other = await doctor(...options().map((value) => (value === email ? people.jonas.email : value)));
  expect(other.said).toMatch(/PROBLEM account clockodo-.*e-mail address and API key, or got none.*Personal data/);
  expect(other.status).toBe(1);
  for (const { said } of [good, other]) for (const form of forms) expect(said).not.toContain(form);
  const none = await runDoctorInProcess(options());
  expect(none.said).toMatch(/PROBLEM account clockodo-.*no credential.*CLOCKODO_API_KEY/);
});

const echo = JSON.stringify({
  errors: [{ type: "General", message: `${key} is not for you`, details: { key }, path: encodeURIComponent(key) }],
});
const failures: Failure[] = [
  { kind: "status", status: 200, body: echo },
  ...[400, 401, 403, 404, 409, 410, 422, 429, 500, 503].map(
    (status): Failure => ({ kind: "status", status, body: echo, headers: { "x-key": encodeURIComponent(key) } }),
  ),
  { kind: "status", status: 400, body: JSON.stringify({ error: { message: key, fields: [key] } }) },
  { kind: "status", status: 500, body: `<html><b>X-ClockodoApiKey: ${key}</b></html>` },
  { kind: "redirect", to: `https://sso.example.org/?key=${encodeURIComponent(key)}` },
  { kind: "drop", afterEffect: false },
];
const entry = { day: "yesterday", from: "9:00", to: "10:00", customer: "Studio Lind", activity: "Design" };
const calls: [string, Record<string, unknown>][] = [
  ["get_account", {}],
  ["get_status", {}],
  ["list_time", { period: "today" }],
  ["find_work", { query: "app" }],
  ["log_time", { entries: [entry] }],
  ["clock_in", { customer: "Studio Lind", activity: "Design" }],
  ["clock_out", {}],
  ["list_records", { type: "customer" }],
];

async function everythingFails(server: McpSession, thorough: boolean): Promise<string[]> {
  const answers: string[] = [];
  const call = async ([name, args]: (typeof calls)[number]) =>
    answers.push(JSON.stringify(await server.ask("tools/call", { name, arguments: args })));
  for (const failure of failures) {
    clockodo.heal();
    clockodo.fail({ failure });
    await call(["get_account", {}]);
  }
  clockodo.heal();
  for (const one of calls) await call(one);
  const telling = (one: Failure) =>
    one.kind === "status" && (nightly ? [400, 401, 403, 422] : [400, 403]).includes(one.status);
  // The service lets a client send ten requests a second. The way of the credential makes no difference here.
  for (const failure of thorough ? failures.filter(telling) : []) {
    clockodo.heal();
    // Who it is stays known: only what comes after it fails.
    clockodo.fail({ path: /^\/v\d\/(entries|clock|customers)/, failure });
    for (const one of calls) await call(one);
  }
  clockodo.heal();
  return answers;
}

test.each(ways)(
  "a key of %s is in no file, log, result or argument, whatever Clockodo throws back",
  async (way) => {
    const account = { id: "clockodo-1", service: "clockodo", label: "Clockodo", url: clockodo.url, user: email };
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
    expect(answers.some((text) => text.includes("Mara Lind"))).toBe(true);
    const files = await expectNoLeak(answers);
    // The count that all our processes share is of requests, and of nothing else.
    expect(files).toContainEqual(expect.stringMatching(/^rate-limits\/clockodo-.*json$/));
  },
  patience,
);
