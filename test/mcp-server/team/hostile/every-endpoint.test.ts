import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Endpoint } from "#team/api/router";
import { teamConfig } from "#team/config/team-config";
import { startServing } from "#team/operation/start";
import { Invitations } from "#team/people/invitations";
import { Passwords } from "#team/people/passwords";
import { PeopleRepository } from "#team/people/people-repository";
import type { Database } from "#team/store/database";
import { openLibsql } from "#team/store/libsql";
import { Browser } from "../../../fakes/team/browser";
import { cheapHash } from "../../../fakes/team/cheap-hash";
import { origin, password } from "../../../fakes/team/server";

/** What the router was given, so that an address that is added is tested without being named here. */
const listed = vi.hoisted(() => ({ endpoints: [] as readonly Endpoint[] }));
vi.mock("#team/api/router", async (load) => {
  const router = await load<typeof import("#team/api/router")>();
  const apiRoute: typeof router.apiRoute = (endpoints, deps) => {
    listed.endpoints = endpoints;
    return router.apiRoute(endpoints, deps);
  };
  return { ...router, apiRoute };
});

let database: Database;
let port: number;
let stop: () => Promise<void>;
let marta: { id: string; browser: Browser; csrf: string };
let tom: typeof marta;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "pc-hostile-"));
  const values = { publicUrl: origin, data: folder, port: "0", operationPort: "0", logLevel: "error" };
  const serving = await startServing(teamConfig(values, "/"));
  port = serving.port;
  database = await openLibsql(join(folder, "team.db"));
  stop = async () => {
    await serving.stop();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  marta = await signedIn("marta", true);
  tom = await signedIn("tom", false);
});
afterAll(() => stop?.());

async function signedIn(name: string, isAdmin: boolean) {
  const people = new PeopleRepository(database, Date.now);
  const person = await people.create({ email: `${name}@example.org`, name, group: null, isAdmin, status: "active" });
  const passwords = new Passwords(database, Date.now);
  await passwords.store(database, person.id, cheapHash(password));
  const browser = new Browser(port, origin);
  const answer = await browser.send("/api/sign-in", { method: "POST", json: { email: person.email, password } });
  return { id: person.id, browser, csrf: (JSON.parse(answer.text) as { csrf: string }).csrf };
}

