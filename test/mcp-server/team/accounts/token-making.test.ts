import { afterEach, beforeEach, expect, test } from "vitest";
import type { PolicyState } from "#core/domain/company-policy/index";
import { connectAccount } from "#team/accounts/connect";
import { TokenMaking } from "#team/accounts/token-making";
import { removalSteps } from "#team/operation/removal-steps";
import { Directory } from "#team/people/directory";
import { OffBoarding } from "#team/people/off-boarding";
import type { Person } from "#team/people/person";
import type { Database } from "#team/store/database";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import { onBothStores } from "../store/stores";
import { openTeam, type Team } from "./team-fixture";

const none: PolicyState = { kind: "none" };

onBothStores("a token that the service makes", (store) => {
  let database: Database;
  let team: Team;
  let kimai: FakeKimai;
  let marta: Person;
  let now: number;

  beforeEach(async () => {
    kimai = await startFakeKimai({
      settings: { plugins: [{ name: "ApiTokenBundle", version: "1.0" }] },
      seed({ users }) {
        const plain = users.find(({ role }) => role === "USER");
        if (plain) plain.email = "Marta@Example.org";
      },
    });
    ({ database } = await store.empty());
    now = Date.parse("2026-11-19T10:07:33Z");
    team = await openTeam(database, [new URL(kimai.url).host], () => now);
    marta = await team.add("marta");
  });
  afterEach(() => kimai.close());

  const making = (more: { adminToken?: string; url?: string } = {}, accounts = team.accounts) =>
    new TokenMaking(
      { service: "kimai", url: kimai.url, adminToken: kimai.tokens.super, ...more },
      {
        ...{
          database,
          clock: () => now,
          connect: { ...team.connect, accounts },
          audit: team.audit,
          host: "time.example.org",
        },
        failed: (error) => void team.logged.push(`failed ${(error as Error).message}`),
      },
    );
  const made = () => kimai.state.apiTokens.filter(({ text }) => text !== undefined);
  const refused = (promise: Promise<unknown>) =>
    promise.then(
      () => "made",
      ({ code, kind }) => code ?? kind,
    );
  const audited = async () => {
    await team.audit.flush();
    const lines = await database.all<{ line: string }>("SELECT line FROM audit_lines ORDER BY seq");
    return lines.map(({ line }) => JSON.parse(line) as { tool: string; outcome: string; code: string; person: string });
  };
  const userOf = (email: string) => kimai.state.users.find((one) => one.email.toLowerCase() === email);

  test("is theirs by their address alone, works, and stands nowhere in plain", async () => {
    const { account, facts } = await making().connect(marta, none, "look");
    expect(facts.person.id).toBe(String(userOf("marta@example.org")?.id));
    const [token] = made();
    expect(made()).toMatchObject([{ user: Number(facts.person.id), name: "Punchcard (time.example.org)" }]);
    expect(account).toMatchObject({ isMade: true, settings: { url: kimai.url, permissions: { profile: "look" } } });
    expect(await team.accounts.open(marta.id, { ...account, sealed: account.sealed ?? "" })).toBe(token?.text);
    const tables = ["accounts", "made_tokens", "audit_lines", "store_locks"];
    const rows = JSON.stringify(await Promise.all(tables.map((table) => database.all(`SELECT * FROM ${table}`))));
    for (const secret of [token?.text ?? "", kimai.tokens.super])
      expect(rows + team.logged.join()).not.toContain(secret);
    kimai.assertTokensOnlyInAuthorization(rows);
    expect(await audited()).toMatchObject([{ tool: "make_token", outcome: "done", person: marta.id }]);
  });

  test("is made once, however often they say yes, and anew where it does not work any more", async () => {
    const { account } = await making().connect(marta, none);
    expect((await making().connect(marta, none)).account.settings.id).toBe(account.settings.id);
    expect(kimai.count("POST", /api-token/)).toBe(1);
    // Revoked there; and one that a server left which was ended before it could keep it.
    const user = Number(account.remotePerson);
    kimai.state.apiTokens = [{ id: 900, user, name: "Punchcard (time.example.org)", text: "left over" }];
    expect((await making().connect(marta, none)).account.settings.id).toBe(account.settings.id);
    expect(kimai.count("POST", /api-token/)).toBe(2);
    expect(made()).toHaveLength(1);
    // What was replaced is known as gone, and what is used stays.
    await making().revokeUnused();
    expect(await database.all("SELECT id FROM made_tokens")).toHaveLength(1);
    expect(made()).toHaveLength(1);
  });

  test("is made once by two replicas at the same moment", async () => {
    let second = "";
    const of = async (person: string) => {
      second ||= await refused(making().connect(marta, none));
      return team.accounts.of(person);
    };
    const accounts = Object.create(team.accounts, { of: { value: of } }) as typeof team.accounts;
    expect(await refused(making({}, accounts).connect(marta, none))).toBe("made");
    expect(second).toBe("conflict");
    expect(kimai.count("POST", /api-token/)).toBe(1);
    // A replica that was ended in the middle holds nobody up for ever.
    await database.run("INSERT INTO store_locks (name, taken_at) VALUES (?, ?)", [`make-token/${marta.id}`, now]);
    expect(await refused(making().connect(marta, none))).toBe("conflict");
    now += 600_000;
    expect(await refused(making().connect(marta, none))).toBe("made");
  });

  test("is made for nobody whose address the service does not have exactly once, of somebody who may sign in", async () => {
    const user = userOf("marta@example.org");
    if (!user) throw new Error("no such user");
    user.enabled = false;
    expect(await refused(making().connect(marta, none))).toBe("made_disabled");
    kimai.state.users.push({ ...user, id: 99, username: "other", email: "marta@EXAMPLE.org", enabled: true });
    expect(await refused(making().connect(marta, none))).toBe("made_several");
    for (const one of kimai.state.users) one.email = one.email.replace(/^marta@/i, "marta.l@");
    expect(await refused(making().connect(marta, none))).toBe("made_nobody");
    expect(made()).toEqual([]);
    expect(await team.accounts.of(marta.id)).toEqual([]);
    expect((await audited()).map(({ outcome, code }) => [outcome, code])).toEqual([
      ["refused", "made_disabled"],
      ["refused", "made_several"],
      ["refused", "made_nobody"],
    ]);
  });

  test("is deleted again where it turns out to be somebody else's", async () => {
    const lead = kimai.state.users.find(({ role }) => role === "TEAMLEAD");
    kimai.state.makesTokenOf = lead?.id;
    expect(await refused(making().connect(marta, none))).toBe("made_other");
    expect(kimai.count("POST", /api-token/)).toBe(1);
    expect(made()).toEqual([]);
    expect(await team.accounts.of(marta.id)).toEqual([]);
  });

  test("is deleted again where its person was removed meanwhile", async () => {
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect(await refused(making().connect(marta, none))).toBe("conflict");
    expect(kimai.count("POST", /api-token/)).toBe(1);
    expect(made()).toEqual([]);
  });

  test("is refused with what the admin has to change", async () => {
    const why = (more = {}) =>
      making(more)
        .connect(marta, none)
        .catch(({ code, message }: { code: string; message: string }) => `${code}: ${message}`);
    kimai.state.revoked = { SUPER_ADMIN: ["api-token_other_profile"] };
    expect(await why()).toMatch(/^made_not_allowed: .*permission api-token_other_profile/);
    kimai.state.revoked = {};
    expect(await why({ adminToken: kimai.tokens.admin })).toMatch(/^made_not_allowed: .*permission view_user/);
    expect(await why({ adminToken: "revoked" })).toMatch(/^made_not_allowed: .*does not accept the admin's token/);
    kimai.fail({ path: /^\/users$/, failure: { kind: "status", status: 503 } });
    expect(await why()).toMatch(/^made_not_reached: /);
    kimai.heal();
    kimai.fail({ path: /^\/users\/me$/, failure: { kind: "status", status: 503 } });
    expect(await why()).toMatch(/^made_not_reached: /);
    kimai.heal();
    expect(made()).toEqual([]);
    kimai.state.settings.plugins = [];
    expect(await why()).toMatch(/^made_no_plugin: .*ApiTokenBundle/);
    const bound: PolicyState = { kind: "bound", place: "", policy: { services: {} } };
    kimai.state.settings.plugins = [{ name: "ApiTokenBundle", version: "1.0" }];
    expect(await refused(making().connect(marta, bound))).toBe("not_allowed");
    expect(made()).toEqual([]);
  });

  test("is revoked in the service once its account is disconnected or has another token, and not before", async () => {
    const one = making();
    const { account } = await one.connect(marta, none);
    await one.revokeUnused();
    expect(made()).toHaveLength(1);
    const own = { service: "kimai" as const, url: kimai.url, secret: kimai.tokens.user };
    const again = await connectAccount(marta, own, none, team.connect, AbortSignal.timeout(10_000));
    expect(again.account).toMatchObject({ isMade: false, settings: { id: account.settings.id } });
    await one.revokeUnused();
    expect(made()).toEqual([]);
    await team.accounts.remove(marta.id, account.settings.id);
    const next = await one.connect(marta, none);
    await team.accounts.remove(marta.id, next.account.settings.id);
    await one.revokeUnused();
    expect(made()).toEqual([]);
    expect(await database.all("SELECT id FROM made_tokens")).toEqual([]);
    const revocations = (await audited()).filter(({ tool }) => tool === "revoke_token");
    expect(revocations).toMatchObject([{ outcome: "done" }, { outcome: "done" }]);
    // A token that they made themselves is theirs.
    expect(kimai.state.apiTokens.some(({ user }) => user === userOf("marta@example.org")?.id)).toBe(true);
  });

  test("is revoked after its person was removed, also where the service was away at first", async () => {
    const one = making();
    await one.connect(marta, none);
    const directory = new Directory(database, () => now);
    expect(await directory.removal(marta.id, "admin", one.config)).toMatchObject({
      secrets: ["kimai"],
      revoked: ["kimai"],
    });
    // Without the options nobody could revoke it.
    expect(await directory.removal(marta.id, "admin")).toMatchObject({ secrets: ["kimai"], revoked: [] });
    await new OffBoarding(
      database,
      () => now,
      removalSteps(() => now),
    ).remove(marta.id, "operator");
    kimai.fail({ path: /api-token/, failure: { kind: "status", status: 503 } });
    await one.revokeUnused();
    expect(made()).toHaveLength(1);
    expect(team.logged.join()).toContain("failed");
    kimai.heal();
    const asked = kimai.count("DELETE", /api-token/);
    await one.revokeUnused();
    // Not again and again while it is away.
    expect(kimai.count("DELETE", /api-token/)).toBe(asked);
    now += 3_600_000;
    // Another server, which was started for another address, leaves it alone.
    await making({ url: "https://kimai.example.org" }).revokeUnused();
    await one.revokeUnused();
    expect(made()).toEqual([]);
  });
});
