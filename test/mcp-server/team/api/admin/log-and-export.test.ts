import { beforeEach, expect, test } from "vitest";
import type { AdminLogView } from "#team/api/admin/contract";
import type { Person } from "#team/people/person";
import type { Database } from "#team/store/database";
import { onBothStores } from "../../store/stores";
import { refusal } from "../call-endpoint";
import { adminServer } from "./server-fixture";

onBothStores("what admins did, and people as a file", (store) => {
  let database: Database;
  let now: number;
  let server: Awaited<ReturnType<typeof adminServer>>;
  let priya: Person;
  beforeEach(async () => {
    ({ database } = await store.empty());
    now = Date.parse("2026-11-19T13:00:00Z");
    server = await adminServer(database, () => now);
    priya = await server.add("priya", { isAdmin: true });
  });
  const log = (query = "") => server.call<AdminLogView>(priya, "GET /api/admin/log", undefined, query);
  const called = (tool: string) =>
    server.audit.add({
      ...{ at: now, person: priya.id, client: "Claude", grant: "g", tool, ids: [], outcome: "done", milliseconds: 1 },
    });

  test("lists what admins did and not what clients did, newest first, with names", async () => {
    await called("clock_in");
    const marta = await server.add("marta");
    await server.call(priya, `PUT /api/admin/people/:id ${marta.id}`, { group: "Designers" });
    const [group] = await server.people.groups();
    const bound = { value: { permissions: {} }, version: 0 };
    await server.call(priya, `PUT /api/admin/groups/:id/bound ${group?.id}`, bound);
    await server.call(priya, "PUT /api/admin/policy", { value: {}, version: 0 });
    await called("clock_out");
    const rows = [
      { line: 4, at: now, action: "set_policy", by: "priya", from: null, about: null },
      { line: 3, at: now, action: "set_group_bound", by: "priya", from: null, about: "Designers" },
      { line: 2, at: now, action: "change_person", by: "priya", from: null, about: "marta" },
    ];
    expect(await log()).toEqual({ rows, next: null });
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect((await log()).rows[2]).toMatchObject({ about: "marta" });
  });

  test("names the machine's user for what was done by a command there", async () => {
    const person = "cli:root@box";
    const done = { client: "cli", grant: "", tool: "remove_person", ids: [], outcome: "done", milliseconds: 1 };
    await server.audit.add({ at: now, person, byAdmin: true, ...done });
    expect((await log()).rows).toMatchObject([{ by: null, from: "root@box", about: null }]);
  });

  test("lists twenty at a time, and refuses what is no line's number", async () => {
    for (let count = 0; count < 21; count++)
      await server.call(priya, "PUT /api/admin/policy", { value: {}, version: count });
    const first = await log();
    expect([first.rows.length, first.next]).toEqual([20, 2]);
    const second = await log(`?before=${first.next}`);
    expect([second.rows.map(({ line }) => line), second.next]).toEqual([[1], null]);
    expect(await refusal(log("?before=x"))).toBe("400 bad_input");
  });

  async function exported(query = ""): Promise<{ text: string; headers: Record<string, string> }> {
    let text = "";
    let headers = {};
    const response = {
      destroyed: false,
      writeHead: (_status: number, given: object) => {
        headers = given;
      },
      write: (part: string) => {
        text += part;
      },
      end: () => undefined,
    };
    await server.call(priya, "GET /api/admin/people/export", undefined, query, response);
    return { text, headers };
  }

  test("exports everybody over all pages as CSV for programs, and nothing as a formula", async () => {
    const { id: group } = await server.people.ensureGroup('Design, "Web"');
    await server.bounds.setGroup(group, { permissions: { "*": "off" } }, 0);
    await server.add("marta", { name: '=HYPERLINK("https://evil.example")', group });
    for (let count = 0; count < 100; count++) await server.add(`q${count}`);
    const { text, headers } = await exported();
    expect(headers).toMatchObject({
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="punchcard-people.csv"',
    });
    const lines = text.split("\r\n");
    expect(lines[0]).toBe(
      "\ufeffname,email,group,limit,admin,status,invited_until,removed_at,removed_because,last_active,services,clients",
    );
    expect(lines).toHaveLength(1 + 102 + 1);
    expect(lines[1]).toBe(
      `"'=HYPERLINK(""https://evil.example"")",marta@example.org,"Design, ""Web""",nothing,false,active,,,,,,0`,
    );
    expect(lines.at(-2)).toMatch(/^q9,/);
  });

  test("exports whom the filters leave, with moments in UTC, and a removed person without a limit", async () => {
    const marta = await server.add("marta");
    await server.call(priya, `POST /api/admin/people/:id/removal ${marta.id}`, { reason: "-1 left" });
    const { text } = await exported("?status=removed");
    expect(text.split("\r\n").slice(1)).toEqual([
      "marta,marta@example.org,,,false,removed,,2026-11-19T13:00:00.000Z,'-1 left,,,0",
      "",
    ]);
    expect(await refusal(exported("?after=x"))).toBe("400 bad_input");
  });
});
