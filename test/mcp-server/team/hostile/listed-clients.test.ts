import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsentView } from "#team/api/contract";
import { teamConfig } from "#team/config/team-config";
import { startServing } from "#team/operation/start";
import { Passwords } from "#team/people/passwords";
import { PeopleRepository } from "#team/people/people-repository";
import { openLibsql } from "#team/store/libsql";
import { fastPlace } from "../../../fakes/fast-folder";
import { Browser } from "../../../fakes/team/browser";
import { cheapHash } from "../../../fakes/team/cheap-hash";
import { origin, password } from "../../../fakes/team/server";
import { allow, authorizePath, csrfOf, newVerifier, passSignIn, register } from "../../../fakes/team/sign-in";

/** A group whose people may use Claude alone, and clients that say they are it. */
let port: number;
let stop: () => Promise<void>;
const email = "tom@example.org";

beforeAll(async () => {
  const folder = mkdtempSync(join(fastPlace(), "pc-listed-"));
  const values = { publicUrl: origin, data: folder, port: "0", operationPort: "0", logLevel: "error" };
  const serving = await startServing(teamConfig(values, "/"));
  const database = await openLibsql(join(folder, "team.db"));
  ({ port } = serving);
  stop = async () => {
    await database.close();
    await serving.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const people = new PeopleRepository(database, Date.now);
  const { id: group } = await people.ensureGroup("Designers");
  const add = async (name: string, more: object) => {
    const usual = { email: `${name}@example.org`, name, group: null, isAdmin: false, status: "active" as const };
    const { id } = await people.create({ ...usual, ...more });
    await new Passwords(database, Date.now).store(database, id, cheapHash(password));
  };
  await add("tom", { group });
  await add("priya", { isAdmin: true });
  const admin = new Browser(port, origin);
  await admin.send("/api/sign-in", { method: "POST", json: { email: "priya@example.org", password } });
  const saved = await admin.send(`/api/admin/groups/${group}/bound`, {
    method: "PUT",
    json: { value: { permissions: {}, clients: ["claude"] }, version: 0 },
    headers: { "x-csrf-token": await csrfOf(admin) },
  });
  expect(saved.status).toBe(200);
});
afterAll(() => stop?.());

test.each([
  ["https://claude.ai/api/mcp/auth_callback", true],
  ["https://claude.ai.evil.example/callback", false],
  ["https://claude.ai@evil.example/callback", false],
  ["https://claude.ai:8443/callback", false],
  ["https://claude.ai./callback", false],
  ["http://127.0.0.1:3118/callback", false],
  ["claude.ai:/callback", false],
])("a client that calls itself Claude and is answered at %s is let in: %s", async (redirect, isLetIn) => {
  const browser = new Browser(port, origin);
  const client = await register(browser, redirect, { client_name: "Claude" });
  const request = { client, redirect, verifier: newVerifier() };
  const page = await passSignIn(browser, await browser.get(authorizePath(request)), email);
  const { levels } = JSON.parse(page.text) as ConsentView;
  // A client without an identity document tracks time at most, where the company says nothing else.
  const ofLetIn = { read: null, track: null, manage: "company", everything: "company" } as const;
  for (const { level, locked } of levels) expect(locked).toBe(isLetIn ? ofLetIn[level] : "group_client");
  const back = await allow(browser, page, { level: "read" });
  expect(isLetIn ? back.searchParams.has("code") : back.href).toBe(isLetIn || "error:400");
});
