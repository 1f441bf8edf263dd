import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AuditLog } from "#team/audit/audit-log";
import { createLogger } from "#team/http/request-log";
import { KeyRing } from "#team/keys/key-ring";
import { createPersonParts } from "#team/operation/person-parts";
import { Replica } from "#team/operation/replica";
import { Traffic } from "#team/operation/traffic";
import { PeopleRepository } from "#team/people/people-repository";
import { Sessions } from "#team/people/sessions";
import type { Database } from "#team/store/database";
import { fastFolder } from "../../../fakes/fast-folder";
import { marta, origin, startTeamServer, type TestServer } from "../../../fakes/team/server";
import { callMcp, connect, csrfOf, exchange } from "../../../fakes/team/sign-in";
import { onBothStores } from "../store/stores";

const minute = 60_000;
const hour = 60 * minute;
type Persons = ReturnType<typeof createPersonParts>;

onBothStores("how long things last, as an admin chose it", (store) => {
  let database: Database;
  let server: TestServer;
  let persons: Persons;
  /** Milliseconds since the start, by the clock of the server. */
  let ahead = 0;
  const clock = () => Date.parse("2026-11-19T10:07:33Z") + ahead;
  beforeEach(async () => {
    ahead = 0;
    ({ database } = await store.empty());
    const keyFile = join(fastFolder("lifetimes"), "team.key");
    const ring = await KeyRing.open(database, keyFile, clock);
    const people = new PeopleRepository(database, clock);
    persons = createPersonParts({
      ...{ database, clock, ring, people, formsKey: "forms", log: createLogger("error", { write: () => undefined }) },
      audit: new AuditLog(database, () => undefined),
      config: { publicUrl: new URL(origin), services: ["kimai"], serviceAddresses: [], rateLimit: 300, keyFile },
      replica: new Replica(
        database,
        clock,
        new Traffic(clock),
        () => ring.ids(),
        () => undefined,
      ),
    });
    server = await startTeamServer({
      database,
      parts: { ...persons, clock, sessions: new Sessions(database, clock) },
    });
    await people.setAdmin(marta.id, true);
  });
  afterEach(async () => {
    await server.stop();
    await persons.close();
  });

  const signedIn = async () => {
    const browser = server.browser();
    await connect(browser);
    return browser;
  };
  const isSignedIn = async (browser: Awaited<ReturnType<typeof signedIn>>) => (await csrfOf(browser)) !== "";
  const choose = async (value: object, version = 0) => {
    const browser = await signedIn();
    const headers = { "x-csrf-token": await csrfOf(browser) };
    return browser.send("/api/admin/policy", { method: "PUT", json: { value, version }, headers });
  };
  const statusOf = async (token: string) => (await callMcp(server.browser(), token, { method: "tools/list" })).status;

  test("a sign-in ends after the hours that were chosen, also one from before", async () => {
    const before = await signedIn();
    ahead = hour - minute;
    expect(await isSignedIn(before)).toBe(true);
    expect((await choose({ signInHours: 1 })).status).toBe(200);
    const after = await signedIn();
    ahead = hour + minute;
    expect(await isSignedIn(before)).toBe(false);
    expect(await isSignedIn(after)).toBe(true);
    ahead = 2 * hour;
    expect(await isSignedIn(after)).toBe(false);
  });

  test("an access token holds for the minutes that were chosen when it was given, and for a quarter of an hour before", async () => {
    const before = await connect(server.browser());
    expect(before.expires_in).toBe(900);
    expect((await choose({ tokenMinutes: 5 })).status).toBe(200);
    const { client: client_id, refresh_token } = before;
    const answer = await exchange(server.browser(), { grant_type: "refresh_token", refresh_token, client_id });
    const renewed = JSON.parse(answer.text) as typeof before;
    expect(renewed.expires_in).toBe(300);
    ahead = 270_000;
    expect(await statusOf(renewed.access_token)).toBe(200);
    ahead = 301_000;
    expect(await statusOf(renewed.access_token)).toBe(401);
    expect(await statusOf(before.access_token)).toBe(200);
    expect((await choose({ tokenMinutes: 60 }, 1)).status).toBe(200);
    const long = await connect(server.browser());
    expect(long.expires_in).toBe(3_600);
    ahead += 3_570_000;
    expect(await statusOf(long.access_token)).toBe(200);
  });

  test.each([{ signInHours: 0 }, { signInHours: 1_000 }, { tokenMinutes: 1_440 }, { tokenMinutes: "5" }])(
    "nobody sets %j",
    async (value) => {
      expect((await choose(value)).status).toBe(400);
      expect(await database.all("SELECT scope FROM upper_bounds")).toEqual([]);
    },
  );

  test("a change is in the audit log", async () => {
    await choose({ signInHours: 8, tokenMinutes: 60 });
    const lines = await database.all<{ line: string }>("SELECT line FROM audit_lines ORDER BY seq");
    expect(lines.map(({ line }) => JSON.parse(line))).toMatchObject([{ tool: "set_policy", person: marta.id }]);
  });
});
