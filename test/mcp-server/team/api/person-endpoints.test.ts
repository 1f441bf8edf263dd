import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accountEndpoints } from "../../../../mcp-server/team/api/account-endpoints";
import { activityEndpoints } from "../../../../mcp-server/team/api/activity-endpoints";
import { approvalEndpoints } from "../../../../mcp-server/team/api/approval-endpoints";
import type { AccountView, ApprovalView, ConnectedView } from "../../../../mcp-server/team/api/contract";
import { policyEndpoints } from "../../../../mcp-server/team/api/policy-endpoints";
import type { Endpoint } from "../../../../mcp-server/team/api/router";
import type { Person } from "../../../../mcp-server/team/people/person";
import type { Database } from "../../../../mcp-server/team/store/database";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import { openTeam, type Team } from "../accounts/team-fixture";
import { onBothStores } from "../store/stores";

let kimai: FakeKimai;
beforeAll(async () => {
  kimai = await startFakeKimai();
});
afterAll(() => kimai.close());

onBothStores("the pages' API", (store) => {
  let database: Database;
  let team: Team;
  let endpoints: Endpoint[];
  let marta: Person;
  let piotr: Person;
  let now: number;

  beforeEach(async () => {
    ({ database } = await store.empty());
    now = Date.parse("2026-11-19T13:00:00Z");
    team = await openTeam(database, [new URL(kimai.url).host], () => now);
    endpoints = [
      ...accountEndpoints(team),
      ...approvalEndpoints(team.approvals, () => now),
      ...activityEndpoints(team.open),
      ...policyEndpoints(team),
    ];
    [marta, piotr] = [await team.add("marta"), await team.add("piotr")];
  });
  /** As the router calls it, once it knows who is signed in. @param address `PUT /api/accounts/:id/permissions id query` */
  const call = async <Answer>(person: Person, address: string, body?: unknown, query = ""): Promise<Answer> => {
    const [method, path = "", ...values] = address.split(" ");
    const one = endpoints.find((each) => each.method === method && each.path === path);
    if (!one || one.open) throw new Error(`there is no ${address}`);
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? "");
    const params = Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
    const visit = { url: new URL(`https://time.example.org/${query}`) };
    const given = one.body ? one.body.parse(body) : undefined;
    return (await one.run({ params, body: given, person, visit, csrf: "", token: "" } as never)) as Answer;
  };
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => "done",
      ({ status, code, name }) => (status ? `${status} ${code}` : name),
    );
  const connect = (person: Person, more: Record<string, unknown> = {}) =>
    call<ConnectedView>(person, "POST /api/accounts", {
      ...{ service: "kimai", url: kimai.url, secret: kimai.tokens.user, profile: "track" },
      ...more,
    });

  test("connects an account, tells whose it is, and never its credential", async () => {
    const connected = await connect(marta);
    expect(connected).toMatchObject({ account: { service: "kimai", url: kimai.url, isCompanyKey: false } });
    expect(connected.person).not.toBe("");
    const listed = await call<AccountView[]>(marta, "GET /api/accounts");
    expect(listed).toEqual([connected.account]);
    expect(JSON.stringify([connected, listed])).not.toContain(kimai.tokens.user);
    expect(await call(piotr, "GET /api/accounts")).toEqual([]);
  });

  test("tells which field of the form is wrong, and what the service said", async () => {
    expect(await refusal(connect(marta, { secret: "" }))).toBe("400 argument.secret");
    expect(await refusal(connect(marta, { secret: "wrong-token" }))).toBe("422 unauthorized");
    expect(await refusal(connect(marta, { url: "https://169.254.169.254" }))).toBe("422 forbidden");
    expect(await refusal(connect(marta, { service: "local" }))).toBe("400 not_allowed.service");
    expect(await refusal(connect(marta, { service: "toggl" }))).toBe("ZodError");
    expect(await refusal(connect(marta, { extra: 1 }))).toBe("ZodError");
  });

  test("changes and disconnects only a person's own accounts", async () => {
    const { id } = (await connect(marta)).account;
    const look = { profile: "look", cells: { "time.delete": "ask" }, tools: {} };
    const permissions = `PUT /api/accounts/:id/permissions ${id}`;
    expect(await refusal(call(piotr, permissions, look))).toBe("404 gone");
    await call(marta, permissions, { ...look, confirmsItself: true });
    expect(await call(marta, "GET /api/accounts")).toMatchObject([{ permissions: look }]);
    expect(JSON.stringify(await call(marta, "GET /api/accounts"))).not.toContain("confirmsItself");
    expect(await refusal(call(marta, permissions, { profile: "look", cells: { "time.fly": "allow" } }))).toBe(
      "ZodError",
    );
    expect(await refusal(call(piotr, `DELETE /api/accounts/:id ${id}`))).toBe("404 gone");
    await call(marta, `DELETE /api/accounts/:id ${id}`);
    expect(await call(marta, "GET /api/accounts")).toEqual([]);
  });

  test("shows a question to its person alone, and takes one answer", async () => {
    const { approval } = await team.approvals.ask({
      ...{ person: marta.id, grant: "g1", client: "Claude", says: null, tool: "delete_time" },
      ...{ account: { id: "kimai-1", label: "Kimai" }, call: "c", digest: "d", agreed: [], lines: ["Delete 1"] },
      ...{ entries: 1, others: false, firstAt: now, expiresAt: now + 300_000 },
    });
    const address = `/api/approvals/:id ${approval.id}`;
    const view = await call<ApprovalView>(marta, `GET ${address}`);
    expect(view).toMatchObject({ state: "open", lines: ["Delete 1"] });
    expect(Object.keys(view).join()).not.toMatch(/token|digest|grant/);
    expect(await call(marta, "GET /api/approvals")).toHaveLength(1);
    expect(await call(piotr, "GET /api/approvals")).toEqual([]);
    for (const method of ["GET", "POST"])
      expect(await refusal(call(piotr, `${method} ${address}`, { answer: "allow" }))).toBe("404 gone");
    expect(await call(marta, `POST ${address}`, { answer: "allow" })).toMatchObject({ state: "allowed" });
    expect(await refusal(call(marta, `POST ${address}`, { answer: "deny" }))).toBe("409 allowed");
    expect(await call(marta, `POST ${address}`, { answer: "take_back" })).toMatchObject({ state: "withdrawn" });
    expect(await call(marta, "GET /api/approvals")).toEqual([]);
  });

  test("says that a question is over once its time is", async () => {
    const { approval } = await team.approvals.ask({
      ...{ person: marta.id, grant: "g1", client: "Claude", says: null, tool: "delete_time" },
      ...{ account: { id: "kimai-1", label: "Kimai" }, call: "c", digest: "d", agreed: [], lines: [] },
      ...{ entries: 1, others: false, firstAt: now, expiresAt: now + 300_000 },
    });
    now += 300_000;
    expect(await call(marta, `GET /api/approvals/:id ${approval.id}`)).toMatchObject({ state: "expired" });
    expect(await refusal(call(marta, `POST /api/approvals/:id ${approval.id}`, { answer: "allow" }))).toBe(
      "409 expired",
    );
  });

  test("lists what assistants did and takes it back, for their person alone", async () => {
    const { id } = (await connect(marta)).account;
    const { policy, close } = await team.open.openSelf(marta.id);
    const service = await policy.choose("log_time", id).service();
    const { project, activity } = kimai.state.timesheets.find(({ user }) => user === 3) ?? { project: 1, activity: 1 };
    const { entry } = await service.time.create({
      work: { project: String(project), activity: String(activity) },
      ...{ begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:00:00Z" },
    });
    await close();
    const query = `?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z&limit=10`;
    const listed = await call<{ changes: { id: number }[] }>(marta, "GET /api/activity", undefined, query);
    expect(listed.changes).toMatchObject([{ state: "done", undo: { kind: "possible" } }]);
    expect(await call(piotr, "GET /api/activity", undefined, query)).toMatchObject({ changes: [] });
    const change = listed.changes[0]?.id ?? 0;
    const undo = `POST /api/activity/:id/undo ${change}`;
    expect(await call(piotr, undo, {})).toMatchObject({ kind: "cannot", reason: "gone" });
    expect(await call(marta, undo, {})).toMatchObject({ kind: "done" });
    expect(kimai.state.timesheets.some((one) => String(one.id) === entry.id)).toBe(false);
    expect(await call(marta, undo, {})).toMatchObject({ kind: "cannot", reason: "undone" });
    expect(await refusal(call(marta, "POST /api/activity/:id/undo nonsense", {}))).toBe("404 gone");
    expect(await refusal(call(marta, "GET /api/activity", undefined, "?from=yesterday"))).toBe("400 bad_input");
  });

  test("lets admins alone change bounds and keys, over the version that they read", async () => {
    const policy = { value: { permissions: { "*.delete": "off" } }, version: 0 };
    const each = ["GET /api/admin/policy", "PUT /api/admin/policy", "GET /api/admin/company-keys"];
    for (const address of each) expect(await refusal(call(marta, address, policy))).toBe("403 admins_only");
    await team.people.setAdmin(marta.id, true);
    expect(await call(marta, "PUT /api/admin/policy", policy)).toMatchObject({ version: 1 });
    expect(await refusal(call(marta, "PUT /api/admin/policy", policy))).toBe("409 changed");
    expect(await refusal(call(marta, "PUT /api/admin/policy", { value: { permisions: {} }, version: 1 }))).toBe(
      "ZodError",
    );
    const group = { value: { permissions: { "*": "ask" } }, version: 0 };
    expect(await call(marta, "PUT /api/admin/groups/:id/bound g1", group)).toMatchObject({ version: 1 });
    expect(await call(marta, "GET /api/admin/groups/:id/bound g1")).toMatchObject({ value: { "*": "ask" } });
    const key = { url: "fjordworks.calamari.io", secret: "canary-key" };
    const keys = await call(marta, "PUT /api/admin/company-keys/:service calamari", key);
    expect(keys).toMatchObject([
      { service: "calamari", url: expect.stringContaining("https://fjordworks.calamari.io") },
    ]);
    expect(JSON.stringify(keys)).not.toContain("canary");
    const ofPerson = { url: kimai.url, secret: "canary-key" };
    expect(await refusal(call(marta, "PUT /api/admin/company-keys/:service kimai", ofPerson))).toBe(
      "400 not_allowed.service",
    );
    await call(marta, "DELETE /api/admin/company-keys/:service calamari");
    expect(await call(marta, "GET /api/admin/company-keys")).toEqual([]);
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect(await refusal(call(marta, "GET /api/admin/policy"))).toBe("401 signed_out");
  });
});
