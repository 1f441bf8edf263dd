import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { connectAccount } from "#team/accounts/connect";
import type { PersonGrant } from "#team/accounts/open-person";
import { removalSteps } from "#team/operation/removal-steps";
import { OffBoarding } from "#team/people/off-boarding";
import type { Person } from "#team/people/person";
import type { Database } from "#team/store/database";
import { StoreError } from "#team/store/store-error";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import { onBothStores } from "../store/stores";
import { openTeam, type Team } from "./team-fixture";

/** Of the answers what the tests look at. */
interface Answer {
  person?: { name: string };
  entries?: { id: string | number }[];
  confirm?: { token: string; url: string };
}

let kimai: FakeKimai;
beforeAll(async () => {
  kimai = await startFakeKimai();
});
afterAll(() => kimai.close());

onBothStores("a person's server", (store) => {
  let database: Database;
  let team: Team;
  let marta: Person;
  let piotr: Person;
  const grant: PersonGrant = {
    id: "g1",
    level: "everything",
    accounts: null,
    client: { id: "c1", name: "Claude", redirectHost: "claude.ai" },
  };
  const opened: Client[] = [];

  beforeEach(async () => {
    ({ database } = await store.empty());
    team = await openTeam(database, [new URL(kimai.url).host]);
    [marta, piotr] = [await team.add("marta"), await team.add("piotr")];
    await connect(marta, kimai.tokens.user);
    await connect(piotr, kimai.tokens.teamlead);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((client) => client.close().catch(() => undefined)));
    await team.open.close();
    // What is still written then would lock tables against their emptying.
    await team.audit.flush();
  });
  const connect = async (person: Person, secret: string) => {
    const input = { service: "kimai", url: kimai.url, secret, profile: "track" } as const;
    const signal = AbortSignal.timeout(10_000);
    return (await connectAccount(person, input, { kind: "none" }, team.connect, signal)).account.settings;
  };
  /** A client over HTTP, each request of which opens the person anew, as the team server does. */
  const clientOf = async (person: Person, own: PersonGrant = grant) => {
    const fetch = async (url: string | URL, init?: RequestInit) => {
      const { create, bus } = await team.open.open(person.id, own);
      return createMcpHandler(create, { legacy: "stateless", bus }).fetch(new Request(url, init));
    };
    const client = new Client({ name: "test", version: "1" });
    await client.connect(new StreamableHTTPClientTransport(new URL("https://time.example.org/mcp"), { fetch }));
    opened.push(client);
    return client;
  };
  const call = async (client: Client, name: string, args: Record<string, unknown> = {}) => {
    const answer = await client.callTool({ name, arguments: args });
    const [first] = answer.content as { text?: string }[];
    return {
      data: (answer.structuredContent ?? {}) as Answer,
      text: first?.text ?? "",
      isError: answer.isError,
    };
  };
  const work = { from: "2026-11-19 09:00", to: "2026-11-19 10:00", project: "#1", activity: "#1" };
  /** Each on a day of its own. */
  let days = store.kind === "libsql" ? 0 : 9;
  const logged = async (client: Client) => {
    const { project, activity } = kimai.state.timesheets.find(({ user }) => user === 3) ?? { project: 1, activity: 1 };
    const answer = await call(client, "log_time", {
      entries: [
        {
          from: `2026-10-${10 + ++days} 09:00`,
          to: `2026-10-${10 + days} 10:00`,
          project: `#${Number(project)}`,
          activity: `#${Number(activity)}`,
        },
      ],
    });
    return answer;
  };

  test("speaks for its own person, and logs each call without its texts", async () => {
    const [ofMarta, ofPiotr] = [await clientOf(marta), await clientOf(piotr)];
    const who = async (client: Client) => (await call(client, "get_account")).data.person?.name;
    const names = [await who(ofMarta), await who(ofPiotr)];
    expect(names[0]).not.toBe(names[1]);
    await team.audit.flush();
    const lines: Record<string, unknown>[] = [];
    for await (const line of team.audit.export()) lines.push(JSON.parse(line));
    expect(lines).toMatchObject([
      { person: marta.id, tool: "get_account", client: "c1", grant: "g1", outcome: "done" },
      { person: piotr.id, tool: "get_account" },
    ]);
    expect(JSON.stringify(lines)).not.toContain(names[0]);
  });

  test("names the page of the team server where something is not allowed or not connected", async () => {
    const read = await call(await clientOf(marta, { ...grant, level: "read" }), "log_time", { entries: [work] });
    const made = { ...work, activity: "Canary" };
    const anna = await team.add("anna");
    await connect(anna, kimai.tokens.admin);
    const missing = await call(await clientOf(anna), "log_time", { entries: [made], create_missing: true });
    expect(missing.text).toContain('There is no activity "Canary", and it cannot be made: This is not allowed here');
    const { settings } = (await team.accounts.of(piotr.id))[0] ?? {};
    await team.accounts.remove(piotr.id, settings?.id ?? "");
    const none = await call(await clientOf(piotr), "get_status");
    for (const { text, isError } of [read, none, missing]) {
      expect(isError).toBe(true);
      expect(text).toContain("https://time.example.org");
      expect(text).not.toMatch(/--|Settings|settings|Open Punchcard/);
    }
  });

  test("lists and does no more than the grant allows, from the next call on", async () => {
    const tools = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name);
    expect(await tools(await clientOf(marta, { ...grant, level: "read" }))).not.toContain("log_time");
    expect(await tools(await clientOf(marta, { ...grant, accounts: [] }))).not.toContain("get_status");
    const client = await clientOf(marta);
    expect(await tools(client)).toContain("log_time");
    await team.bounds.setCompany({ permissions: { "time.create": "off", "others_time.create": "off" } }, 0);
    expect(await tools(client)).not.toContain("log_time");
    const refused = await call(client, "log_time", { entries: [work] });
    expect(refused).toMatchObject({ isError: true });
    expect(refused.text).toContain("only your company's Punchcard admins");
    expect(refused.text).not.toContain("this computer");
    await team.audit.flush();
    expect(await team.audit.refusedOf(marta.id, 0, Number.MAX_SAFE_INTEGER, 9)).toMatchObject([
      { tool: "log_time", grant: "g1", code: "policy" },
    ]);
    expect(await team.audit.refusedOf(piotr.id, 0, Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
    await team.bounds.setCompany({}, 1);
    expect(await tools(client)).toContain("log_time");
    const [account] = await team.accounts.of(marta.id);
    await team.accounts.setPermissions(
      marta.id,
      account?.settings.id ?? "",
      { profile: "look", cells: {}, tools: {} },
      account?.version ?? "",
    );
    expect(await tools(client)).not.toContain("log_time");
  });

  test("does no more than the company lets clients of its kind do, from the next call on", async () => {
    const tools = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name);
    const client = await clientOf(marta);
    await team.bounds.setCompany({ clientKinds: { document: "read", computer: "read" } }, 0);
    expect(await tools(client)).toContain("log_time");
    await team.bounds.setCompany({ clientKinds: { named: "read" } }, 1);
    expect(await tools(client)).not.toContain("log_time");
    expect(await tools(client)).toContain("list_time");
    await team.bounds.setCompany({ clientKinds: { named: "refuse" } }, 2);
    expect(await tools(client)).not.toContain("list_time");
    const local = await clientOf(marta, {
      ...grant,
      id: "g3",
      client: { ...grant.client, redirectHost: "127.0.0.1:3118" },
    });
    expect(await tools(local)).toContain("log_time");
  });

  test("does nothing for a client that the list of its person's group does not have, from the next call on", async () => {
    const tools = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name);
    const { id: group } = await team.people.ensureGroup("Designers");
    await team.people.setGroup(marta.id, group);
    const client = await clientOf(marta);
    await team.bounds.setGroup(group, { permissions: {}, clients: [grant.client.redirectHost] }, 0);
    expect(await tools(client)).toContain("list_time");
    await team.bounds.setGroup(group, { permissions: {}, clients: ["computer", "chatgpt"] }, 1);
    expect(await tools(client)).not.toContain("list_time");
    expect(await tools(await clientOf(piotr))).toContain("list_time");
    await team.bounds.setGroup(group, { permissions: {} }, 2);
    expect(await tools(client)).toContain("list_time");
    await team.people.setGroup(marta.id, null);
  });

  test("writes only after the person's yes on the page, once, and keeps what it was for the undo", async () => {
    const client = await clientOf(marta);
    const made = await logged(client);
    expect(made.isError, made.text).toBeFalsy();
    const id = String(made.data.entries?.[0]?.id);
    const asked = await call(client, "delete_time", { ids: [id] });
    const { token = "", url = "" } = asked.data.confirm ?? {};
    expect(asked.text).toContain("/approve/");
    expect(asked.text).toContain(url);
    const approval = url.split("/").at(-1) ?? "";
    expect(await team.approvals.answer(approval, piotr.id, "allowed")).toBe(false);
    expect(await team.approvals.answer(approval, marta.id, "allowed")).toBe(true);
    const other = await clientOf(marta, { ...grant, id: "g2" });
    expect(await call(other, "delete_time", { ids: [id], confirm: token })).toMatchObject({ isError: true });
    const done = await call(client, "delete_time", { ids: [id], confirm: token });
    expect(done.isError, done.text).toBeFalsy();
    const before = kimai.count("DELETE", /timesheets/);
    expect(await call(client, "delete_time", { ids: [id], confirm: token })).toMatchObject({ isError: true });
    expect(kimai.count("DELETE", /timesheets/)).toBe(before);
    const { policy, close } = await team.open.openSelf(marta.id);
    const journal = await policy.journal.store();
    expect(await journal.changes(0, Number.MAX_SAFE_INTEGER, undefined, 10)).toMatchObject([
      { tool: "delete_time", client: "Claude" },
      { tool: "log_time" },
    ]);
    await close();
    expect(await team.audit.verify()).toMatchObject({ ok: true });
  });

  /** A request of 2026-07-28, which says of itself that its client can ask its user. */
  const modernCall = async (own: PersonGrant, params: Record<string, unknown>) => {
    const { create, bus } = await team.open.open(marta.id, own);
    const _meta = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } },
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
    };
    const answer = await createMcpHandler(create, { legacy: "stateless", bus }).fetch(
      new Request("https://time.example.org/mcp", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          ...{ "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": `${params.name}` },
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { ...params, _meta } }),
      }),
    );
    return ((await answer.json()) as { result: { structuredContent?: Answer; requestState?: string } }).result;
  };

  test.each([
    ["asks on the page, whatever a client declares, by default", {}, "c1", "page"],
    [
      "asks on the page a program of the user's computer, whatever the company allows",
      { clientsAsk: true },
      "c1",
      "page",
    ],
    [
      "asks in a client with an identity document where the company allows it",
      { clientsAsk: true },
      "https://claude.ai/id",
      "client",
    ],
  ] as const)("%s, and the audit log says where the yes was given", async (_what, company, clientId, place) => {
    await team.bounds.setCompany(company, 0);
    const own = { ...grant, client: { ...grant.client, id: clientId } };
    const made = await logged(await clientOf(marta, own));
    const ids = [String(made.data.entries?.[0]?.id)];
    const asked = await modernCall(own, { name: "delete_time", arguments: { ids } });
    expect(asked.requestState !== undefined).toBe(place === "client");
    const token = asked.structuredContent?.confirm?.token;
    if (place === "page") {
      const answered = { inputResponses: { confirm: { action: "accept", content: { confirm: true } } } };
      await modernCall(own, { name: "delete_time", arguments: { ids, confirm: token }, ...answered });
      expect(kimai.state.timesheets.some(({ id }) => `${id}` === ids[0])).toBe(true);
      await team.approvals.answer(asked.structuredContent?.confirm?.url.split("/").at(-1) ?? "", marta.id, "allowed");
      await modernCall(own, { name: "delete_time", arguments: { ids, confirm: token } });
    } else
      await modernCall(own, {
        ...{ name: "delete_time", arguments: { ids }, requestState: asked.requestState },
        inputResponses: { confirm: { action: "accept", content: { confirm: true } } },
      });
    expect(kimai.state.timesheets.some(({ id }) => `${id}` === ids[0])).toBe(false);
    await team.audit.flush();
    const lines: { tool: string; outcome: string; approved: string | null }[] = [];
    for await (const line of team.audit.export()) lines.push(JSON.parse(line));
    expect(lines.findLast(({ tool }) => tool === "delete_time")).toMatchObject({ outcome: "done", approved: place });
    expect(lines.find(({ tool }) => tool === "log_time")).toMatchObject({ outcome: "done", approved: null });
  });

  test("says of a credential that opens no more that a reading saved nothing, and leaves it open for a write", async () => {
    const client = await clientOf(marta);
    await database.run("UPDATE accounts SET secret = 'v1.damaged' WHERE person_id = ?", [marta.id]);
    const read = await call(client, "get_status");
    expect(read).toMatchObject({ isError: true, data: { error: { code: "no_secret", saved: "no" } } });
    expect(read.text).not.toMatch(/whether it was saved|may have been saved/);
    expect(await logged(client)).toMatchObject({ data: { error: { code: "no_secret", saved: "unknown" } } });
    await team.audit.flush();
    const lines: { tool: string; outcome: string }[] = [];
    for await (const line of team.audit.export()) lines.push(JSON.parse(line));
    expect(lines).toMatchObject([
      { tool: "get_status", outcome: "failed" },
      { tool: "log_time", outcome: "unknown" },
    ]);
  });

  test("says so where the database goes away in the middle of a call, and what that leaves open", async () => {
    const client = await clientOf(marta);
    const goes = () =>
      vi.spyOn(team.accounts, "open").mockRejectedValueOnce(new StoreError("unavailable", "canary of the database"));
    goes();
    const write = await logged(client);
    expect(write).toMatchObject({ data: { error: { code: "unavailable", saved: "unknown" } } });
    goes();
    const read = await call(client, "get_status");
    expect(read).toMatchObject({ data: { error: { code: "unavailable", saved: "no" } } });
    for (const { text } of [write, read]) {
      expect(text).toContain("Punchcard's database cannot be used just now.");
      expect(text).not.toContain("canary");
    }
  });

  test("ends for a person who was removed", async () => {
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    await expect(team.open.open(marta.id, grant)).rejects.toThrow("may not use");
  });

  test("leaves open what a call wrote in whose middle its person is removed, keeps nothing of theirs, and takes no other", async () => {
    const client = await clientOf(marta);
    const before = kimai.count("POST", /timesheets/);
    kimai.fail({ method: "POST", path: /^\/timesheets$/, times: 1, failure: { kind: "delay", milliseconds: 1_500 } });
    const answer = logged(client);
    await expect.poll(() => kimai.count("POST", /timesheets/)).toBe(before + 1);
    await new OffBoarding(database, Date.now, removalSteps(Date.now)).remove(marta.id, "operator");
    // It was sent before that, and what was stored cannot be read back any more.
    expect(await answer).toMatchObject({ isError: true, data: { error: { code: "no_secret", saved: "unknown" } } });
    await expect(call(client, "get_status")).rejects.toThrow();
    await team.audit.flush();
    const lines: { person: string; tool: string; outcome: string }[] = [];
    for await (const line of team.audit.export()) lines.push(JSON.parse(line));
    expect(lines).toMatchObject([{ person: marta.id, tool: "log_time", outcome: "unknown", code: "no_secret" }]);
    for (const sql of ["accounts WHERE person_id = ?", "data_keys WHERE owner = ?"])
      expect(await database.all(`SELECT * FROM ${sql}`, [marta.id])).toEqual([]);
    const ofOthers = (await team.accounts.of(piotr.id)).map(({ settings }) => settings.id);
    const facts = await database.all<{ id: string }>("SELECT account_id AS id FROM service_facts");
    expect(facts.filter(({ id }) => !ofOthers.includes(id))).toEqual([]);
  });

  test("writes no secret into its log, answers or tables", async () => {
    const client = await clientOf(marta);
    const answers = [await call(client, "get_status"), await call(client, "find_work"), await logged(client)];
    const tables = ["service_facts", "activity_parts", "activity_changes", "audit_lines", "approvals", "accounts"];
    const rows = await Promise.all(tables.map((table) => database.all(`SELECT * FROM ${table}`)));
    const all = JSON.stringify([answers, rows, team.logged]);
    expect(all).not.toContain(kimai.tokens.user);
    kimai.assertTokensOnlyInAuthorization(all);
  });
});
