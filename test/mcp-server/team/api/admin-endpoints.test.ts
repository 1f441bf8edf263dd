import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { BoundsRepository } from "#team/accounts/bounds-repository";
import { CompanyKeys } from "#team/accounts/company-keys";
import type { AdminPeople, AuditVerdict, HealthView, Invited, PolicyView, RemovalView } from "#team/api/admin/contract";
import type { Endpoint } from "#team/api/router";
import { Approvals } from "#team/approval/approvals";
import { AuditLog } from "#team/audit/audit-log";
import { KeyRing } from "#team/keys/key-ring";
import { createVault } from "#team/keys/vault";
import { GrantRepository } from "#team/oauth/grants";
import { adminEndpoints } from "#team/operation/admin-parts";
import { Replica } from "#team/operation/replica";
import { Traffic } from "#team/operation/traffic";
import { Invitations } from "#team/people/invitations";
import { PeopleRepository } from "#team/people/people-repository";
import type { Person } from "#team/people/person";
import { Sessions } from "#team/people/sessions";
import type { Database } from "#team/store/database";
import { fastFolder } from "../../../fakes/fast-folder";
import { onBothStores } from "../store/stores";
import { callEndpoint, refusal } from "./call-endpoint";

const day = 86_400_000;
const publicUrl = new URL("https://time.example.org");

