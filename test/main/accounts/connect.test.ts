import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { englishOf } from "#core/messages/message";
import { type FakeCalamari, startFakeCalamari } from "../../fakes/calamari";
import { scopes } from "../../fakes/calamari/model";
import { people as calamariPeople } from "../../fakes/calamari/seed";
import { type FakeClockodo, startFakeClockodo } from "../../fakes/clockodo";
import { people as clockodoPeople } from "../../fakes/clockodo/seed";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";
import type { Failure as Injected } from "../../fakes/kimai/failures";
import { cases } from "./connect-cases";
import { newUser } from "./new-user";

/** Connecting a service in a window: main, server, and HTTP are real. test/integration connects with the built server. */

const token = "canary-connect-4711";
let kimai: FakeKimai;
let clockodo: FakeClockodo;
let calamari: FakeCalamari;
/** Something behind a certificate that no computer trusts. */
let tls: FakeKimai;

beforeAll(async () => {
  const seed = ({ users }: { users: { id: number; token: string }[] }) => {
    for (const user of users) if (user.id === 4) user.token = token;
  };
  kimai = await startFakeKimai({ seed });
  tls = await startFakeKimai({ tls: true, seed });
  clockodo = await startFakeClockodo();
  calamari = await startFakeCalamari();
});
beforeEach(() => {
  for (const fake of [kimai, clockodo, calamari]) fake.heal();
  Object.assign(calamari.state.settings, { scopes: [...scopes], modules: ["time", "leave"], forbiddenBody: "triple" });
});
afterAll(async () => {
  expect(clockodo.unknownParameters()).toEqual([]);
  expect(calamari.unknownMembers()).toEqual([]);
  await Promise.all([kimai, tls, clockodo, calamari].map((fake) => fake.close()));
});

interface Subject {
  url(): string;
  fail(failure: Injected): void;
  secret(): string;
  request(): Record<string, unknown>;
}
const subjects: Record<keyof typeof cases, Subject> = {
  kimai: {
    url: () => kimai.url,
    fail: (failure) => kimai.fail({ failure }),
    secret: () => token,
    request: () => ({ secret: token }),
  },
  clockodo: {
    url: () => clockodo.url,
    fail: (failure) => clockodo.fail({ failure }),
    secret: () => clockodoPeople.mara.key,
    request: () => ({ user: clockodoPeople.mara.email, secret: clockodoPeople.mara.key }),
  },
  calamari: {
    url: () => calamari.url,
    fail: (failure) => calamari.fail({ failure }),
    secret: () => calamari.state.key,
    request: () => ({ user: calamariPeople.nora, secret: calamari.state.key, consent: true }),
  },
};

/** Clockodo has one address for all; tests put another in its place. The others are typed in. */
function userOf(service: keyof typeof cases, url = subjects[service].url()) {
  const fixed = service === "clockodo";
  const { connect, ...more } = newUser(fixed ? { clockodoUrl: url } : {});
  const typed = { service, ...subjects[service].request(), ...(fixed ? {} : { url }), sessionOnly: true };
  return { ...more, connect: (change: object = {}) => connect({ ...typed, ...change }) };
}

test.each([
  ["kimai", "as it is", (url: string) => url],
  ["kimai", "with /api", (url: string) => `${url}/api`],
  ["kimai", "with a slash and a query", (url: string) => `${url}/api/?x=1#y`],
  ["kimai", "as it stands in the browser", (url: string) => `${url}/en/timesheet/`],
  ["clockodo", "with /api", (url: string) => url],
  ["clockodo", "with a version, as an older program has it", (url: string) => `${url}/v2/`],
  ["clockodo", "without /api", (url: string) => url.replace(/\/api$/, "")],
  ["calamari", "as Calamari shows it", (url: string) => `${url}/api/`],
  ["calamari", "without /api", (url: string) => url],
] as const)("%s connects by its address %s, and the secret is in no file", async (service, _name, at) => {
  const subject = subjects[service];
  const { connect, settings, everyFile, accounts } = userOf(service, at(subject.url()));
  const { account, failure } = await connect();
  expect(failure).toBeNull();
  expect(settings.get().accounts).toMatchObject([{ id: account?.id }]);
  expect(accounts.isSessionOnly(account?.id ?? "")).toBe(true);
  for (const text of everyFile()) expect(text).not.toContain(subject.secret());
  clockodo.assertKeysOnlyInHeaders(...everyFile());
  calamari.assertKeyOnlyInHeaders(...everyFile());
});

