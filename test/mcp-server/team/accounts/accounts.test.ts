import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CapabilityFile } from "#core/access/capability-file";
import type { PolicyState } from "#core/domain/company-policy/index";
import { removeAccounts } from "#team/accounts/account-repository";
import { type ConnectInput, connectAccount } from "#team/accounts/connect";
import { teamNetwork } from "#team/accounts/network";
import { unreadableAccounts } from "#team/accounts/unreadable-accounts";
import type { Person } from "#team/people/person";
import type { Database } from "#team/store/database";
import { type FakeCalamari, startFakeCalamari } from "../../../fakes/calamari";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import { onBothStores } from "../store/stores";
import { openTeam, type Team } from "./team-fixture";

let kimai: FakeKimai;
let calamari: FakeCalamari;
beforeAll(async () => {
  kimai = await startFakeKimai();
  calamari = await startFakeCalamari();
});
afterAll(async () => {
  await kimai.close();
  await calamari.close();
});
const none: PolicyState = { kind: "none" };

onBothStores("an account of a team", (store) => {
  let database: Database;
  let team: Team;
  let marta: Person;
  let piotr: Person;

  beforeEach(async () => {
    ({ database } = await store.empty());
    team = await openTeam(database, [new URL(kimai.url).host, new URL(calamari.url).host]);
    [marta, piotr] = [await team.add("marta"), await team.add("piotr")];
  });
  const connect = (person: Person, more: Partial<ConnectInput> = {}, bound: PolicyState = none) => {
    const input: ConnectInput = { service: "kimai", url: kimai.url, secret: kimai.tokens.user, ...more };
    return connectAccount(person, input, bound, team.connect, AbortSignal.timeout(10_000));
  };
  const refused = (promise: Promise<unknown>) =>
    promise.then(
      () => "connected",
      ({ code, kind, field }) => [code ?? kind, field].filter(Boolean).join(" "),
    );

  test("is connected after the service said whose it is, and only for that person", async () => {
    const { account, facts } = await connect(marta, { profile: "look" });
    expect(facts.person.name).not.toBe("");
    expect(await team.accounts.of(marta.id)).toMatchObject([
      { settings: { service: "kimai", permissions: { profile: "look" } }, remotePerson: facts.person.id },
    ]);
    expect(await team.accounts.of(piotr.id)).toEqual([]);
    expect(await team.accounts.find(piotr.id, account.settings.id)).toBeUndefined();
    expect(await team.accounts.remove(piotr.id, account.settings.id)).toBe(false);
    const { settings, version } = account;
    expect(await team.accounts.setPermissions(piotr.id, settings.id, settings.permissions, version)).toBe("gone");
  });

  test("keeps its secret in no table in plain, and opens it for nobody else", async () => {
    const { account } = await connect(marta);
    await connect(piotr, { secret: kimai.tokens.teamlead });
    const rows = JSON.stringify([
      await database.all("SELECT * FROM accounts"),
      await database.all("SELECT * FROM service_facts"),
    ]);
    for (const token of [kimai.tokens.user, kimai.tokens.teamlead]) expect(rows).not.toContain(token);
    const sealed = account.sealed ?? "";
    expect(await team.accounts.open(marta.id, { ...account, sealed })).toBe(kimai.tokens.user);
    await expect(team.accounts.open(piotr.id, { ...account, sealed })).rejects.toThrow();
    const moved = { ...account.settings, url: "https://evil.example.org" };
    await expect(team.accounts.open(marta.id, { ...account, settings: moved, sealed })).rejects.toThrow();
    expect(team.logged.join()).not.toContain(kimai.tokens.user);
  });

  test("knows nothing any more of what was read with its former credential", async () => {
    const { id } = (await connect(marta)).account.settings;
    await team.state.keepFacts(id, {} as CapabilityFile);
    expect((await team.state.facts([id])).size).toBe(1);
    expect((await connect(marta)).account.settings.id).toBe(id);
    expect((await team.state.facts([id])).size).toBe(0);
  });

  test("is left out where it cannot be read, and the others stay", async () => {
    const { account } = await connect(marta);
    const { settings } = (await connect(marta, { secret: kimai.tokens.teamlead })).account;
    await database.run("UPDATE accounts SET permissions = '{broken' WHERE id = ?", [account.settings.id]);
    expect((await team.accounts.of(marta.id)).map((one) => one.settings.id)).toEqual([settings.id]);
    expect(team.logged).toContain(`unreadable ${account.settings.id}`);
    for (const { id } of [account.settings, settings]) await team.state.keepFacts(id, {} as CapabilityFile);
    await database.run("UPDATE service_facts SET facts = '{broken' WHERE account_id = ?", [account.settings.id]);
    const facts = await team.state.facts([account.settings.id, settings.id]);
    expect([...facts.keys()]).toEqual([settings.id]);
    expect(await team.accounts.remove(marta.id, account.settings.id)).toBe(true);
  });

  test("is changed from the version that was read, and not over another change", async () => {
    const { account } = await connect(marta, { profile: "look" });
    const { id } = account.settings;
    const set = (profile: "look" | "track" | "manage", version: string) =>
      team.accounts.setPermissions(marta.id, id, { profile, cells: {}, tools: {} }, version);
    expect(await set("track", account.version)).toBe("saved");
    expect(await set("manage", account.version)).toBe("changed");
    const kept = await team.accounts.find(marta.id, id);
    expect(kept?.settings.permissions.profile).toBe("track");
    const both = await Promise.all([set("look", kept?.version ?? ""), set("manage", kept?.version ?? "")]);
    expect(both.sort()).toEqual(["changed", "saved"]);
  });

  test("takes a new credential of the same person under its id and permissions", async () => {
    const { account } = await connect(marta);
    await team.accounts.setPermissions(
      marta.id,
      account.settings.id,
      { profile: "look", cells: {}, tools: {} },
      account.version,
    );
    const next = await connect(marta);
    expect(next.account.settings).toMatchObject({ id: account.settings.id, permissions: { profile: "look" } });
    expect(await team.accounts.of(marta.id)).toHaveLength(1);
    await connect(marta, { secret: kimai.tokens.teamlead });
    expect(await team.accounts.of(marta.id)).toHaveLength(2);
  });

  test("never lets a client answer for its person", async () => {
    const { account } = await connect(marta);
    const wanted = { ...account.settings.permissions, confirmsItself: true };
    await team.accounts.setPermissions(marta.id, account.settings.id, wanted, account.version);
    const [kept] = await team.accounts.of(marta.id);
    expect(kept?.settings.permissions.confirmsItself).toBeUndefined();
  });

  test.each<[string, Partial<ConnectInput>, string]>([
    ["a wrong token", { secret: "not-a-token" }, "unauthorized"],
    ["no token", { secret: " " }, "argument secret"],
    ["a token with a line break", { secret: "abc\ndef" }, "argument secret"],
    ["no address", { url: "" }, "url url"],
    ["an address that is none", { url: "https://" }, "url url"],
    ["an unprotected address", { url: "http://kimai.example.org" }, "url url"],
    ["the cloud's own address", { url: "https://169.254.169.254" }, "forbidden"],
    ["an address of this machine", { url: "https://127.0.0.1:8443" }, "forbidden"],
    ["an address of this machine in IPv6", { url: "https://[::ffff:127.0.0.1]:8443" }, "forbidden"],
    ["a private address", { url: "https://10.0.0.1" }, "forbidden"],
    ["the time sheet of a computer", { service: "local" }, "not_allowed service"],
    ["no key of the company", { secret: undefined }, "argument secret"],
  ])("is refused with %s, and nothing is kept", async (_name, more, code) => {
    expect(await refused(connect(marta, more))).toBe(code);
    expect(await database.all("SELECT 1 FROM accounts")).toEqual([]);
  });

  test("is told that the address lies in a network of the server's, and not that rights are missing", async () => {
    await expect(connect(marta, { url: "https://10.0.0.1" })).rejects.toThrow(
      "10.0.0.1 is in a network that this server does not connect to.",
    );
  });

  test("is refused at a host beside those that the server was started with", async () => {
    const at = (hosts: string[]) => {
      const input: ConnectInput = { service: "kimai", url: kimai.url, secret: kimai.tokens.user };
      return refused(connectAccount(marta, input, none, { ...team.connect, hosts }, AbortSignal.timeout(10_000)));
    };
    const { host, hostname } = new URL(kimai.url);
    for (const hosts of [["kimai.example.org"], [`*.${hostname}`], [`x${hostname}`], [`${hostname}:1`]])
      expect(await at(hosts)).toBe("not_allowed url");
    for (const hosts of [[host], ["kimai.example.org", hostname], [`*${hostname.slice(hostname.indexOf("."))}`]])
      expect(await at(hosts)).toBe("connected");
  });

  test("is refused where company or server do not offer it", async () => {
    const policy: PolicyState = { kind: "bound", place: "", policy: { services: { clockodo: {} } } };
    expect(await refused(connect(marta, {}, policy))).toBe("not_allowed url");
    team.connect.services = ["clockodo"];
    expect(await refused(connect(marta))).toBe("not_allowed service");
  });

  test("is refused to somebody who was removed meanwhile", async () => {
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect(await refused(connect(marta))).toBe("conflict");
    expect(await database.all("SELECT 1 FROM accounts")).toEqual([]);
  });

  test("goes with all that was known of it when it is disconnected or its person removed", async () => {
    const { account } = await connect(marta);
    const { id } = account.settings;
    await team.state.keepFacts(id, { at: 1 });
    await team.state.breaks(id).write({ since: "2026-11-19T08:00:00Z", entryId: "7" });
    expect(await team.accounts.remove(marta.id, id)).toBe(true);
    const again = await connect(marta);
    await team.state.keepFacts(again.account.settings.id, { at: 1 });
    const other = await connect(piotr);
    await team.state.keepFacts(other.account.settings.id, { at: 1 });
    await database.transaction((inside) => removeAccounts(inside, marta.id, 0));
    expect(await team.accounts.of(marta.id)).toEqual([]);
    expect(await database.all("SELECT account_id FROM service_facts")).toEqual([
      { account_id: other.account.settings.id },
    ]);
    expect(await database.all("SELECT 1 FROM service_breaks")).toEqual([]);
  });

  describe("by the key of the company", () => {
    let key: string;
    beforeEach(() => {
      key = calamari.state.key;
    });
    const nora = async () => {
      const person = await team.add("nora");
      await database.run("UPDATE people SET email = ? WHERE id = ?", ["nora.lind@fjordworks.example", person.id]);
      return { ...person, email: "nora.lind@fjordworks.example" };
    };

    test("is held to the verified address of its person, whatever is typed", async () => {
      await team.companyKeys.set("calamari", calamari.url, key);
      const person = await nora();
      const wanted = {
        service: "calamari",
        secret: undefined,
        user: "boss@fjordworks.example",
        consent: true,
      } as const;
      const { account } = await connect(person, wanted);
      expect(account).toMatchObject({ sealed: null, settings: { user: "nora.lind@fjordworks.example" } });
      expect(calamari.othersAskedFor("nora.lind@fjordworks.example")).toEqual([]);
      expect(JSON.stringify(await database.all("SELECT * FROM company_keys"))).not.toContain(key);
    });

    test("is given no more once the address is not theirs any more, which their page tells", async () => {
      await team.companyKeys.set("calamari", calamari.url, key);
      const person = await nora();
      const { settings } = (await connect(person, { service: "calamari", secret: undefined, consent: true })).account;
      const tried = async () => {
        const { policy, close } = await team.open.openSelf(person.id);
        return refused(policy.storage.secret(settings)).finally(close);
      };
      const problems = async () =>
        (await unreadableAccounts(database, team.accounts, person.id)).map(({ id, problem }) => [id, problem]);
      expect([await tried(), await problems()]).toEqual(["connected", []]);
      await team.people.setEmail(person.id, "nora.berg@fjordworks.example");
      expect([await tried(), await problems()]).toEqual(["no_secret", [[settings.id, "address"]]]);
    });

    test("is refused before the person agreed to what the key can do", async () => {
      await team.companyKeys.set("calamari", calamari.url, key);
      expect(await refused(connect(await nora(), { service: "calamari", secret: undefined }))).toBe("argument consent");
    });

    test("is not given to services whose keys are people's own", async () => {
      await expect(team.companyKeys.set("kimai", kimai.url, "key")).rejects.toMatchObject({ code: "not_allowed" });
      await expect(team.companyKeys.set("clockodo", "https://my.clockodo.com", "key")).rejects.toMatchObject({
        code: "not_allowed",
      });
    });

    test("is opened for its own address only, and not after it was removed", async () => {
      await team.companyKeys.set("calamari", calamari.url, key);
      expect(await team.companyKeys.open("calamari", calamari.url)).toBe(key);
      expect(await team.companyKeys.open("calamari", "https://evil.example.org")).toBeNull();
      await database.run("UPDATE company_keys SET url = 'https://evil.example.org'");
      await expect(team.companyKeys.open("calamari", "https://evil.example.org")).rejects.toThrow();
      await team.companyKeys.remove("calamari");
      expect(await team.companyKeys.open("calamari", calamari.url)).toBeNull();
    });
  });

  describe("counts requests", () => {
    test("over replicas, below what the company may send", async () => {
      const limits = [{ name: "hour", count: 5, seconds: 3_600 }];
      const take = () => team.state.rateLimiter("calamari https://x").take(limits, { longestSeconds: 1 });
      const results = await Promise.allSettled(Array.from({ length: 9 }, take));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
      await team.state.rateLimiter("calamari https://y").take(limits, { longestSeconds: 1 });
    });
  });

  describe("an upper bound", () => {
    test("is saved only over the version that was read", async () => {
      const { bounds } = team;
      expect(await bounds.company()).toEqual({ value: {}, version: 0, changedAt: null });
      expect(await bounds.setCompany({ permissions: { "*.delete": "ask" } }, 0)).toBe(true);
      expect(await bounds.setCompany({}, 0)).toBe(false);
      expect(await bounds.setCompany({}, 2)).toBe(false);
      expect(await bounds.company()).toMatchObject({ value: { permissions: { "*.delete": "ask" } }, version: 1 });
      expect(await bounds.setGroup("g", { permissions: { "*": "off" } }, 0)).toBe(true);
      expect(await bounds.group("g")).toMatchObject({ value: { permissions: { "*": "off" } }, version: 1 });
      expect(await bounds.group(null)).toEqual({ value: null, version: 0, changedAt: null });
      expect(await bounds.group("other")).toEqual({ value: null, version: 0, changedAt: null });
    });
  });
});