onBothStores("the admins' API", (store) => {
  let database: Database;
  let again: () => Promise<Database>;
  let people: PeopleRepository;
  let endpoints: Endpoint[];
  let audit: AuditLog;
  let bounds: BoundsRepository;
  let traffic: Traffic;
  let now: number;
  let marta: Person;
  const clock = () => now;

  beforeEach(async () => {
    ({ database, again } = await store.empty());
    now = Date.parse("2026-11-19T13:00:00Z");
    people = new PeopleRepository(database, clock);
    audit = new AuditLog(database, () => undefined);
    bounds = new BoundsRepository(database, clock);
    traffic = new Traffic(clock);
    const keyFile = join(fastFolder("admin"), "team.key");
    const ring = await KeyRing.open(database, keyFile, clock);
    const companyKeys = new CompanyKeys(database, clock, createVault(database, ring, clock, "company_keys"));
    const config = {
      ...{ publicUrl, services: ["kimai", "calamari"], serviceAddresses: ["kimai.local"], rateLimit: 300, keyFile },
    };
    const replica = new Replica(
      database,
      clock,
      traffic,
      () => ring.ids(),
      () => undefined,
    );
    endpoints = adminEndpoints({ config, database, clock, people, bounds, companyKeys, audit, replica });
    marta = await add("marta");
  });
  const add = (name: string, more: Partial<Person> = {}) =>
    people.create({
      ...{ email: `${name}@example.org`, name, group: null, isAdmin: false, status: "active" as const },
      ...(more as object),
    });
  const admin = () => add("priya", { isAdmin: true });
  const call = <Answer>(person: Person, address: string, body?: unknown, query = "") =>
    callEndpoint<Answer>(endpoints, person, { address, body, query });
  const list = (person: Person, query = "") => call<AdminPeople>(person, "GET /api/admin/people", undefined, query);
  const names = async (person: Person, query = "") => (await list(person, query)).people.map(({ name }) => name);
  const logged = async () => {
    await audit.flush();
    const lines: { tool: string; person: string; ids: string[] }[] = [];
    for await (const line of audit.export()) lines.push(JSON.parse(line));
    return lines;
  };
  const grant = (person: string, id: string, name: string) =>
    new GrantRepository(database, clock).add({
      ...{ id, person, level: "track", accounts: null, expiresAt: now + 30 * day },
      client: { id: name, name, redirectHost: "localhost" },
    });
  const account = (person: string, service: string, secret: string | null) =>
    database.run(
      `INSERT INTO accounts (id, person_id, service, label, remote_person, permissions, secret, created_at, updated_at)
       VALUES (?, ?, ?, ?, '1', '{}', ?, 1, 1)`,
      [`${service}-${person}`, person, service, service, secret],
    );

  test("is closed to everybody who is no admin, and to an admin who lost the right or was removed", async () => {
    const priya = await admin();
    for (const { method, path } of endpoints) {
      const bare = endpoints.map((one) => ({ ...one, body: undefined }) as Endpoint);
      const ask = (person: Person) => refusal(callEndpoint(bare, person, { address: `${method} ${path} x` }));
      expect(await ask(marta), path).toBe("403 admins_only");
      await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [priya.id]);
      expect(await ask(priya), path).toBe("401 signed_out");
      await database.run("UPDATE people SET status = 'active' WHERE id = ?", [priya.id]);
    }
  });

  test("lists people with group, limit, last use, services and clients, and nothing of what they do", async () => {
    const priya = await admin();
    const group = await people.ensureGroup("Designers");
    await people.setGroup(marta.id, group.id);
    await bounds.setGroup(group.id, { permissions: { "*.delete": "off", "project.*": "off" } }, 0);
    await grant(marta.id, "g1", "Claude");
    await grant(marta.id, "g2", "Codex");
    await grant(marta.id, "g3", "Old");
    await new GrantRepository(database, clock).revoke(marta.id, "g3");
    await database.run("UPDATE oauth_grants SET last_used_at = ? WHERE id = 'g1'", [now - 5_000]);
    await new Sessions(database, clock).begin(marta.id, { method: "password", userAgent: "" });
    await account(marta.id, "kimai", "sealed");
    await account(marta.id, "calamari", null);
    const page = await list(priya);
    expect(page.people).toMatchObject([
      {
        ...{ name: "marta", email: "marta@example.org", group: group.id, isAdmin: false, status: "active" },
        ...{ invitedUntil: null, removed: null, lastActiveAt: now, services: ["calamari", "kimai"], clients: 2 },
      },
      { name: "priya", group: null, isAdmin: true, lastActiveAt: null, services: [], clients: 0 },
    ]);
    expect(page.counts).toEqual({ all: 2, active: 2, invited: 0, removed: 0 });
    expect(page.groups).toEqual([{ id: group.id, name: "Designers", people: 1, limit: "everything" }]);
    await bounds.setGroup(group.id, { permissions: { "*": "off", "*.read": "allow" } }, 1);
    expect((await list(priya)).groups).toMatchObject([{ limit: null }]);
    await bounds.setCompany({ permissions: { "*.create": "off", "*.update": "off", "*.delete": "off" } }, 0);
    expect((await list(priya)).limit).toBe("everything");
    expect(JSON.stringify(await list(priya))).not.toContain("sealed");
  });

  test("finds people by a part of the name or address, by status and group, page after page", async () => {
    const priya = await admin();
    const { id: group } = await people.ensureGroup("Office");
    await add("noor", { status: "invited" as never, group });
    await add("50%_off", {});
    expect(await names(priya)).toEqual(["50%_off", "marta", "noor", "priya"]);
    expect(await names(priya, "?q=ART")).toEqual(["marta"]);
    expect(await names(priya, "?q=%25_")).toEqual(["50%_off"]);
    expect(await names(priya, "?q=%25a")).toEqual([]);
    expect(await names(priya, "?status=invited")).toEqual(["noor"]);
    expect(await names(priya, `?group=${group}`)).toEqual(["noor"]);
    expect(await names(priya, `?group=${group}&status=active`)).toEqual([]);
    expect(await refusal(list(priya, "?status=nice"))).toBe("400 bad_input");
    for (let count = 0; count < 100; count++) await add(`q${String(count).padStart(3, "0")}`);
    const first = await list(priya);
    expect([first.people.length, first.next]).toEqual([100, expect.stringMatching(/^q095@example\.org [-\w]+$/)]);
    const second = await list(priya, `?after=${encodeURIComponent(first.next ?? "")}`);
    expect([second.people.map(({ name }) => name), second.next]).toEqual([["q096", "q097", "q098", "q099"], null]);
    expect(second.counts).toEqual({ all: 104, active: 103, invited: 1, removed: 0 });
  });

  test("invites, invites again when it ran out, and lets a removed user begin again as a new one", async () => {
    const priya = await admin();
    const invite = { email: "New@example.org", name: "New", group: "Designers" };
    const { id, link, until, isAddressOfRemoved } = await call<Invited>(priya, "POST /api/admin/people", invite);
    expect(link).toMatch(/^https:\/\/time\.example\.org\/invitation#[\w-]{43}$/);
    expect(isAddressOfRemoved).toBe(false);
    expect(until).toBe(now + 7 * day);
    const one = async () => (await list(priya, "?q=new@")).people[0];
    expect(await one()).toMatchObject({ status: "invited", invitedUntil: until });
    expect(await refusal(call(priya, "POST /api/admin/people", invite))).toBe("409 exists");
    expect(await refusal(call(priya, "POST /api/admin/people", { email: "nobody" }))).toBe("400 invalid");
    now += 7 * day;
    expect(await one()).toMatchObject({ status: "invitation_over", invitedUntil: null });
    const second = await call<Invited>(priya, `POST /api/admin/people/:id/invitation ${id}`);
    const tokenOf = (url: string) => url.split("#")[1] ?? "";
    const invitations = new Invitations(database, clock);
    await expect(invitations.look(tokenOf(link))).rejects.toThrow();
    expect((await invitations.look(tokenOf(second.link))).id).toBe(id);
    await call(priya, `POST /api/admin/people/:id/removal ${id}`, { reason: "left" });
    expect(await one()).toMatchObject({ status: "removed", removed: { at: now, reason: "left" } });
    const again = await call<Invited>(priya, `POST /api/admin/people/:id/invitation ${id}`);
    expect(again).toMatchObject({ id: expect.not.stringContaining(id), isAddressOfRemoved: true });
    const { people: both } = await list(priya, "?q=new@");
    expect(both).toHaveLength(2);
    expect(both.find((person) => person.id === id)).toMatchObject({ status: "removed", removed: { reason: "left" } });
    expect(both.find((person) => person.id === again.id)).toMatchObject({ status: "invited", removed: null });
    expect((await logged()).at(-1)).toMatchObject({ tool: "invite_removed_person", ids: [again.id] });
    expect(await refusal(call(priya, "POST /api/admin/people/:id/invitation nobody"))).toBe("410 removed");
  });

  test("makes no new way in to an admin's account, and ends the one made before they were one", async () => {
    const priya = await admin();
    const invitations = new Invitations(database, clock);
    const { link } = await call<Invited>(priya, `POST /api/admin/people/:id/invitation ${marta.id}`);
    const [, token = ""] = link.split("#");
    await call(priya, `PUT /api/admin/people/:id ${marta.id}`, { group: "Designers", isAdmin: false });
    expect((await invitations.look(token)).id).toBe(marta.id);
    await call(priya, `PUT /api/admin/people/:id ${marta.id}`, { isAdmin: true });
    await expect(invitations.look(token)).rejects.toThrow("not known");
    for (const { id } of [marta, priya])
      expect(await refusal(call(priya, `POST /api/admin/people/:id/invitation ${id}`))).toBe("403 is_admin");
    expect((await logged()).filter(({ tool }) => tool === "invite_person")).toHaveLength(1);
    const invite = { email: "new@example.org", isAdmin: true };
    const first = await call<Invited>(priya, "POST /api/admin/people", invite);
    await call(priya, `PUT /api/admin/people/:id ${first.id}`, { isAdmin: true });
    expect((await invitations.look(first.link.split("#")[1] ?? "")).id).toBe(first.id);
    const second = await call<Invited>(priya, `POST /api/admin/people/:id/invitation ${first.id}`);
    expect(second.until).toBe(now + 7 * day);
  });

  test("tells what a removal ends before it does, and keeps the reason out of the audit log", async () => {
    const priya = await admin();
    await grant(marta.id, "g1", "Claude");
    await account(marta.id, "kimai", "sealed");
    await account(marta.id, "calamari", null);
    const session = await new Sessions(database, clock).begin(marta.id, { method: "password", userAgent: "" });
    await new Approvals(database, clock).ask({
      ...{ person: marta.id, grant: "g1", client: "Claude", says: null, tool: "delete_time", call: "c", digest: "d" },
      ...{ account: { id: "kimai-1", label: "Kimai" }, agreed: [], lines: ["Delete canary text"], entries: 2 },
      ...{ others: false, firstAt: now, expiresAt: now + 300_000 },
    });
    const removal = `/api/admin/people/:id/removal ${marta.id}`;
    const view = await call<RemovalView>(priya, `GET ${removal}`);
    expect(view).toEqual({
      person: { id: marta.id, name: "marta", email: "marta@example.org" },
      ...{ clients: ["Claude"], browsers: 1, secrets: ["kimai"], revoked: [], cannot: null },
      questions: [{ client: "Claude", tool: "delete_time", entries: 2, askedAt: now }],
    });
    await call(priya, `POST ${removal}`, { reason: " canary reason " });
    expect(await call<RemovalView>(priya, `GET ${removal}`)).toMatchObject({
      ...{ clients: [], browsers: 0, secrets: [], questions: [] },
    });
    expect(await new Sessions(database, clock).find(session)).toBeUndefined();
    expect(await new GrantRepository(database, clock).of(marta.id)).toEqual([]);
    expect((await list(priya, "?status=removed")).people[0]?.removed).toEqual({ at: now, reason: "canary reason" });
    const lines = await logged();
    expect(lines).toMatchObject([{ tool: "remove_person", person: priya.id, ids: [marta.id], outcome: "done" }]);
    expect(JSON.stringify(lines)).not.toContain("canary");
    now += 90 * day;
    expect(await names(priya)).toEqual(["priya"]);
  });

  test("nobody removes themselves or the last admin, also when two do it at once", async () => {
    const priya = await admin();
    const of = (id: string) => `/api/admin/people/:id/removal ${id}`;
    expect(await call(priya, `GET ${of(priya.id)}`)).toMatchObject({ cannot: "oneself" });
    expect(await refusal(call(priya, `POST ${of(priya.id)}`, {}))).toBe("409 oneself");
    expect(await refusal(call(priya, "GET /api/admin/people/:id/removal nobody"))).toBe("404 unknown");
    expect(await refusal(call(priya, "POST /api/admin/people/:id/removal nobody", {}))).toBe("404 unknown");
    const tom = await add("tom", { isAdmin: true });
    expect(await call(priya, `GET ${of(tom.id)}`)).toMatchObject({ cannot: null });
    await Promise.allSettled([call(priya, `POST ${of(tom.id)}`, {}), call(tom, `POST ${of(priya.id)}`, {})]);
    const left = (await people.list()).filter(({ isAdmin, status }) => isAdmin && status === "active");
    expect(left).toHaveLength(1);
    const [last] = left;
    if (!last) throw new Error("no admin is left");
    expect(await refusal(call(last, `PUT /api/admin/people/:id ${last.id}`, { isAdmin: false }))).toBe(
      "409 last_admin",
    );
  });

  test("changes group and right of a person", async () => {
    const priya = await admin();
    const change = (body: object) => call(priya, `PUT /api/admin/people/:id ${marta.id}`, body);
    await change({ group: "Designers", isAdmin: true });
    const found = await people.find(marta.id);
    expect(found).toMatchObject({ isAdmin: true });
    expect((await people.groups()).find(({ id }) => id === found?.group)?.name).toBe("Designers");
    await change({ group: null });
    expect(await people.find(marta.id)).toMatchObject({ isAdmin: true, group: null });
    await change({ isAdmin: false });
    expect(await people.find(marta.id)).toMatchObject({ isAdmin: false });
    expect(await refusal(call(priya, "PUT /api/admin/people/:id nobody", { isAdmin: true }))).toBe("404 unknown");
    expect(await refusal(change({ name: "Somebody" }))).toBe("ZodError");
    expect((await logged()).map(({ tool }) => tool)).toEqual(["change_person", "change_person", "change_person"]);
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect(await refusal(change({ group: "Office" }))).toBe("404 unknown");
  });

  test("changes both group and right of a person, or neither and notes nothing", async () => {
    const priya = await admin();
    const change = (id: string, body: object) => call(priya, `PUT /api/admin/people/:id ${id}`, body);
    expect(await refusal(change(marta.id, { isAdmin: true, group: " " }))).toBe("400 invalid");
    expect(await people.find(marta.id)).toMatchObject({ isAdmin: false, group: null });
    expect(await refusal(change(priya.id, { isAdmin: false, group: "Board" }))).toBe("409 last_admin");
    expect(await people.find(priya.id)).toMatchObject({ isAdmin: true, group: null });
    expect(await people.groups()).toEqual([]);
    expect(await logged()).toEqual([]);
  });

  test("finds a name in any case, beyond ASCII too", async () => {
    const priya = await admin();
    for (const [place, name] of ["Łukasz Żak", "Özge ÜNAL", "Éva"].entries())
      await people.create({
        ...{ email: `n${place}@example.org`, name, group: null, isAdmin: false, status: "active" },
      });
    for (const q of ["łukasz", "ŁUKASZ", "żak"])
      expect(await names(priya, `?q=${encodeURIComponent(q)}`)).toEqual(["Łukasz Żak"]);
    expect(await names(priya, `?q=${encodeURIComponent("özge ünal")}`)).toEqual(["Özge ÜNAL"]);
    expect(await names(priya, `?q=${encodeURIComponent("ß")}`)).toEqual([]);
  });

  test("lets admins alone change bounds and keys, over the version that they read", async () => {
    const { id: designers } = await people.ensureGroup("Designers");
    const policy = { value: { permissions: { "*.delete": "off" } }, version: 0 };
    const each = ["GET /api/admin/policy", "PUT /api/admin/policy", "GET /api/admin/company-keys"];
    for (const address of each) expect(await refusal(call(marta, address, policy))).toBe("403 admins_only");
    await people.setAdmin(marta.id, true);
    expect(await call(marta, "PUT /api/admin/policy", policy)).toMatchObject({ version: 1 });
    expect(await refusal(call(marta, "PUT /api/admin/policy", policy))).toBe("409 changed");
    expect(await refusal(call(marta, "PUT /api/admin/policy", { value: { permisions: {} }, version: 1 }))).toBe(
      "ZodError",
    );
    const group = { value: { permissions: { "*": "ask" } }, version: 0 };
    expect(await call(marta, `PUT /api/admin/groups/:id/bound ${designers}`, group)).toMatchObject({ version: 1 });
    expect(await refusal(call(marta, `PUT /api/admin/groups/:id/bound ${designers}`, group))).toBe("409 changed");
    expect(await call(marta, `GET /api/admin/groups/:id/bound ${designers}`)).toMatchObject({
      value: { permissions: { "*": "ask" } },
    });
    const key = { url: "fjordworks.calamari.io", secret: "canary-key" };
    const keys = await call(marta, "PUT /api/admin/company-keys/:service calamari", key);
    expect(keys).toMatchObject([
      { service: "calamari", url: expect.stringContaining("https://fjordworks.calamari.io") },
    ]);
    expect(JSON.stringify(keys)).not.toContain("canary");
    const ofPerson = { url: "https://kimai.example.org", secret: "canary-key" };
    expect(await refusal(call(marta, "PUT /api/admin/company-keys/:service kimai", ofPerson))).toBe(
      "400 not_allowed.service",
    );
    await call(marta, "DELETE /api/admin/company-keys/:service calamari");
    expect(await call(marta, "GET /api/admin/company-keys")).toEqual([]);
    const lines = await logged();
    expect(lines.map(({ tool, ids }) => [tool, ...ids])).toEqual([
      ["set_policy"],
      ["set_group_bound", designers],
      ["set_company_key", "calamari"],
      ["remove_company_key", "calamari"],
    ]);
    expect(JSON.stringify(lines)).not.toContain("canary");
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect(await refusal(call(marta, "GET /api/admin/policy"))).toBe("401 signed_out");
  });

  test("tells what is set elsewhere, when a bound was changed, and knows no bound of a group that there is not", async () => {
    const priya = await admin();
    const { id } = await people.ensureGroup("Designers");
    expect(await call<PolicyView>(priya, "GET /api/admin/policy")).toEqual({
      ...{
        value: {},
        version: 0,
        changedAt: null,
        groups: [{ id, name: "Designers", people: 0, limit: "everything" }],
      },
      knownClients: expect.arrayContaining([{ id: "claude", label: "Claude" }]),
      fixed: { services: ["kimai", "calamari"], hosts: ["kimai.local"], rateLimit: 300 },
    });
    const bound = { value: { permissions: { "*.delete": "off" } }, version: 0 };
    await call(priya, `PUT /api/admin/groups/:id/bound ${id}`, bound);
    expect(await call(priya, `GET /api/admin/groups/:id/bound ${id}`)).toEqual({
      ...{ value: { permissions: { "*.delete": "off" } }, version: 1, changedAt: now },
    });
    for (const method of ["GET", "PUT"])
      expect(await refusal(call(priya, `${method} /api/admin/groups/:id/bound nobody`, bound))).toBe("404 unknown");
    expect(await logged()).toMatchObject([{ tool: "set_group_bound", ids: [id] }]);
  });

  test("sums up the last hour of all replicas, also of one that stopped", async () => {
    const priya = await admin();
    const other = new Traffic(clock);
    const two = new Replica(
      await again(),
      clock,
      other,
      () => [],
      () => undefined,
    );
    for (let count = 0; count < 18; count++) other.answered("mcp", 200, 0.02);
    other.answered("mcp", 200, 0.2);
    other.answered("mcp", 429, 3);
    await two.stop();
    now += 10 * 60_000;
    traffic.answered(null, 403, 0.001);
    traffic.answered("mcp", 403, 0.001);
    traffic.answered("api", 401, 0.001);
    traffic.answered("mcp", 200, null);
    await grant(marta.id, "g1", "Claude");
    await grant(marta.id, "g2", "Codex");
    await database.run("UPDATE oauth_grants SET last_used_at = ?", [now - 1]);
    const health = await call<HealthView>(priya, "GET /api/admin/health");
    expect(health.requests.total).toBe(24);
    expect(health.requests.slices).toHaveLength(30);
    expect([health.requests.slices[24], health.requests.slices[29]]).toEqual([20, 4]);
    expect(health.requests.since).toBe(Math.floor(now / 120_000) * 120_000 - 29 * 120_000);
    expect(health.refusals).toMatchObject({
      total: 4,
      byKind: [
        { kind: "too_many", count: 1 },
        { kind: "signed_out", count: 1 },
        { kind: "not_permitted", count: 1 },
        { kind: "foreign", count: 1 },
      ],
    });
    expect(health.refusals.slices[24]).toBe(1);
    expect(health.answeredWithin).toBe(250);
    expect([health.people, health.clients]).toEqual([1, 2]);
    expect(health.replicas).toMatchObject([{ isReady: true, perMinute: 4, seenAt: now }]);
    expect(health.database).toMatchObject({ kind: store.kind, version: expect.stringMatching(/^\d+\./) });
    expect(health.database.connections === null).toBe(store.kind === "libsql");
    expect(health.keys).toMatchObject([{ writes: true }]);
    now += 3_600_000;
    const later = await call<HealthView>(priya, "GET /api/admin/health");
    expect([later.requests.total, later.refusals.total, later.answeredWithin, later.people]).toEqual([0, 0, null, 0]);
    expect(later.replicas).toHaveLength(1);
    now += 3_600_000;
    expect([traffic.counts(), other.counts()]).toEqual([[], []]);
  });

  test("tells that a replica is silent, and forgets it after an hour", async () => {
    const priya = await admin();
    const two = new Replica(
      await again(),
      clock,
      new Traffic(clock),
      () => [],
      () => undefined,
    );
    await two.all();
    now += 60_001;
    const ready = async () =>
      (await call<HealthView>(priya, "GET /api/admin/health")).replicas.map((one) => one.isReady);
    expect((await ready()).sort()).toEqual([false, true]);
    now += 3_600_000;
    expect(await ready()).toEqual([true]);
    expect(await database.all("SELECT id FROM replicas")).toHaveLength(1);
  });

  test("follows the audit log to its end, and names the line that was changed", async () => {
    const priya = await admin();
    await call(priya, "PUT /api/admin/policy", { value: {}, version: 0 });
    await call(priya, `PUT /api/admin/people/:id ${marta.id}`, { group: "Office" });
    const health = await call<HealthView>(priya, "GET /api/admin/health");
    expect(health.audit).toEqual({ lines: 2, lastAt: now, ends: (await audit.head()).hash.slice(-4) });
    const verify = () => call<AuditVerdict>(priya, "POST /api/admin/audit/verify", {});
    expect(await verify()).toEqual({ at: now, ok: true, lines: 2, broken: null });
    await database.run("UPDATE audit_lines SET line = replace(line, 'change_person', 'set_policy') WHERE seq = 2");
    expect(await verify()).toMatchObject({ ok: false, lines: 1, broken: { line: 2 } });
  });
});
