import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { noPolicy, type PolicyState } from "#core/domain/company-policy/index";
import { ServiceError } from "#core/domain/errors";
import { kimai as kimaiService } from "#core/service-catalog/kimai/descriptor";
import type { AccountProof } from "#main/accounts/deps";
import { placeOf } from "#main/accounts/draft-account";
import { Accounts } from "#main/accounts/index";
import { AppFailure, toFailure } from "#main/app/failure";
import { contract } from "#main/ipc/contract/index";
import type { Hello } from "#main/server/spawn";
import { type Backend, openSettings } from "#main/settings/store";
import { FakeKeychain } from "../fixtures";

const cleanAddress = (url: string) => placeOf(kimaiService.credential, { url }).url;

const proof: AccountProof = {
  account: { id: "x", service: "kimai", label: "x" },
  person: { id: "7", name: "Ada Example" },
  zone: "Europe/Berlin",
  now: "2026-11-19T11:12:00+01:00",
  roles: [],
  week_starts_on: 1,
  target: null,
  booking: { levels: ["project"], required: ["project"], free_times: true, running_limit: 1 },
  refused: {},
};

interface More {
  prove?: (hello: Hello, id: string, signal: AbortSignal) => Promise<AccountProof>;
  clockodoUrl?: string;
  company?: PolicyState;
}

function opened(more: More = {}) {
  const backend: Backend = { store: {} };
  const home = mkdtempSync(join(tmpdir(), "punchcard-accounts-"));
  const settings = openSettings({ dir: home, open: () => backend, log: () => undefined });
  const keychain = new FakeKeychain();
  const changed = vi.fn();
  const people = new Map<string, string>();
  const prove = vi.fn(more.prove ?? (async () => proof));
  const accounts = new Accounts({
    settings,
    keychain,
    home,
    prove,
    ready: async () => undefined,
    company: () => more.company ?? noPolicy,
    personOf: (id) => people.get(id) ?? null,
    changed,
    serviceName: (service) =>
      ({ kimai: "Kimai", clockodo: "Clockodo", calamari: "Calamari", local: "This computer" })[service as "kimai"] ??
      service,
    standIn: (service) => (service === "clockodo" ? more.clockodoUrl : undefined),
    signIn: {
      fetch: () => Promise.reject(new Error("no request is expected")),
      openBrowser: async () => undefined,
      words: () => ({ title: "", done: "", failed: "" }),
      log: () => undefined,
    },
    platform: "linux",
  });
  const connect = (request: object) => accounts.connect(contract["accounts:connect"].request.parse(request));
  return { settings, keychain, changed, accounts, connect, prove, people, home, backend };
}
const kimai = { service: "kimai", url: "https://kimai.example.org/api/", secret: " token-1234 " };
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => toFailure(error, () => undefined),
  );

test("what the company does not allow is not connected, and neither is anything while its policy is broken", async () => {
  const place = "/etc/punchcard/policy.json";
  const policy = { services: { kimai: { addresses: ["https://kimai.example.org"] } } };
  const { connect, accounts, settings, keychain, prove } = opened({ company: { kind: "bound", place, policy } });
  const other = await failureOf(connect({ ...kimai, url: "https://kimai.example.org.evil.example" }));
  expect(other).toMatchObject({ code: "policy", saved: "no", fields: { url: expect.any(String) } });
  expect(await failureOf(connect({ service: "local" }))).toMatchObject({ code: "policy" });
  const mcp = "https://gateway.example.org/mcp";
  // No request leaves: the fetch of this test fails in other words.
  expect(await failureOf(accounts.findSignIn(mcp))).toMatchObject({ code: "policy" });
  const signIn = accounts.signIn({ url: mcp, origin: "https://gateway.example.org", sessionOnly: false });
  expect(await failureOf(signIn)).toMatchObject({ code: "policy" });
  expect([prove.mock.calls, settings.get().accounts, keychain.items.size]).toEqual([[], [], 0]);
  expect(await connect(kimai)).toMatchObject({ service: "kimai" });
  const broken = opened({ company: { kind: "broken", place, problem: "line 1" } });
  expect(await failureOf(broken.connect(kimai))).toMatchObject({ code: "policy" });
});