const pathOf = ({ path }: Endpoint, id = "x1") => path.replace(/:\w+/g, id);
const changing = () => listed.endpoints.filter(({ method }) => method !== "GET");
const errorOf = (text: string) => (JSON.parse(text) as { error: string }).error;
const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`;

/** All that the server stores, but what it counts about requests. */
async function stored(): Promise<string> {
  const tables = await database.all<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
  );
  const kept = tables.filter(({ name }) => !["rate_limits", "replicas", "sign_in_failures"].includes(name));
  const rows = await Promise.all(kept.map(async ({ name }) => [name, await database.all(`SELECT * FROM ${name}`)]));
  return JSON.stringify(rows, (key, value) => (key === "last_seen_at" ? undefined : value));
}

test("no address that changes something listens to another site, or to a page without the word of this session", async () => {
  expect(changing().length).toBeGreaterThan(20);
  const before = await stored();
  const forgeries: [name: string, refused: (one: Endpoint) => string, headers: Record<string, string>][] = [
    ["another site", () => "foreign_origin", { origin: "https://evil.example" }],
    ["a sandboxed frame", () => "foreign_origin", { origin: "null" }],
    ["nowhere", () => "csrf", { origin: "" }],
    ["a sister site", () => "csrf", { origin: "", "sec-fetch-site": "same-site" }],
  ];
  for (const one of changing()) {
    const send = (headers: Record<string, string>, browser = tom.browser) =>
      browser.send(pathOf(one), { method: one.method, json: {}, headers });
    for (const [name, refused, headers] of forgeries) {
      const answer = await send({ "x-csrf-token": tom.csrf, ...headers });
      expect([answer.status, errorOf(answer.text)], `${nameOf(one)} from ${name}`).toEqual([403, refused(one)]);
    }
    if (one.open) continue;
    for (const word of [undefined, marta.csrf, `${tom.csrf}A`, tom.csrf.slice(0, -1)]) {
      const answer = await send(word === undefined ? {} : { "x-csrf-token": word });
      expect([answer.status, errorOf(answer.text)], `${nameOf(one)} with ${word}`).toEqual([403, "csrf"]);
    }
    const answer = await send({ "x-csrf-token": tom.csrf }, new Browser(port, origin));
    expect([answer.status, errorOf(answer.text)], nameOf(one)).toEqual([401, "signed_out"]);
  }
  expect(await stored()).toBe(before);
});

test("a body that another site could send as a form changes nothing, whatever it holds", async () => {
  const before = await stored();
  for (const one of changing().filter(({ body }) => body))
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]) {
      const headers = { "x-csrf-token": tom.csrf, "content-type": type };
      const answer = await tom.browser.send(pathOf(one), { method: one.method, body: "{}", headers });
      expect([answer.status, errorOf(answer.text)], `${nameOf(one)} as ${type}`).toEqual([415, "bad_input"]);
    }
  expect(await stored()).toBe(before);
});

/** Marta's, each under an id that Tom knows. */
async function seed(): Promise<void> {
  const later = Date.now() + 3_600_000;
  const run = (sql: string, ...values: (string | number)[]) => database.run(sql, values);
  await run(
    `INSERT INTO accounts (id, person_id, service, label, remote_person, permissions, created_at, updated_at)
     VALUES ('martas', ?, 'local', 'Sheet', '1', '{}', 1, 1)`,
    marta.id,
  );
  await run(
    `INSERT INTO oauth_grants (id, person, client_id, client_name, redirect_host, level, created_at, expires_at)
     VALUES ('martas', ?, 'c', 'Claude', 'claude.ai', 'everything', 1, ?)`,
    marta.id,
    later,
  );
  await run(
    `INSERT INTO approvals (id, token_hash, person_id, grant_id, client, account_id, account_label, tool, call_digest,
       digest, agreed, lines, entries, others, first_at, asked_at, expires_at, state)
     VALUES ('martas', 'h', ?, 'martas', 'Claude', 'martas', 'Sheet', 'delete_time', 'c', 'd', '[]', '[]', 1, 0, 1, ?, ?, 'open')`,
    marta.id,
    Date.now(),
    later,
  );
  await run("UPDATE browser_sessions SET id = 'martas' WHERE person_id = ?", marta.id);
}

/** What each address takes, so that the refusal is about whose it is. */
const bodies: Record<string, unknown> = {
  "PUT /api/accounts/:id/permissions": { permissions: {}, version: "v" },
  "POST /api/grants/:id": { level: "read" },
  "POST /api/approvals/:id": { answer: "allow" },
  "POST /api/consent/:uid": { decision: "deny" },
  "POST /api/activity/:id/undo": {},
};

test("what is another person's is as if it were not there", async () => {
  await seed();
  const before = await stored();
  const named = listed.endpoints.filter(({ path }) => path.includes(":") && !path.startsWith("/api/admin/"));
  expect(named.length).toBeGreaterThan(6);
  for (const one of named) {
    const answer = await tom.browser.send(pathOf(one, "martas"), {
      method: one.method,
      ...(one.body && { json: bodies[nameOf(one)] }),
      headers: { "x-csrf-token": tom.csrf },
    });
    expect([404, 409, 410], `${nameOf(one)}: ${answer.status} ${answer.text}`).toContain(answer.status);
  }
  expect(await stored()).toBe(before);
});

test("no answer is kept, framed, guessed or told to another site", async () => {
  for (const one of listed.endpoints)
    for (const browser of [marta.browser, new Browser(port, origin)]) {
      const { headers, status } = await browser.send(pathOf(one), { method: one.method });
      expect(headers, `${nameOf(one)} ${status}`).toMatchObject({
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      });
      expect(headers["access-control-allow-origin"]).toBeUndefined();
      // A table is a file to save, which no browser shows as a page.
      const isTable = status === 200 && one.path.endsWith("/export");
      if (isTable) expect(headers["content-disposition"]).toMatch(/^attachment;/);
      const type = isTable ? "text/csv" : "application/json";
      if (status !== 204) expect(headers["content-type"]).toBe(`${type}; charset=utf-8`);
    }
});

test("each sign-in gives a session of its own, never one that was planted, and ends the browser's former one", async () => {
  const people = new PeopleRepository(database, Date.now);
  const noor = await people.create({
    ...{ email: "noor@example.org", name: "Noor", group: null, isAdmin: false, status: "invited" },
  });
  const token = await new Invitations(database, Date.now).create(noor.id);
  const statusOf = async (cookie: string) => (await new Browser(port, origin).get("/api/session", { cookie })).status;
  const browser = new Browser(port, origin);
  const planted = "__Host-session=planted";
  browser.cookies.set("/ __Host-session", { name: "__Host-session", value: "planted", path: "/" });
  const former = [planted];
  for (const [path, json] of [
    ["/api/sign-in", { email: "tom@example.org", password }],
    ["/api/invitation/password", { token, password }],
    ["/api/sign-in", { email: "noor@example.org", password }],
  ] as const) {
    expect((await browser.send(path, { method: "POST", json })).status).toBe(200);
    const now = [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`).join("; ");
    expect(former).not.toContain(now);
    expect(await statusOf(now)).toBe(200);
    for (const cookie of former) expect(await statusOf(cookie), path).toBe(401);
    former.push(now);
  }
});
