import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type FakeClockodo, startFakeClockodo } from "../fakes/clockodo";
import { people } from "../fakes/clockodo/seed";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai";
import type { Failure as Injected } from "../fakes/kimai/failures";
import { newPerson } from "./person";
import { temporaryFolder } from "./server";

/** What a person meets who connects Clockodo in a window: main, the built server and HTTP, all real but the keychain. */

const { email, key } = people.mara;
let clockodo: FakeClockodo;
let tls: FakeKimai;
beforeAll(async () => {
  clockodo = await startFakeClockodo();
  tls = await startFakeKimai({ tls: true });
});
afterEach(() => clockodo.heal());
afterAll(async () => {
  expect(clockodo.unknownParameters()).toEqual([]);
  await Promise.all([clockodo.close(), tls.close()]);
});

const request = { service: "clockodo", user: email, secret: key, sessionOnly: true };

test.each([
  ["with /api", (url: string) => url],
  ["with a version, as an older program has it", (url: string) => `${url}/v2/`],
  ["without /api", (url: string) => url.replace(/\/api$/, "")],
])("a Clockodo whose address stands %s connects, and the key is in no file", async (_name, at) => {
  const { connect, settings, everyFile, accounts } = newPerson({ clockodoUrl: at(clockodo.url) });
  const { account, failure } = await connect(request);
  expect(failure).toBeNull();
  expect(account).toMatchObject({ user: email, label: `Clockodo · ${email}` });
  expect(settings.get().accounts).toMatchObject([{ id: account?.id }]);
  expect(accounts.isSessionOnly(account?.id ?? "")).toBe(true);
  for (const text of everyFile()) expect(text).not.toContain(key);
  clockodo.assertKeysOnlyInHeaders(...everyFile());
});

test("every request says who sends it, in no more than 50 characters", () => {
  expect(clockodo.requests.length).toBeGreaterThan(0);
  for (const { headers } of clockodo.requests) {
    const named = headers["x-clockodo-external-application"];
    expect(named).toMatch(/^Punchcard;\S+@\S+$/);
    expect(String(named).length).toBeLessThanOrEqual(50);
  }
});

interface Case {
  failing?: Injected;
  typed?: object;
  at?: () => string;
  code: string;
  says: string;
  next: string;
}
const typed = (type: string, message: string) =>
  JSON.stringify({ errors: [{ type, message, details: null, path: null }] });
const credential = { code: "unauthorized", says: "e-mail address and API key, or got none", next: "Personal data" };
const cases: [string, Case][] = [
  ["a wrong key", { typed: { secret: "clockodo_key_wrong" }, ...credential }],
  ["somebody else's e-mail address", { typed: { user: people.jonas.email }, ...credential }],
  ["an e-mail address that nobody has", { typed: { user: "nobody@studio.example" }, ...credential }],
  [
    "no network",
    { at: () => "http://127.0.0.1:1023/api", code: "offline", says: "cannot be reached", next: "network" },
  ],
  ["a certificate of nobody", { at: () => tls.url, code: "tls", says: "not trusted", next: "CA certificate" }],
  [
    "an interface that was taken away",
    {
      failing: { kind: "status", status: 410, body: typed("deprecated", "No longer available.") },
      code: "unsupported",
      says: "removed",
      next: "Update Punchcard",
    },
  ],
  [
    "a path that is not there any more",
    {
      failing: { kind: "status", status: 404, body: typed("RouteNotFound", "Route not found") },
      code: "unsupported",
      says: "removed",
      next: "Update Punchcard",
    },
  ],
  [
    "a refusal",
    {
      failing: { kind: "status", status: 403, body: typed("Forbidden", "No API for you.") },
      code: "forbidden",
      says: "No API for you.",
      next: "administrator",
    },
  ],
  [
    "too many requests",
    {
      failing: { kind: "status", status: 429, headers: { "retry-after": "60" }, body: "" },
      code: "rate_limited",
      says: "fewer",
      next: "Wait",
    },
  ],
  [
    "a day without Clockodo",
    {
      failing: { kind: "status", status: 500, body: "" },
      code: "unavailable",
      says: "problem of its own",
      next: "Try again",
    },
  ],
  [
    "a page of the network's",
    { failing: { kind: "html" }, code: "not_this_product", says: "not as Clockodo", next: "browser" },
  ],
  [
    "a sign-in in between",
    {
      failing: { kind: "redirect", to: "https://sso.example.org/x?secret=1" },
      code: "redirected",
      says: "https://sso.example.org",
      next: "If you trust it",
    },
  ],
];
test.each(cases)("%s: the exact reason and the next step, and nothing stays", async (_name, one) => {
  const { connect, settings, keychain, log, everyFile } = newPerson({ clockodoUrl: one.at?.() ?? clockodo.url });
  if (one.failing) clockodo.fail({ failure: one.failing });
  const { failure } = await connect({ ...request, ...one.typed });
  expect(failure).toMatchObject({ code: one.code, saved: "no", message: expect.stringContaining(one.says) });
  expect(failure?.next ?? "").toContain(one.next);
  expect(settings.get()).toMatchObject({ accounts: [], activeAccount: null });
  expect([...keychain.items]).toEqual([]);
  for (const text of [...everyFile(), ...log, JSON.stringify(failure)]) {
    expect(text).not.toMatch(/clockodo_key_/);
    expect(text).not.toContain("secret=1");
  }
});

test("a program that answers JSON but is no Clockodo is told from one", async () => {
  const other = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"hello":"world"}');
  });
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const clockodoUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  expect((await newPerson({ clockodoUrl }).connect(request)).failure).toMatchObject({ code: "not_this_product" });
  await new Promise((done) => other.close(done));
});

test("where a network looks into connections, its certificate is trusted through its file", async () => {
  const file = join(temporaryFolder(), "ca.pem");
  writeFileSync(file, tls.authority);
  const { failure } = await newPerson({ clockodoUrl: tls.url }).connect({ ...request, caFile: file });
  // The connection stands now; what answers there knows nobody.
  expect(failure?.code).toBe("unauthorized");
});