describe("the network of a team", () => {
  const listed = (addresses: string[], hosts: string[] = []) =>
    teamNetwork(hosts, () => ({ services: { kimai: { addresses } } }));

  test.each<[string, string[], string, boolean]>([
    ["a listed address", ["https://kimai.corp.example"], "https://kimai.corp.example", true],
    ["a listed address with a path", ["https://corp.example/kimai"], "https://corp.example", true],
    ["another port", ["https://kimai.corp.example"], "https://kimai.corp.example:8443", false],
    ["another scheme", ["https://kimai.corp.example"], "http://kimai.corp.example", false],
    ["a host below a listed one", ["https://corp.example"], "https://kimai.corp.example", false],
    ["a host of a pattern", ["https://*.corp.example"], "https://kimai.corp.example", false],
    ["nothing listed", [], "https://kimai.corp.example", false],
  ])("with %s", (_name, addresses, origin, lists) => {
    expect(listed(addresses).lists(origin)).toBe(lists);
  });

  test("takes hosts that the server was started with, with and without a port", () => {
    expect(listed([], ["kimai.corp.example"]).lists("https://kimai.corp.example:8443")).toBe(true);
    expect(listed([], ["kimai.corp.example:8443"]).lists("https://kimai.corp.example:8443")).toBe(true);
    expect(listed([], ["kimai.corp.example:8443"]).lists("https://kimai.corp.example")).toBe(false);
  });
});
