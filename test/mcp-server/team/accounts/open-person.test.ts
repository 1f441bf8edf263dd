import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createServer } from "../../../../mcp-server/server/create-server";
import { connectAccount } from "../../../../mcp-server/team/accounts/connect";
import type { PersonGrant } from "../../../../mcp-server/team/accounts/open-person";
import type { Person } from "../../../../mcp-server/team/people/person";
import type { Database } from "../../../../mcp-server/team/store/database";
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
  const grant: PersonGrant = { id: "g1", level: "everything", accounts: null, client: { id: "c1", name: "Claude" } };
  const opened: Client[] = [];

  beforeEach(async () => {
    ({ database } = await store.empty());
    team = await openTeam(database, [new URL(kimai.url).host]);
    [marta, piotr] = [await team.add("marta"), await team.add("piotr")];
    await connect(marta, kimai.tokens.user);
    await connect(piotr, kimai.tokens.teamlead);
  });
  afterAll(async () => {
    await Promise.all(opened.map((client) => client.close().catch(() => undefined)));
    await team.open.close();
  });
  const connect = async (person: Person, secret: string) => {
    const input = { service: "kimai", url: kimai.url, secret, profile: "track" } as const;
    const signal = AbortSignal.timeout(10_000);
    return (await connectAccount(person, input, { kind: "none" }, team.connect, signal)).account.settings;
  };
  /** A client over HTTP, each request of which opens the person anew, as the team server does. */
  const clientOf = async (person: Person, own: PersonGrant = grant) => {
    const fetch = async (url: string | URL, init?: RequestInit) => {
      const { deps, bus } = await team.open.open(person.id, own);
      return createMcpHandler(() => createServer(deps).server, { legacy: "stateless", bus }).fetch(
        new Request(url, init),
      );
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

  test("lists and does no more than the grant allows, from the next call on", async () => {
    const tools = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name);
    expect(await tools(await clientOf(marta, { ...grant, level: "read" }))).not.toContain("log_time");
    expect(await tools(await clientOf(marta, { ...grant, accounts: [] }))).not.toContain("get_status");
    const client = await clientOf(marta);
    expect(await tools(client)).toContain("log_time");
    await team.bounds.setCompany({ permissions: { "time.create": "off", "others_time.create": "off" } }, 0);
    expect(await tools(client)).not.toContain("log_time");
    expect(await call(client, "log_time", { entries: [work] })).toMatchObject({ isError: true });
    await team.bounds.setCompany({}, 1);
    expect(await tools(client)).toContain("log_time");
    const [account] = await team.accounts.of(marta.id);
    await team.accounts.setPermissions(marta.id, account?.settings.id ?? "", { profile: "look", cells: {}, tools: {} });
    expect(await tools(client)).not.toContain("log_time");
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

  test("ends for a person who was removed", async () => {
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    await expect(team.open.open(marta.id, grant)).rejects.toThrow("may not use");
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
