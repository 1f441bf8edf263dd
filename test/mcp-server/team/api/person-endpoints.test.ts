import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accountEndpoints } from "#team/api/account-endpoints";
import { activityEndpoints } from "#team/api/activity-endpoints";
import { approvalEndpoints } from "#team/api/approval-endpoints";
import type {
  AccountPermissionsView,
  AccountView,
  ActivityPage,
  ApprovalView,
  ConnectedView,
} from "#team/api/contract";
import { grantEndpoints } from "#team/api/grant-endpoints";
import type { Endpoint } from "#team/api/router";
import { GrantRepository } from "#team/oauth/grants";
import type { Person } from "#team/people/person";
import type { Database } from "#team/store/database";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import { openTeam, type Team } from "../accounts/team-fixture";
import { onBothStores } from "../store/stores";
import { callEndpoint, refusal } from "./call-endpoint";

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
  /** Where an export is written. */
  let response: unknown;

  beforeEach(async () => {
    ({ database } = await store.empty());
    now = Date.parse("2026-11-19T13:00:00Z");
    team = await openTeam(database, [new URL(kimai.url).host], () => now);
    endpoints = [
      ...accountEndpoints({
        ...team,
        unreadableOf: async () => [],
        refusedOf: async () => ({ "time.delete": "The service does not allow it." }),
      }),
      ...approvalEndpoints({ ...team, clock: () => now }),
      ...activityEndpoints({ ...team, grants: new GrantRepository(database, () => now), clock: () => now }),
    ];
    [marta, piotr] = [await team.add("marta"), await team.add("piotr")];
  });
  const call = <Answer>(person: Person, address: string, body?: unknown, query = "") =>
    callEndpoint<Answer>(endpoints, person, { address, body, query, response });
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

  test("connects nothing for somebody who was removed since they signed in", async () => {
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect(await refusal(connect(marta))).toBe("401 signed_out");
  });

  test("takes no level as lower that nothing is above", async () => {
    const grants = grantEndpoints(new GrantRepository(database, () => now));
    const call = { address: "POST /api/grants/:id g1", body: { level: "everything" } };
    expect(await refusal(callEndpoint(grants, marta, call))).toBe("409 not_lower");
  });

  test.each(["0", "-1", "x", "1e400", "9007199254740993"])("knows no change %s that could be undone", async (id) => {
    expect(await refusal(call(marta, `POST /api/activity/:id/undo ${id}`, {}))).toBe("404 gone");
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
    const { version } = await call<AccountPermissionsView>(marta, `GET /api/accounts/:id/permissions ${id}`);
    expect(await refusal(call(piotr, permissions, { permissions: look, version }))).toBe("404 gone");
    await call(marta, permissions, { permissions: { ...look, confirmsItself: true }, version });
    expect(await refusal(call(marta, permissions, { permissions: look, version }))).toBe("409 conflict");
    expect(await call(marta, "GET /api/accounts")).toMatchObject([{ permissions: look }]);
    expect(JSON.stringify(await call(marta, "GET /api/accounts"))).not.toContain("confirmsItself");
    const unknown = { permissions: { profile: "look", cells: { "time.fly": "allow" } }, version };
    expect(await refusal(call(marta, permissions, unknown))).toBe("ZodError");
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
    await team.audit.flush();
    const lines: unknown[] = [];
    for await (const line of team.audit.export()) lines.push(JSON.parse(line));
    const line = { person: marta.id, client: "page", grant: "g1", ids: [approval.id], outcome: "done" };
    expect(lines).toMatchObject([
      { ...line, tool: "approval_allow" },
      { ...line, tool: "approval_take_back" },
    ]);
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

  /** As an AI client of the person writes: through a server of its own. */
  const logTime = async (person: Person, day: string) => {
    const { policy } = await team.open.open(person.id, grantOf(person, "Claude"));
    const [account] = await team.accounts.of(person.id);
    const service = await policy.choose("log_time", account?.settings.id).service();
    const { project, activity } = kimai.state.timesheets.find(({ user }) => user === 3) ?? { project: 1, activity: 1 };
    const { entry } = await service.time.create({
      work: { project: String(project), activity: String(activity) },
      ...{ begin: `${day}T08:00:00Z`, end: `${day}T09:00:00Z` },
    });
    return entry.id;
  };
  const grantOf = (person: Person, name: string) => ({
    ...{
      id: `g-${name}`,
      person: person.id,
      level: "everything" as const,
      accounts: null,
      expiresAt: now + 86_400_000,
    },
    client: { id: `https://${name.toLowerCase()}.example/client.json`, name, redirectHost: "localhost" },
  });
  const list = (person: Person, more = "") =>
    call<ActivityPage>(
      person,
      "GET /api/activity",
      undefined,
      `?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z${more}`,
    );
  const ask = async (person: Person, client: string, id: string) => {
    const { approval } = await team.approvals.ask({
      ...{ person: person.id, grant: `g-${client}`, client, says: null, tool: "delete_time" },
      ...{ account: { id: "kimai-1", label: "Kimai" }, call: id, digest: id, agreed: [], lines: [`=Delete ${id}`] },
      ...{ entries: 1, others: false, firstAt: now, expiresAt: now + 300_000 },
    });
    return approval.id;
  };
  const refuse = (person: Person, client: string, tool: string, code: string) =>
    team.audit.add({
      ...{ at: now, person: person.id, client: `https://${client}.example`, grant: `g-${client}`, tool },
      ...{ ids: [], outcome: "refused", code, milliseconds: 1 },
    });

  test("lists what assistants did and takes it back, for their person alone", async () => {
    await connect(marta);
    const entry = await logTime(marta, "2026-11-18");
    const listed = await list(marta);
    expect(listed).toMatchObject({
      rows: [{ kind: "change", outcome: "done", at: now, change: { client: "Claude", undo: { kind: "possible" } } }],
      next: null,
    });
    expect(await list(piotr)).toEqual({ rows: [], next: null });
    const [row] = listed.rows;
    const undo = `POST /api/activity/:id/undo ${row?.kind === "change" ? row.change.id : 0}`;
    expect(await call(piotr, undo, {})).toMatchObject({ kind: "cannot", reason: "gone" });
    now += 1_000;
    expect(await call(marta, undo, {})).toMatchObject({ kind: "done" });
    expect(kimai.state.timesheets.some((one) => String(one.id) === entry)).toBe(false);
    expect(await call(marta, undo, {})).toMatchObject({ kind: "cannot", reason: "undone" });
    // The undo itself is none of an assistant; it shows at what it undid.
    expect((await list(marta)).rows).toMatchObject([{ outcome: "undone", change: { client: "Claude" } }]);
    expect(await refusal(call(marta, "POST /api/activity/:id/undo nonsense", {}))).toBe("404 gone");
  });

  test("lists questions that wait, were denied or ran out, and calls that were refused", async () => {
    const { id } = (await connect(marta)).account;
    await new GrantRepository(database, () => now).add(grantOf(marta, "Claude"));
    await logTime(marta, "2026-11-16");
    const states = ["denied", "allowed", "used", "expired"] as const;
    for (const state of states) {
      now += 1_000;
      const question = await ask(marta, "ChatGPT", state);
      if (state !== "expired")
        await team.approvals.answer(question, marta.id, state === "denied" ? "denied" : "allowed");
      if (state === "used") await team.approvals.use(question);
    }
    now += 300_000;
    await ask(marta, "Claude", "waiting");
    await refuse(marta, "Claude", "log_time", "scope");
    // The person's own no is there as a question already.
    await refuse(marta, "Claude", "delete_time", "declined");
    now += 1;
    await ask(piotr, "Claude", "his");
    await refuse(piotr, "Claude", "log_time", "permission");
    const outcomes = async (more = "") => (await list(marta, more)).rows.map(({ outcome }) => outcome);
    expect(await outcomes()).toEqual(["waiting", "refused", "expired", "expired", "denied", "done"]);
    expect((await list(marta)).rows[1]).toMatchObject({
      client: "Claude",
      tool: "log_time",
      account: null,
      code: "scope",
    });
    expect(await outcomes("&client=ChatGPT")).toEqual(["expired", "expired", "denied"]);
    expect(await outcomes("&outcome=done,denied")).toEqual(["denied", "done"]);
    expect(await outcomes(`&account=${id}`)).toEqual(["done"]);
    expect(await outcomes("&client=ChatGPT&outcome=done")).toEqual([]);
    const keys = (await list(marta)).rows.flatMap((row) => Object.keys(row.kind === "question" ? row.question : row));
    expect(keys.join()).not.toMatch(/token|digest|grant/);
  });

  test("gives page after page, each row once, and none outside of what was asked", async () => {
    await connect(marta);
    await logTime(marta, "2026-11-15");
    const from = now;
    for (let count = 0; count < 7; count++) {
      now += 1_000;
      await ask(marta, "Claude", `q${count}`);
      if (count % 2 === 0) await refuse(marta, "Claude", `tool-${count}`, "permission");
    }
    const seen: string[] = [];
    let to = new Date(now + 1).toISOString();
    for (let page = 0; page < 20; page++) {
      const query = `?from=${new Date(from + 1_000).toISOString()}&to=${to}&limit=2`;
      const { rows, next } = await call<ActivityPage>(marta, "GET /api/activity", undefined, query);
      seen.push(...rows.map((row) => (row.kind === "question" ? row.question.lines.join() : `${row.at}`)));
      if (next === null) break;
      expect(new Date(next).toISOString() < to).toBe(true);
      to = new Date(next).toISOString();
    }
    expect(seen).toHaveLength(11);
    expect(new Set(seen).size).toBe(11);
    expect((await list(marta)).rows).toHaveLength(12);
  });

  test.each([
    "?from=yesterday&to=2026-12-01T00:00:00Z",
    "?from=2026-11-01T00:00:00Z",
    "?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z&limit=0",
    "?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z&limit=501",
    "?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z&outcome=nice",
    "?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z&person=p2",
  ])("refuses the query %s", async (query) => {
    expect(await refusal(call(marta, "GET /api/activity", undefined, query))).toBe("400 bad_input");
  });

  test("exports all pages as lines of JSON and as a table that runs no formula", async () => {
    await connect(marta);
    await logTime(marta, "2026-11-14");
    now += 1_000;
    await ask(marta, "Claude", "1");
    await refuse(marta, "Claude", "log_time", "policy");
    const file = async (format: string, more = "") => {
      const parts: string[] = [];
      let headers: Record<string, string> = {};
      response = {
        writeHead: (_status: number, given: Record<string, string>) => {
          headers = given;
        },
        write: (part: string) => void parts.push(part),
        end: () => void parts.push(""),
      };
      const query = `?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z&format=${format}${more}`;
      await call(marta, "GET /api/activity/export", undefined, query);
      return { text: parts.join(""), headers };
    };
    const { text, headers } = await file("jsonl");
    expect(headers["Content-Disposition"]).toBe('attachment; filename="punchcard-activity.jsonl"');
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { at: string; outcome: string });
    expect(lines.map(({ outcome }) => outcome)).toEqual(["waiting", "refused", "done"]);
    expect(lines[0]?.at).toBe(new Date(now).toISOString());
    const rows = parse((await file("csv")).text, { bom: true, columns: true }) as Record<string, string>[];
    expect(rows).toMatchObject([
      { outcome: "waiting", tool: "delete_time", what: "'=Delete 1" },
      { outcome: "refused", tool: "log_time", code: "policy" },
      { outcome: "done", client: "Claude", what: "create entry", before: "" },
    ]);
    expect(rows[2]?.after).toContain("2026-11-14");
    expect((await file("csv", "&outcome=refused")).text.trim().split("\r\n")).toHaveLength(2);
    expect(await refusal(file("xml"))).toBe("400 bad_input");
  });

  test("undoes nothing at an address that the company closed meanwhile, and goes on where it is open again", async () => {
    const { id } = (await connect(marta)).account;
    const { policy, close } = await team.open.openSelf(marta.id);
    const service = await policy.choose("log_time", id).service();
    const { project, activity } = kimai.state.timesheets.find(({ user }) => user === 3) ?? { project: 1, activity: 1 };
    const { entry } = await service.time.create({
      work: { project: String(project), activity: String(activity) },
      ...{ begin: "2026-11-17T08:00:00Z", end: "2026-11-17T09:00:00Z" },
    });
    await close();
    const journal = await (await team.open.openSelf(marta.id)).policy.journal.store();
    const [change] = await journal.changes(0, Number.MAX_SAFE_INTEGER, undefined, 1);
    const undo = `POST /api/activity/:id/undo ${change?.id}`;
    await team.bounds.setCompany({ services: { clockodo: {} } }, 0);
    const asked = kimai.requests.length;
    expect(await call(marta, undo, {})).toMatchObject({ kind: "failed", error: { code: "policy" } });
    expect(kimai.requests).toHaveLength(asked);
    await team.bounds.setCompany({}, 1);
    expect(await call(marta, undo, {})).toMatchObject({ kind: "done" });
    expect(kimai.state.timesheets.some((one) => String(one.id) === entry.id)).toBe(false);
  });
});
