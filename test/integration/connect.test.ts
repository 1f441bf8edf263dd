import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai";
import type { Failure as Injected } from "../fakes/kimai/failures";
import { newPerson } from "./person";
import { temporaryFolder } from "./server";

/** What a person meets who connects Kimai in a window: main, the built server and HTTP, all real but the keychain. */

const token = "canary-connect-4711";
let kimai: FakeKimai;
let tls: FakeKimai;

beforeAll(async () => {
  const seed = ({ users }: { users: { id: number; token: string }[] }) => {
    for (const user of users) if (user.id === 4) user.token = token;
  };
  kimai = await startFakeKimai({ seed });
  tls = await startFakeKimai({ tls: true, seed });
});
beforeEach(() => kimai.heal());
afterAll(() => Promise.all([kimai.close(), tls.close()]));

function person() {
  const { connect: send, ...more } = newPerson();
  const connect = (url: string, other: object = {}) =>
    send({ service: "kimai", url, secret: token, sessionOnly: true, ...other });
  return { ...more, connect };
}

test.each([
  ["as it is", (url: string) => url],
  ["with /api", (url: string) => `${url}/api`],
  ["with a slash and a query", (url: string) => `${url}/api/?x=1#y`],
  ["as it stands in the browser", (url: string) => `${url}/en/timesheet/`],
])("Kimai's address %s connects", async (_name, typed) => {
  const { connect, settings, everyFile, accounts } = person();
  const { account, failure } = await connect(typed(kimai.url));
  expect(failure).toBeNull();
  expect(settings.get().accounts).toMatchObject([{ id: account?.id }]);
  expect(accounts.isSessionOnly(account?.id ?? "")).toBe(true);
  for (const text of everyFile()) expect(text).not.toContain(token);
});

const cases: [string, Injected | null, (url: string) => string, { code: string; says: string; next: string }][] = [
  [
    "without a scheme",
    null,
    (url) => url.replace("http://", ""),
    { code: "url", says: "how to connect", next: "Write https://" },
  ],
  [
    "with a wrong path",
    null,
    (url) => `${url}/kimai`,
    { code: "not_this_product", says: "not as Kimai", next: "Check the address" },
  ],
  ["offline", null, () => "http://127.0.0.1:1023", { code: "offline", says: "cannot be reached", next: "network" }],
  [
    "of no computer",
    null,
    () => "https://no.such.invalid",
    { code: "offline", says: "cannot be reached", next: "address" },
  ],
  ["that is not trusted", null, () => tls.url, { code: "tls", says: "not trusted", next: "CA certificate" }],
  [
    "without TLS behind https",
    null,
    (url) => url.replace("http:", "https:"),
    { code: "tls", says: "not over a secure", next: "http://" },
  ],
  [
    "401",
    { kind: "status", status: 401, body: "" },
    (url) => url,
    { code: "unauthorized", says: "credential", next: "new credential" },
  ],
  ["403", { kind: "status", status: 403 }, (url) => url, { code: "forbidden", says: "API", next: "api_access" }],
  [
    "404",
    { kind: "status", status: 404 },
    (url) => url,
    { code: "not_this_product", says: "no Kimai", next: "address" },
  ],
  [
    "429",
    { kind: "status", status: 429, headers: { "retry-after": "60" } },
    (url) => url,
    { code: "rate_limited", says: "fewer", next: "Wait" },
  ],
  [
    "500",
    { kind: "status", status: 500 },
    (url) => url,
    { code: "unavailable", says: "problem of its own", next: "Try again" },
  ],
  [
    "HTML instead of JSON",
    { kind: "html" },
    (url) => url,
    { code: "not_this_product", says: "not as Kimai", next: "browser" },
  ],
  [
    "a proxy's sign-in",
    { kind: "html", status: 403 },
    (url) => url,
    { code: "not_this_product", says: "in front of it", next: "Ask" },
  ],
  [
    "redirect",
    { kind: "redirect", to: "https://sso.example.org/x?secret=1" },
    (url) => url,
    { code: "redirected", says: "https://sso.example.org", next: "If you trust it" },
  ],
];
test.each(cases)(
  "Kimai %s: the exact reason and the next step, and nothing stays",
  async (_name, failing, typed, expected) => {
    const { connect, settings, keychain, log, everyFile } = person();
    if (failing) kimai.fail({ failure: failing });
    const { failure } = await connect(typed(kimai.url));
    expect(failure).toMatchObject({
      code: expected.code,
      saved: "no",
      message: expect.stringContaining(expected.says),
      next: expect.stringContaining(expected.next),
    });
    expect(settings.get()).toMatchObject({ accounts: [], activeAccount: null });
    expect([...keychain.items]).toEqual([]);
    for (const text of [...everyFile(), ...log, JSON.stringify(failure)]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain("secret=1");
    }
  },
);

test("a program that answers JSON but is no Kimai is told from one", async () => {
  const other = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"hello":"world"}');
  });
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { failure } = await person().connect(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
  expect(failure).toMatchObject({ code: "not_this_product", next: expect.stringContaining("Kimai") });
  await new Promise((done) => other.close(done));
});

test("TLS of an organisation is trusted through its file, and through nothing else", async () => {
  const { connect } = person();
  const file = join(temporaryFolder(), "ca.pem");
  writeFileSync(file, tls.authority);
  expect((await connect(tls.url, { caFile: file })).failure).toBeNull();
  writeFileSync(file, "hello");
  expect((await person().connect(tls.url, { caFile: file })).failure).toMatchObject({
    code: "tls",
    message: expect.stringContaining("no certificate"),
  });
});
