import { beforeEach, expect, test } from "vitest";
import { secretsOf, writeSignIn } from "#core/domain/sign-in";
import { newSignInId, sealSignIn } from "#team/accounts/sign-in/kept-sign-in";
import { sealedCredential } from "#team/accounts/sign-in/sealed-credential";
import type { Person } from "#team/people/person";
import type { Database } from "#team/store/database";
import { onBothStores } from "../store/stores";
import { openTeam, type Team } from "./team-fixture";

const now = Date.parse("2026-11-19T10:07:33Z");

const mcpUrl = "https://gateway.calamari.example/mcp";
const account = "calamari-1";
const signInWith = (refreshToken: string) =>
  writeSignIn({ clientId: "client", refreshToken, tokenEndpoint: "https://auth.calamari.example/t", resource: mcpUrl });

onBothStores("the row of a sign-in", (store) => {
  let database: Database;
  let team: Team;
  let nora: Person;
  let hidden: string[];
  beforeEach(async () => {
    ({ database } = await store.empty());
    team = await openTeam(database, [], () => now);
    nora = await team.add("nora");
    hidden = [];
    const id = newSignInId();
    const kept = { text: signInWith("first"), access: { token: "access-1", until: null } };
    const sealed = await sealSignIn(team.vault, { id, service: "calamari", mcpUrl }, kept);
    await database.run(
      `INSERT INTO accounts (id, person_id, service, label, remote_person, permissions, secret, mcp_url, sign_in,
         created_at, updated_at) VALUES (?, ?, 'calamari', 'Calamari', '1', '{}', ?, ?, ?, 1, 1)`,
      [account, nora.id, sealed, mcpUrl, id],
    );
  });
  const credential = (more: { person?: string; mcpUrl?: string } = {}) =>
    sealedCredential(
      { person: nora.id, account, service: "calamari", mcpUrl, ...more },
      { database, clock: () => now, vault: team.vault, hide: (secret) => void hidden.push(secret), signInAgain: "" },
    );
  const ended = async () => (await database.all<{ secret: string }>("SELECT secret FROM ended_sign_ins"))[0]?.secret;

  test("is read for its own person and address only", async () => {
    const piotr = await team.add("piotr");
    expect(await credential().get()).toBe(signInWith("first"));
    await expect(credential({ person: piotr.id }).get()).rejects.toMatchObject({ kind: "no_secret" });
    const elsewhere = "https://gateway.evil.example/mcp";
    await expect(credential({ mcpUrl: elsewhere }).get()).rejects.toMatchObject({ kind: "no_secret" });
    await database.run("UPDATE accounts SET mcp_url = ?", [elsewhere]);
    await expect(credential({ mcpUrl: elsewhere }).get()).rejects.toMatchObject({ kind: "refused" });
  });

  test("is written again and again by who read it, and each of its secrets is hidden first", async () => {
    const one = credential();
    await one.get();
    expect(hidden).toEqual([...secretsOf(signInWith("first")), "access-1"]);
    for (const token of ["second", "third"]) {
      hidden = [];
      await one.set(signInWith(token), { token: `access of ${token}`, until: null });
      expect(hidden).toEqual([...secretsOf(signInWith(token)), `access of ${token}`]);
    }
    expect([await one.get(), (await one.access?.())?.token]).toEqual([signInWith("third"), "access of third"]);
  });

  test("takes the newest token to be revoked after it was disconnected, and no older one", async () => {
    const [here, there] = [credential(), credential()];
    await Promise.all([here.get(), there.get()]);
    await team.accounts.remove(nora.id, account);
    const before = await ended();
    await expect(there.set(signInWith("newest"))).rejects.toMatchObject({ kind: "conflict" });
    const newest = await ended();
    expect(newest).not.toBe(before);
    await expect(here.set(signInWith("older"))).rejects.toMatchObject({ kind: "conflict" });
    expect(await ended()).toBe(newest);
  });

  test("is not revoked while a replica renews it", async () => {
    await team.accounts.remove(nora.id, account);
    await database.run("INSERT INTO store_locks (name, taken_at) VALUES (?, ?)", [`sign-in/${account}`, now]);
    await team.ended.revokeDue();
    expect([await database.all("SELECT revoke_from FROM ended_sign_ins"), team.logged]).toEqual([
      [{ revoke_from: 0 }],
      [],
    ]);
  });
});
