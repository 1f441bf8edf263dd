import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type FakeCalamari, startFakeCalamari } from "../fakes/calamari";
import { type Scope, scopes } from "../fakes/calamari/model";
import { people } from "../fakes/calamari/seed";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai";
import type { Failure as Injected } from "../fakes/kimai/failures";
import { newPerson } from "./person";

/** What a person meets who connects Calamari in a window: main, the built server and HTTP, all real but the keychain. */

let calamari: FakeCalamari;
let tls: FakeKimai;
beforeAll(async () => {
  calamari = await startFakeCalamari();
  tls = await startFakeKimai({ tls: true });
});
afterEach(() => {
  calamari.heal();
  Object.assign(calamari.state.settings, { scopes: [...scopes], modules: ["time", "leave"], forbiddenBody: "triple" });
});
afterAll(async () => {
  expect(calamari.unknownMembers()).toEqual([]);
  await Promise.all([calamari.close(), tls.close()]);
});

const request = () => ({
  service: "calamari",
  url: calamari.url,
  user: people.nora,
  secret: calamari.state.key,
  consent: true,
  sessionOnly: true,
});

test.each([
  ["as Calamari shows it", (url: string) => `${url}/api/`, people.nora],
  ["without /api", (url: string) => url, people.nora],
  ["with an e-mail address in other case", (url: string) => url, "Nora.LIND@Fjordworks.Example"],
  ["by external number", (url: string) => url, "externalNumber:FW-041"],
])("a Calamari %s connects, its key is in no file, and nobody else was asked about", async (_name, at, user) => {
  calamari.requests.length = 0;
  const { connect, settings, everyFile, accounts } = newPerson();
  const { account, failure } = await connect({ ...request(), url: at(calamari.url), user });
  expect(failure).toBeNull();
  expect(account).toMatchObject({ url: calamari.url, user, label: `Calamari · ${new URL(calamari.url).host}` });
  expect(settings.get().accounts).toMatchObject([{ id: account?.id, permissions: { profile: "track" } }]);
  expect(accounts.isSessionOnly(account?.id ?? "")).toBe(true);
  calamari.assertKeyOnlyInHeaders(...everyFile());
  expect(calamari.requests.length).toBeGreaterThan(0);
  expect(calamari.othersAskedFor(people.nora)).toEqual([]);
});

test("without consent nothing is sent at all", async () => {
  calamari.requests.length = 0;
  const { failure } = await newPerson().connect({ ...request(), consent: false });
  expect(failure).toMatchObject({ saved: "no", fields: { consent: expect.any(String) } });
  expect(calamari.requests).toEqual([]);
});

interface Case {
  failing?: Injected;
  typed?: object;
  scopes?: Scope[];
  body?: "empty" | "html";
  code: string;
  says: string;
  next: string;
}
const cases: [string, Case][] = [
  [
    "a wrong key",
    {
      typed: { secret: "wrong-key" },
      code: "unauthorized",
      says: "does not accept the API key",
      next: "Integrations, API",
    },
  ],
  [
    "a person that there is not",
    { typed: { user: "nobody@fjordworks.example" }, code: "not_found", says: "does not know this person", next: "" },
  ],
  [
    "a number that nobody has",
    { typed: { user: "externalNumber:FW-999" }, code: "not_found", says: "does not know this person", next: "" },
  ],
  ["a key without any scope", { scopes: [], code: "forbidden", says: "neither time nor leave", next: "administrator" }],
  [
    "a key without any scope, told by an empty answer",
    { scopes: [], body: "empty", code: "forbidden", says: "neither time nor leave", next: "administrator" },
  ],
  [
    "a key without any scope, told by a page",
    { scopes: [], body: "html", code: "forbidden", says: "neither time nor leave", next: "administrator" },
  ],
  [
    "a person that there is not, by a key that reads only employees",
    {
      scopes: ["employees"],
      typed: { user: "nobody@fjordworks.example" },
      code: "not_found",
      says: "does not know this person",
      next: "",
    },
  ],
  [
    "no network",
    { typed: { url: "http://127.0.0.1:1023/api" }, code: "offline", says: "cannot be reached", next: "network" },
  ],
  [
    "a path that is not there",
    {
      failing: { kind: "status", status: 404, body: JSON.stringify({ code: "INVALID_METHOD_URL", message: "x" }) },
      code: "unsupported",
      says: "no Calamari of a company",
      next: "",
    },
  ],
  [
    "a company's quota that is used up",
    {
      failing: {
        kind: "status",
        status: 429,
        body: JSON.stringify({
          code: "QUOTA_EXCEEDED",
          field: "Your current usage is 812/day, 721/hour, 2/sec\nYour current limits 2880/day, 720/hour, 10/sec.",
        }),
      },
      code: "rate_limited",
      says: "720 requests per hour",
      next: "later",
    },
  ],
  [
    "a day without Calamari",
    {
      failing: { kind: "status", status: 500, body: "" },
      code: "unavailable",
      says: "problem of its own",
      next: "Try again",
    },
  ],
  [
    "a page of the network's",
    { failing: { kind: "html" }, code: "not_this_product", says: "not as Calamari", next: "browser" },
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
  const { connect, settings, keychain, log, everyFile } = newPerson();
  if (one.failing) calamari.fail({ failure: one.failing });
  if (one.scopes) calamari.state.settings.scopes = one.scopes;
  if (one.body) calamari.state.settings.forbiddenBody = one.body;
  const { failure } = await connect({ ...request(), ...one.typed });
  expect(failure).toMatchObject({ code: one.code, saved: "no", message: expect.stringContaining(one.says) });
  expect(failure?.next ?? "").toContain(one.next);
  expect(settings.get()).toMatchObject({ accounts: [], activeAccount: null });
  expect([...keychain.items]).toEqual([]);
  for (const text of [...everyFile(), ...log, JSON.stringify(failure)]) {
    expect(text).not.toContain(calamari.state.key);
    expect(text).not.toContain("wrong-key");
    expect(text).not.toContain("secret=1");
  }
});

test("a company without Time Off connects, and what it lacks is told with the reason", async () => {
  calamari.state.settings.modules = ["time"];
  const { connect, proofs } = newPerson();
  expect((await connect(request())).failure).toBeNull();
  expect(proofs.at(-1)?.refused).toHaveProperty(["absence.read"]);
  expect(proofs.at(-1)?.refused).not.toHaveProperty(["time.read"]);
});

test("a certificate of nobody is told, before the key is sent", async () => {
  const { failure } = await newPerson().connect({ ...request(), url: tls.url });
  expect(failure).toMatchObject({ code: "tls", saved: "no" });
});

test("a program that answers JSON but is no Calamari is told from one", async () => {
  const other = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"hello":"world"}');
  });
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  expect((await newPerson().connect({ ...request(), url })).failure).toMatchObject({ code: "not_this_product" });
  await new Promise((done) => other.close(done));
});