test("a Kimai over http is connected only where the person says so, and nothing is sent or kept before", async () => {
  const { connect, settings, keychain, prove } = opened();
  const open = { ...kimai, url: "http://kimai.example.org" };
  expect(await failureOf(connect(open))).toMatchObject({
    code: "unprotected",
    saved: "no",
    message: expect.stringContaining("kimai.example.org would be asked over http"),
  });
  expect(prove).not.toHaveBeenCalled();
  expect(keychain.items.size).toBe(0);
  expect(settings.get().accounts).toEqual([]);
  expect(await connect({ ...open, consent: true })).toMatchObject({ url: "http://kimai.example.org" });
});

test("a Kimai of this computer needs no yes for http", async () => {
  for (const url of ["http://127.0.0.1:8001", "http://localhost:8001", "http://[::1]:8001"])
    expect(await opened().connect({ ...kimai, url })).toMatchObject({ url });
});

test("a proven account is saved without its secret, in use, and its secret is in the keychain", async () => {
  const { connect, settings, keychain, changed, backend } = opened();
  const account = await connect(kimai);
  expect(account).toMatchObject({
    service: "kimai",
    url: "https://kimai.example.org",
    label: "Kimai · kimai.example.org",
  });
  expect(settings.get()).toMatchObject({ activeAccount: account.id, accounts: [{ id: account.id }] });
  expect([...keychain.items]).toEqual([[account.id, "token-1234"]]);
  expect(JSON.stringify(backend.store)).not.toContain("token-1234");
  expect(changed).toHaveBeenCalledWith(account.id, proof);
});

test("the secret is proven out of the keychain, not handed over beside it", async () => {
  const { connect, keychain } = opened({
    prove: async (hello, id) => {
      expect(hello.secrets).toBeUndefined();
      expect(hello.account).toMatchObject({ id, url: "https://kimai.example.org" });
      expect(keychain.items.get(id)).toBe("token-1234");
      return proof;
    },
  });
  await connect(kimai);
});

test.each(["unauthorized", "forbidden", "offline", "tls", "not_this_product", "redirected"] as const)(
  "%s is told as it is, and nothing is left behind",
  async (kind) => {
    const { connect, settings, keychain } = opened({
      prove: () => Promise.reject(new ServiceError(kind, `because of ${kind}`, { next: "Do that." })),
    });
    expect(await failureOf(connect(kimai))).toMatchObject({
      code: kind,
      message: `because of ${kind}`,
      next: "Do that.",
    });
    expect(keychain.items.size).toBe(0);
    expect(settings.get().accounts).toEqual([]);
  },
);

test("without a keychain nothing is tried and the reason is the keychain's", async () => {
  const { connect, keychain, prove, settings } = opened();
  keychain.broken = true;
  expect(await failureOf(connect(kimai))).toMatchObject({ code: "keychain" });
  expect(prove).not.toHaveBeenCalled();
  expect(settings.get().accounts).toEqual([]);
});

test("for this session only: the secret stays in memory and goes to servers by their first line", async () => {
  const { connect, accounts, keychain, backend, settings } = opened();
  keychain.broken = true;
  const account = await connect({ ...kimai, sessionOnly: true });
  expect(accounts.isSessionOnly(account.id)).toBe(true);
  expect(accounts.hello()).toEqual({ secrets: { [account.id]: "token-1234" } });
  expect(JSON.stringify(backend.store)).not.toContain("token-1234");
  await accounts.disconnect(account.id);
  expect(accounts.hello()).toEqual({});
  expect(settings.get()).toMatchObject({ accounts: [], activeAccount: null });
});

