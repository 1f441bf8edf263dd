import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { secretsOf } from "#core/domain/sign-in";
import type { PersonGrant } from "#team/accounts/open-person";
import { sealedCredential } from "#team/accounts/sign-in/sealed-credential";
import { readKeyFile } from "#team/keys/key-file";
import { rotateKeys } from "#team/keys/rotate";
import { removalSteps } from "#team/operation/removal-steps";
import { Directory } from "#team/people/directory";
import { OffBoarding } from "#team/people/off-boarding";
import type { Person } from "#team/people/person";
import type { Database } from "#team/store/database";
import { type FakeGateway, startFakeGateway } from "../../../fakes/calamari-gateway";
import { fastFolder } from "../../../fakes/fast-folder";
import { onBothStores } from "../store/stores";
import { countOf, hostsOf, personOf, signInAs } from "./sign-in-fixture";
import { openTeam, type Team } from "./team-fixture";

onBothStores("an account that was signed in to", (store) => {
  let gateway: FakeGateway;
  let database: Database;
  let folder: string;
  let replicas: [Team, Team, Team];
  let nora: Person;
  let account: string;
  let now: number;
  const opened: Client[] = [];

  beforeEach(async () => {
    gateway = await startFakeGateway({ settings: { accessSeconds: 600 } });
    const { database: first, again } = await store.empty();
    database = first;
    now = Date.parse("2026-11-19T10:07:33Z");
    folder = fastFolder("team");
    const open = async (one: Database) => openTeam(one, hostsOf(gateway), () => now, folder);
    replicas = [await open(first), await open(await again()), await open(await again())];
    nora = await personOf(replicas[0], gateway);
    ({
      settings: { id: account },
    } = (await signInAs(replicas[0], gateway, nora)).account);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((client) => client.close().catch(() => undefined)));
    for (const team of replicas) {
      await team.open.close();
      await team.ended.close();
      await team.audit.flush();
    }
    await gateway.close();
  });

  /** A client of the person at one replica. @returns what it is told of its account, or why not */
  const clientOf = async (team: Team, id = "g1") => {
    const grant: PersonGrant = {
      ...{ id, level: "everything", accounts: null },
      client: { id: "c1", name: "Claude", redirectHost: "claude.ai" },
    };
    const fetch = async (url: string | URL, init?: RequestInit) => {
      const { create, bus } = await team.open.open(nora.id, grant);
      return createMcpHandler(create, { legacy: "stateless", bus }).fetch(new Request(url, init));
    };
    const client = new Client({ name: "test", version: "1" });
    await client.connect(new StreamableHTTPClientTransport(new URL("https://time.example.org/mcp"), { fetch }));
    opened.push(client);
    return async () => {
      const period = { from: "2026-11-01", to: "2026-11-30" };
      const { isError, content } = await client.callTool({ name: "list_absences", arguments: period });
      return isError ? JSON.stringify(content) : "done";
    };
  };
  const renewed = () => countOf(gateway, "/token");
  const remove = () =>
    new OffBoarding(
      database,
      () => now,
      removalSteps(() => now),
    ).remove(nora.id, "operator");

  test("is read by three replicas at once with one renewal, and its refresh token is used once", async () => {
    const calls = await Promise.all(replicas.map((team) => clientOf(team)));
    const before = renewed();
    expect(await Promise.all(calls.map((call) => call()))).toEqual(["done", "done", "done"]);
    expect(renewed()).toBe(before + 1);
    // Another client of the person, and again when the time of the access token is over.
    expect(await (await clientOf(replicas[1], "g2"))()).toBe("done");
    expect(renewed()).toBe(before + 1);
    now += 590_000;
    expect(await Promise.all(calls.map((call) => call()))).toEqual(["done", "done", "done"]);
    expect(renewed()).toBe(before + 2);
    expect(gateway.authorization.reused()).toBe(0);
  });

  test("is renewed once where the service forgot the access token that all share", async () => {
    const calls = await Promise.all(replicas.map((team) => clientOf(team)));
    await Promise.all(calls.map((call) => call()));
    const before = renewed();
    for (const call of calls) {
      gateway.fail({ method: "POST", path: /search/, times: 1, failure: { kind: "status", status: 401 } });
      expect(await call()).toBe("done");
    }
    expect(renewed()).toBe(before + 1);
    expect(gateway.authorization.reused()).toBe(0);
  });

  test("says where to sign in again once the answer of a renewal was lost, and works again after that", async () => {
    const call = await clientOf(replicas[0]);
    const [{ secret }] = (await database.all("SELECT secret FROM accounts")) as [{ secret: string }];
    expect(await call()).toBe("done");
    // The service replaced the token, and this server was ended before it could keep the new one.
    await database.run("UPDATE accounts SET secret = ?", [secret]);
    const told = await (await clientOf(replicas[1]))();
    expect(told).toContain("signed out of Calamari");
    expect(told).toContain("https://time.example.org/connect/calamari");
    expect(told).not.toContain("Settings, Accounts");
    const { account: again } = await signInAs(replicas[2], gateway, nora);
    expect(again.settings.id).toBe(account);
    for (const team of replicas) expect(await (await clientOf(team, "g3"))()).toBe("done");
  });

  test("is not renewed while another replica does it, and is given up by one that was ended", async () => {
    await database.run("INSERT INTO store_locks (name, taken_at) VALUES (?, ?)", [`sign-in/${account}`, now]);
    const before = renewed();
    const call = (await clientOf(replicas[0]))();
    await new Promise((done) => setTimeout(done, 250));
    expect(renewed()).toBe(before);
    now += 300_000;
    expect(await call).toBe("done");
    expect(renewed()).toBe(before + 1);
  });

  test("is revoked when its account is disconnected, and its key is deleted", async () => {
    const [team] = replicas;
    expect(await (await clientOf(team))()).toBe("done");
    expect(await team.accounts.remove(nora.id, account)).toBe(true);
    expect(await database.all("SELECT person_id FROM ended_sign_ins")).toEqual([{ person_id: nora.id }]);
    await team.ended.revokeDue();
    expect(countOf(gateway, "/token/revocation")).toBe(1);
    for (const table of ["accounts", "ended_sign_ins"])
      expect(await database.all(`SELECT * FROM ${table}`)).toEqual([]);
    expect(await database.all("SELECT owner FROM data_keys WHERE owner LIKE 'sign-in/%'")).toEqual([]);
  });

  test("is revoked after its person was removed, also where the service was away at first", async () => {
    const [team] = replicas;
    const directory = new Directory(database, () => now);
    expect(await directory.removal(nora.id, "admin")).toMatchObject({ secrets: ["calamari"], revoked: ["calamari"] });
    await remove();
    gateway.fail({ path: /well-known/, failure: { kind: "status", status: 503 } });
    await team.ended.revokeDue();
    expect(team.logged.join()).toContain("not revoked");
    gateway.heal();
    // Not again and again while it is away.
    await team.ended.revokeDue();
    expect(countOf(gateway, "/token/revocation")).toBe(0);
    now += 600_000;
    await team.ended.revokeDue();
    expect(countOf(gateway, "/token/revocation")).toBe(1);
    expect(await database.all("SELECT * FROM ended_sign_ins")).toEqual([]);
  });

  test("is deleted here where the service revokes nothing, or cannot be told for a week", async () => {
    const [team] = replicas;
    gateway.settings.revocation = false;
    await team.accounts.remove(nora.id, account);
    await team.ended.revokeDue();
    expect(await database.all("SELECT * FROM ended_sign_ins")).toEqual([]);
    await signInAs(team, gateway, nora);
    await remove();
    gateway.fail({ path: /well-known/, failure: { kind: "status", status: 503 } });
    now += 7 * 86_400_000 - 1;
    await team.ended.revokeDue();
    expect(await database.all("SELECT * FROM ended_sign_ins")).toHaveLength(1);
    now += 600_000;
    await team.ended.revokeDue();
    expect(await database.all("SELECT * FROM ended_sign_ins")).toEqual([]);
    expect(countOf(gateway, "/token/revocation")).toBe(0);
  });

  test("leaves nothing to renew when it is disconnected in the middle of a renewal, whose new token is revoked", async () => {
    const [team] = replicas;
    const done = new Promise<void>((resolve, reject) => {
      gateway.authorization.onNextGrant(() => {
        team.accounts.remove(nora.id, account).then(() => resolve(), reject);
      });
    });
    const call = await (await clientOf(team))();
    await done;
    await team.ended.revokeDue();
    expect(call).toBeTypeOf("string");
    expect(countOf(gateway, "/token/revocation")).toBe(1);
    expect(await database.all("SELECT * FROM ended_sign_ins")).toEqual([]);
    expect(gateway.authorization.reused()).toBe(0);
  });

  test("is a new sign-in for the same account when its person signs in again, and the former one is revoked", async () => {
    const [team] = replicas;
    const [before] = await database.all<{ sign_in: string }>("SELECT sign_in FROM accounts");
    await signInAs(team, gateway, nora);
    const rows = await database.all<{ id: string; sign_in: string }>("SELECT id, sign_in FROM accounts");
    expect(rows).toMatchObject([{ id: account }]);
    expect(rows[0]?.sign_in).not.toBe(before?.sign_in);
    await team.ended.revokeDue();
    expect(countOf(gateway, "/token/revocation")).toBe(1);
    expect(await (await clientOf(team))()).toBe("done");
  });

  test("is never overwritten by a replica whose text was replaced meanwhile", async () => {
    const of = { person: nora.id, account, service: "calamari", mcpUrl: gateway.mcpUrl };
    const [here, there] = replicas
      .slice(0, 2)
      .map(({ vault }) =>
        sealedCredential(of, { database, clock: () => now, vault, hide: () => undefined, signInAgain: "" }),
      );
    await Promise.all([here?.get(), there?.get()]);
    await there?.set("newer");
    await expect(here?.set("older")).rejects.toMatchObject({ kind: "conflict" });
    expect(await here?.get()).toBe("newer");
  });

  test("gets no new key from a renewal that ends after it was disconnected and revoked", async () => {
    const [here, there] = replicas;
    const of = { person: nora.id, account, service: "calamari", mcpUrl: gateway.mcpUrl } as const;
    const deps = { database, clock: () => now, vault: here.vault, hide: () => undefined, signInAgain: "" };
    const renewing = sealedCredential(of, deps);
    await renewing.get();
    await there.accounts.remove(nora.id, account);
    await there.ended.revokeDue();
    await expect(renewing.set("newer")).rejects.toMatchObject({ kind: "conflict" });
    expect(await database.all("SELECT owner FROM data_keys WHERE owner LIKE 'sign-in/%'")).toEqual([]);
  });

  test("opens with rotated keys, after the old one was forgotten", async () => {
    const file = `${folder}/team.key`;
    const { unused } = await rotateKeys(database, file, () => now, { forget: true });
    expect(unused).toHaveLength(1);
    expect(readKeyFile(file)).toHaveLength(1);
    const team = await openTeam(database, hostsOf(gateway), () => now, folder);
    expect(await (await clientOf(team))()).toBe("done");
    await team.open.close();
    await team.accounts.remove(nora.id, account);
    await team.ended.revokeDue();
    expect(countOf(gateway, "/token/revocation")).toBe(1);
  });

  test("stands in no row and no log in plain, whatever was done with it", async () => {
    const [team] = replicas;
    await (await clientOf(team))();
    const [kept] = await team.accounts.of(nora.id);
    if (!kept) throw new Error("no account");
    const text = await team.accounts.open(nora.id, { ...kept, sealed: kept.sealed ?? "" });
    await team.accounts.remove(nora.id, account);
    const tables = ["accounts", "ended_sign_ins", "service_facts", "store_locks", "audit_lines"];
    const found = await Promise.all(tables.map((table) => database.all(`SELECT * FROM ${table}`)));
    const all = JSON.stringify(found) + replicas.map(({ logged }) => logged.join()).join();
    for (const secret of [...secretsOf(text), ...gateway.authorization.issued]) expect(all).not.toContain(secret);
  });
});