const all = Object.entries(cases).flatMap(([service, its]) =>
  its.map((one) => [service as keyof typeof cases, one.when, one] as const),
);
test.each(all)("%s, when %s: tells the reason and the next step, and keeps nothing", async (service, _when, one) => {
  const subject = subjects[service];
  const { connect, settings, keychain, log, everyFile } = userOf(service, one.at?.(subject.url(), tls.url));
  if (one.answers) subject.fail(one.answers);
  if (one.scopes) calamari.state.settings.scopes = one.scopes;
  if (one.refusal) calamari.state.settings.forbiddenBody = one.refusal;
  const { failure } = await connect(one.typed);
  expect(failure).toMatchObject({ code: one.code, saved: "no" });
  expect(englishOf(failure?.message ?? "")).toContain(one.says);
  expect(englishOf(failure?.next ?? "")).toContain(one.next ?? "");
  expect(settings.get()).toMatchObject({ accounts: [], activeAccount: null });
  expect([...keychain.items]).toEqual([]);
  for (const text of [...everyFile(), ...log, JSON.stringify(failure)])
    for (const secret of [subject.secret(), "wrong-key", "secret=1"]) expect(text).not.toContain(secret);
});

test.each(["kimai", "clockodo", "calamari"] as const)(
  "%s is told from a program that answers JSON but is something else",
  async (service) => {
    const other = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end('{"hello":"world"}');
    });
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    expect((await userOf(service, url).connect()).failure).toMatchObject({ code: "not_this_product" });
    await new Promise((done) => other.close(done));
  },
);

describe("a certificate authority of one's own", () => {
  const connectWith = (service: "kimai" | "clockodo", authority: string) => {
    const { connect, home } = userOf(service, tls.url);
    const file = join(home, "ca.pem");
    writeFileSync(file, authority);
    return connect({ caFile: file });
  };

  test("is trusted through its file, and through nothing else", async () => {
    expect((await connectWith("kimai", tls.authority)).failure).toBeNull();
    const { failure } = await connectWith("kimai", "hello");
    expect(failure?.code).toBe("tls");
    expect(englishOf(failure?.message ?? "")).toContain("no certificate");
  });

  test("lets a network look into connections to Clockodo", async () => {
    // The connection is trusted; the server behind it does not know the user.
    const { failure } = await connectWith("clockodo", tls.authority);
    expect(failure?.code).toBe("unauthorized");
  });
});

test("Clockodo is told with every request who sends it, in no more than 50 characters", async () => {
  await userOf("clockodo").connect();
  expect(clockodo.requests.length).toBeGreaterThan(0);
  for (const { headers } of clockodo.requests) {
    const named = headers["x-clockodo-external-application"];
    expect(named).toMatch(/^Punchcard;\S+@\S+$/);
    expect(String(named).length).toBeLessThanOrEqual(50);
  }
});

describe("Calamari", () => {
  beforeEach(() => {
    calamari.requests.length = 0;
  });

  test.each([
    ["their address", calamariPeople.nora],
    ["their address in other case", "Nora.LIND@Fjordworks.Example"],
    ["their external number", "externalNumber:FW-041"],
  ])("is connected for a person by %s, and asked about nobody else", async (_name, user) => {
    const { connect, settings } = userOf("calamari");
    const { account } = await connect({ user });
    const label = `Calamari · ${new URL(calamari.url).host}`;
    expect(account).toMatchObject({ url: calamari.url, user, label });
    expect(settings.get().accounts).toMatchObject([{ permissions: { profile: "track" } }]);
    expect(calamari.requests.length).toBeGreaterThan(0);
    expect(calamari.othersAskedFor(calamariPeople.nora)).toEqual([]);
  });

  test("is sent nothing without consent", async () => {
    const { failure } = await userOf("calamari").connect({ consent: false });
    expect(failure).toMatchObject({ saved: "no", fields: { consent: expect.any(String) } });
    expect(calamari.requests).toEqual([]);
  });

  test("connects without Time Off, and says what it lacks and why", async () => {
    calamari.state.settings.modules = ["time"];
    const { connect, proofs } = userOf("calamari");
    expect((await connect()).failure).toBeNull();
    expect(proofs.at(-1)?.refused).toHaveProperty(["absence.read"]);
    expect(proofs.at(-1)?.refused).not.toHaveProperty(["time.read"]);
  });
});