test("cancelling takes the secret out again", async () => {
  const { connect, accounts, keychain } = opened({
    prove: (_hello, _id, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted")))),
  });
  const connecting = failureOf(connect(kimai));
  await vi.waitFor(() => expect(keychain.items.size).toBe(1), { timeout: 10_000 });
  expect(await failureOf(connect(kimai))).toMatchObject({ code: "conflict" });
  accounts.cancelConnect();
  expect(await connecting).toMatchObject({ code: "cancelled", saved: "no" });
  expect(keychain.items.size).toBe(0);
});

test("a new token of the same person replaces the old one and keeps permissions and favorites", async () => {
  const { connect, settings, keychain, people } = opened();
  const first = await connect(kimai);
  people.set(first.id, "7");
  settings.update((draft) => {
    for (const account of draft.accounts) {
      account.permissions.profile = "look";
      account.favorites = [{ id: "f", name: "Daily", work: {}, text: "standup", tags: [] }];
    }
  });
  const second = await connect({ ...kimai, secret: "token-5678" });
  expect(second.id).toBe(first.id);
  expect(settings.get().accounts).toHaveLength(1);
  expect(settings.get().accounts[0]?.favorites).toHaveLength(1);
  expect(settings.get().accounts[0]?.permissions.profile).toBe("look");
  expect([...keychain.items]).toEqual([[first.id, "token-5678"]]);
});

test("another person on the same Kimai is another account", async () => {
  const { connect, settings, people } = opened();
  const first = await connect(kimai);
  people.set(first.id, "8");
  await connect({ ...kimai, secret: "other-token" });
  expect(settings.get().accounts).toHaveLength(2);
});

test("this computer: eight hours on workdays unless told otherwise, once, and without the keychain", async () => {
  const { connect, keychain, home, accounts, settings } = opened();
  keychain.broken = true;
  expect(await connect({ service: "local" })).toMatchObject({
    id: "local",
    file: join(home, "timesheet.db"),
    targetSeconds: [28_800, 28_800, 28_800, 28_800, 28_800, 0, 0],
  });
  expect(await failureOf(connect({ service: "local" }))).toMatchObject({ code: "conflict" });
  accounts.setTarget("local", null);
  expect(settings.get().accounts[0]?.targetSeconds).toBeNull();
  await accounts.disconnect("local");
  expect(await connect({ service: "local", targetSeconds: null })).toMatchObject({ targetSeconds: null });
});

test("disconnecting removes secret, settings and what clients had less of", async () => {
  const { connect, accounts, keychain, settings } = opened();
  const local = await connect({ service: "local" });
  const account = await connect(kimai);
  settings.update((draft) => {
    draft.clients = { vscode: { [account.id]: "look", local: "look" } };
  });
  await accounts.disconnect(account.id);
  expect(keychain.items.size).toBe(0);
  expect(settings.get()).toMatchObject({ activeAccount: local.id, clients: { vscode: { local: "look" } } });
  expect(settings.get().clients.vscode).not.toHaveProperty(account.id);
});

test("a keychain that keeps the secret is told, with what to remove by hand", async () => {
  const { connect, accounts, keychain, settings } = opened();
  const account = await connect(kimai);
  keychain.broken = true;
  const failure = await failureOf(accounts.disconnect(account.id));
  expect(failure).toMatchObject({ code: "keychain", saved: "yes" });
  expect(failure?.next).toContain(account.id);
  expect(settings.get().accounts).toEqual([]);
});

test("what is missing is named before anything is tried", async () => {
  const { connect, keychain } = opened();
  expect(await failureOf(connect({ service: "kimai", url: "https://k.example" }))).toMatchObject({
    fields: { secret: expect.any(String) },
  });
  for (const secret of ["two\nlines", "a token", "“quoted”", "tab\there"])
    expect(await failureOf(connect({ ...kimai, secret })), secret).toMatchObject({
      fields: { secret: expect.stringContaining("characters") },
      next: expect.stringContaining("Copy it again"),
    });
  expect(await failureOf(connect({ service: "kimai", secret: "x" }))).toMatchObject({ code: "url" });
  expect(await failureOf(connect({ ...kimai, caFile: "/missing.pem" }))).toMatchObject({
    fields: { caFile: expect.any(String) },
  });
  expect(keychain.items.size).toBe(0);
});

test.each([
  ["https://kimai.example.org", "https://kimai.example.org"],
  [" https://kimai.example.org/ ", "https://kimai.example.org"],
  ["https://kimai.example.org/api", "https://kimai.example.org"],
  ["https://kimai.example.org/api/doc?x=1#y", "https://kimai.example.org"],
  ["https://host.example:8443/kimai/api/", "https://host.example:8443/kimai"],
  ["http://127.0.0.1:8001", "http://127.0.0.1:8001"],
  ["HTTPS://Kimai.Example.ORG/Sub", "https://kimai.example.org/Sub"],
])("the address %s is %s", (typed, expected) => {
  expect(cleanAddress(typed)).toBe(expected);
});

test.each(["", "   ", "kimai.example.org", "ftp://kimai.example.org", "https://", "https://ada:pw@kimai.example.org"])(
  "the address “%s” is refused with the field it is about",
  (typed) => {
    expect(() => cleanAddress(typed)).toThrow(AppFailure);
    try {
      cleanAddress(typed);
    } catch (error) {
      expect((error as AppFailure).failure).toMatchObject({ code: "url", fields: { url: expect.any(String) } });
      expect(JSON.stringify((error as AppFailure).failure)).not.toContain("ada:pw");
    }
  },
);

test("an address without a scheme is guessed for the person", () => {
  expect(() => cleanAddress("kimai.example.org/sub")).toThrow(
    expect.objectContaining({
      failure: expect.objectContaining({ next: expect.stringContaining("https://kimai.example.org/sub") }),
    }),
  );
});

const clockodo = { service: "clockodo", user: " mara@studio.example ", secret: " key-1234\n" };

test("a Clockodo is kept by its e-mail address, at Clockodo itself, with the key in the keychain only", async () => {
  const { connect, keychain, backend, prove } = opened();
  const account = await connect(clockodo);
  expect(account).toMatchObject({
    service: "clockodo",
    user: "mara@studio.example",
    label: "Clockodo · mara@studio.example",
  });
  // Whatever a window sends for an address: the key goes to Clockodo.
  const other = await connect({ ...clockodo, user: "jonas@studio.example", url: "https://evil.example" });
  expect(prove.mock.calls.map(([hello]) => hello.account?.url)).toEqual([undefined, undefined]);
  expect([...keychain.items]).toEqual([
    [account.id, "key-1234"],
    [other.id, "key-1234"],
  ]);
  expect(JSON.stringify(backend.store)).not.toContain("key-1234");
});

test("a new key of the same address replaces the old one, another person's does not", async () => {
  const { connect, settings, keychain, people } = opened();
  const first = await connect(clockodo);
  expect((await connect({ ...clockodo, user: "Mara@Studio.Example", secret: "key-5678" })).id).toBe(first.id);
  expect([...keychain.items]).toEqual([[first.id, "key-5678"]]);
  // The person has another address now: the service knows that it is the same.
  people.set(first.id, "7");
  expect((await connect({ ...clockodo, user: "mara.lind@studio.example" })).id).toBe(first.id);
  people.set(first.id, "8");
  await connect({ ...clockodo, user: "mara.lind@studio.example" });
  expect(settings.get().accounts).toHaveLength(2);
});

test("what a Clockodo lacks is named by its own words and its field", async () => {
  const { connect, keychain } = opened();
  for (const user of [undefined, "", "mara", "mara lind@studio.example", "mära@studio.example", "a@b\r\nX-Other: 1"])
    expect(await failureOf(connect({ ...clockodo, user })), user).toMatchObject({
      code: "argument",
      fields: { user: expect.stringContaining("e-mail address") },
    });
  expect(await failureOf(connect({ ...clockodo, secret: " " }))).toMatchObject({
    message: "The API key is missing.",
    next: expect.stringContaining("Personal data"),
  });
  expect(keychain.items.size).toBe(0);
});

test("a stand-in for Clockodo gets the key over https, or on this computer", async () => {
  const at = (clockodoUrl: string) => opened({ clockodoUrl }).connect(clockodo);
  expect(await at("http://127.0.0.1:8001/api")).toMatchObject({ url: "http://127.0.0.1:8001/api" });
  expect(await at("https://mirror.example/")).toMatchObject({ url: "https://mirror.example" });
  for (const url of ["http://mirror.example", "https://a:b@mirror.example", "file:///etc/passwd", "mirror"])
    expect(await failureOf(at(url)), url).toMatchObject({ code: "url" });
});

const calamari = {
  service: "calamari",
  url: " fjordworks.calamari.io/api/ ",
  user: " Nora.Lind@Fjordworks.example ",
  secret: " key-1234\n",
  consent: true,
};

test("a Calamari is kept by its address and its person, with the key in the keychain only", async () => {
  const { connect, keychain, backend, prove } = opened();
  const account = await connect({ ...calamari, profile: "look" });
  expect(account).toMatchObject({
    service: "calamari",
    url: "https://fjordworks.calamari.io",
    user: "Nora.Lind@Fjordworks.example",
    label: "Calamari · fjordworks.calamari.io",
    permissions: { profile: "look" },
  });
  expect(prove.mock.calls[0]?.[0].secrets).toBeUndefined();
  expect([...keychain.items]).toEqual([[account.id, "key-1234"]]);
  expect(JSON.stringify(backend.store)).not.toContain("key-1234");
});

test("without the person's consent no Calamari is connected, and nothing is tried", async () => {
  const { connect, keychain, prove } = opened();
  expect(await failureOf(connect({ ...calamari, consent: undefined }))).toMatchObject({
    saved: "no",
    fields: { consent: expect.any(String) },
  });
  expect(prove).not.toHaveBeenCalled();
  expect(keychain.items.size).toBe(0);
});

test("what a Calamari lacks is named by its own words and its field", async () => {
  const { connect, keychain, prove } = opened();
  for (const url of [
    undefined,
    "",
    "fjördworks",
    "fjord works",
    "http://fjordworks.calamari.io",
    "ftp://x.calamari.io",
  ])
    expect(await failureOf(connect({ ...calamari, url })), url).toMatchObject({
      code: "url",
      next: expect.stringContaining("https://"),
      fields: { url: expect.any(String) },
    });
  for (const url of ["https://nora:hunter2@fjordworks.calamari.io", "https://fjordworks.calamari.io/?key=hunter2"]) {
    const failure = await failureOf(connect({ ...calamari, url }));
    expect(failure, url).toMatchObject({ code: "url", fields: { url: expect.any(String) } });
    expect(JSON.stringify(failure)).not.toContain("hunter2");
  }
  for (const user of [undefined, " ", "nora lind", "nora@@x", "externalNumber:", "nora\nlind"])
    expect(await failureOf(connect({ ...calamari, user })), user).toMatchObject({
      code: "argument",
      fields: { user: expect.any(String) },
    });
  for (const secret of [undefined, " ", "key\nkey", "key key"])
    expect(await failureOf(connect({ ...calamari, secret })), secret).toMatchObject({
      fields: { secret: expect.stringContaining("API key") },
      next: expect.stringContaining("Configuration, Integrations, API"),
    });
  expect(prove).not.toHaveBeenCalled();
  expect(keychain.items.size).toBe(0);
});

test("a new key of the same person in the same company replaces the old one; another company is another account", async () => {
  const { connect, settings, keychain, people } = opened();
  const first = await connect(calamari);
  const again = await connect({
    ...calamari,
    url: "FJORDWORKS",
    user: "nora.lind@fjordworks.example",
    secret: "key-2",
  });
  expect(again.id).toBe(first.id);
  expect([...keychain.items]).toEqual([[first.id, "key-2"]]);
  // By her login this time: Calamari says that it is she.
  people.set(first.id, "7");
  expect((await connect({ ...calamari, user: "nora" })).id).toBe(first.id);
  await connect({ ...calamari, url: "seaworks" });
  expect(settings.get().accounts).toHaveLength(2);
});

test("a profile chosen with the consent holds for the account there is too; the same one keeps its changed cells", async () => {
  const { connect, settings } = opened();
  await connect({ ...calamari, profile: "track" });
  settings.update((draft) => {
    for (const { permissions } of draft.accounts)
      Object.assign(permissions, { cells: { "time.delete": "off" }, tools: { delete_time: false } });
  });
  await connect({ ...calamari, profile: "track" });
  expect(settings.get().accounts[0]?.permissions).toMatchObject({ profile: "track", cells: { "time.delete": "off" } });
  await connect({ ...calamari, profile: "look" });
  expect(settings.get().accounts[0]?.permissions).toEqual({
    profile: "look",
    cells: {},
    tools: { delete_time: false },
  });
});

test("for this session only: a Calamari's key is nowhere but in memory, and gone with the account", async () => {
  const { connect, accounts, keychain, backend } = opened();
  keychain.broken = true;
  const account = await connect({ ...calamari, sessionOnly: true });
  expect(accounts.hello()).toEqual({ secrets: { [account.id]: "key-1234" } });
  expect(JSON.stringify(backend.store)).not.toContain("key-1234");
  await accounts.disconnect(account.id);
  expect(accounts.hello()).toEqual({});
});

test("a credential that can read nothing is not kept, and the service's reasons are told once each", async () => {
  const refused = {
    "timer.read": "no scope",
    "timer.create": "no scope",
    "time.read": "no scope",
    "absence.read": "no module",
  };
  const { connect, keychain, settings } = opened({ prove: async () => ({ ...proof, refused }) });
  expect(await failureOf(connect(calamari))).toMatchObject({
    code: "forbidden",
    saved: "no",
    detail: "no scope; no module",
  });
  expect(keychain.items.size).toBe(0);
  expect(settings.get().accounts).toEqual([]);
  const { "absence.read": leave } = refused;
  const some = opened({ prove: async () => ({ ...proof, refused: { "absence.read": leave } }) });
  await some.connect(calamari);
  expect(some.settings.get().accounts).toHaveLength(1);
});
