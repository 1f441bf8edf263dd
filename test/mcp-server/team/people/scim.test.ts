import { createServer } from "node:http";
import pino from "pino";
import { afterAll, beforeEach, expect, test } from "vitest";
import { defaultLimits, RateLimits } from "#team/http/rate-limits";
import { OffBoarding } from "#team/people/off-boarding";
import { PeopleRepository } from "#team/people/people-repository";
import { type DirectoryLog, Scim } from "#team/people/scim/scim";
import { scimRoute } from "#team/people/scim/scim-route";
import { Sessions } from "#team/people/sessions";
import type { Database } from "#team/store/database";
import { listen } from "../../../fakes/listen";
import { onBothStores } from "../store/stores";

const token = "canary-token-of-the-company-directory";
const origin = "https://time.example.org";
const log = pino({ level: "silent" });
const clock = () => 1_000_000;

onBothStores("SCIM", (store) => {
  let database: Database;
  let people: PeopleRepository;
  let marta: string;
  let base: string;
  let scim: Scim;
  let acts: Parameters<DirectoryLog>[];
  const servers: (() => Promise<void>)[] = [];
  afterAll(() => Promise.all(servers.map((close) => close())));

  beforeEach(async () => {
    ({ database } = await store.empty());
    people = new PeopleRepository(database, clock);
    acts = [];
    scim = new Scim(database, new OffBoarding(database, clock, []), origin, clock, async (...act) => {
      acts.push(act);
    });
    if (servers.length === 0) {
      const server = createServer((request, response) => {
        const url = new URL(request.url ?? "/", origin);
        const limits = new RateLimits(database, { ...defaultLimits, scim: { points: 6, duration: 60 } });
        const address = request.headers["x-from"]?.toString() ?? "";
        void scimRoute(scim, token, limits).handle(request, response, { url, address, log });
      });
      const { port, close } = await listen(server);
      servers.push(close);
      base = `http://127.0.0.1:${port}/scim/v2`;
    }
    marta = (
      await people.create({ email: "marta@example.org", name: "Marta", group: null, isAdmin: true, status: "active" })
    ).id;
  });
  async function call(method: string, path: string, body?: unknown, authorization = `Bearer ${token}`) {
    const answer = await fetch(base + path, {
      method,
      headers: { authorization, "content-type": "application/scim+json" },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    expect(text).not.toContain("canary");
    return {
      status: answer.status,
      type: answer.headers.get("content-type"),
      body: text === "" ? null : JSON.parse(text),
    };
  }
  test("refuses wrong tokens of one address after many of them, and the right one never", async () => {
    const ask = (given: string, from: string) =>
      fetch(`${base}/Users`, { headers: { authorization: `Bearer ${given}`, "x-from": from } });
    for (let count = 0; count < 6; count++) expect((await ask("wrong", "a")).status).toBe(401);
    const answer = await ask("wrong", "a");
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(50);
    expect((await ask("wrong", "b")).status).toBe(401);
    for (const from of ["a", "b"]) expect((await ask(token, from)).status).toBe(200);
  });
  const statusOf = async () => (await people.find(marta))?.status;
  const operations = (...list: unknown[]) => ({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: list,
  });

  test("tells nothing without the token", async () => {
    for (const wrong of ["", "Bearer ", `Bearer ${token}x`, `Basic ${token}`, token]) {
      const answer = await call(
        "PATCH",
        `/Users/${marta}`,
        operations({ op: "replace", value: { active: false } }),
        wrong,
      );
      expect(answer.status).toBe(401);
    }
    expect(await statusOf()).toBe("active");
  });

  test.each([
    ["Entra", (id: string) => ["PATCH", `/Users/${id}`, operations({ op: "Replace", path: "active", value: "False" })]],
    [
      "Entra, newer",
      (id: string) => ["PATCH", `/Users/${id}`, operations({ op: "replace", path: "active", value: false })],
    ],
    ["Okta", (id: string) => ["PATCH", `/Users/${id}`, operations({ op: "replace", value: { active: false } })]],
    [
      "Okta by PUT",
      (id: string) => [
        "PUT",
        `/Users/${id}`,
        { userName: "marta@example.org", name: { givenName: "Marta" }, active: false },
      ],
    ],
    [
      "one who names the schema",
      (id: string) => [
        "PATCH",
        `/Users/${id}`,
        operations({ op: "add", path: "urn:ietf:params:scim:schemas:core:2.0:User:active", value: "false" }),
      ],
    ],
    ["DELETE", (id: string) => ["DELETE", `/Users/${id}`]],
  ] as [string, (id: string) => [string, string, unknown?]][])("removes a person as %s says it", async (_, request) => {
    const session = await new Sessions(database, clock).begin(marta, { method: "company", userAgent: "" });
    const answer = await call(...request(marta));
    expect([200, 204]).toContain(answer.status);
    if (answer.body) expect(answer.body.active).toBe(false);
    expect(acts).toEqual([["directory_remove_user", marta]]);
    expect(await statusOf()).toBe("removed");
    expect(await new Sessions(database, clock).find(session)).toBeUndefined();
  });

  test("finds people by address and in pages, and shows who was removed as not active", async () => {
    const found = await call("GET", `/Users?filter=${encodeURIComponent('userName eq "MARTA@example.org"')}`);
    expect(found).toMatchObject({
      status: 200,
      type: "application/scim+json",
      body: { totalResults: 1, Resources: [{ id: marta, userName: "marta@example.org", active: true }] },
    });
    for (const nobody of ["nobody@example.org", "no address", 'x\\"y'])
      expect(
        (await call("GET", `/Users?filter=${encodeURIComponent(`username eq "${nobody}"`)}`)).body.totalResults,
      ).toBe(0);
    for (const name of ["a", "z"])
      await people.create({ email: `${name}@example.org`, name, group: null, isAdmin: false, status: "active" });
    await call("PATCH", `/Users/${marta}`, operations({ op: "replace", value: { active: false } }));
    const page = (await call("GET", "/Users?startIndex=2&count=1")).body;
    expect(page).toMatchObject({
      totalResults: 3,
      startIndex: 2,
      itemsPerPage: 1,
      Resources: [{ id: marta, active: false }],
    });
    expect((await call("GET", `/Users/${marta}`)).body).toMatchObject({ displayName: "Marta", active: false });
    expect((await call("GET", "/ServiceProviderConfig")).body.patch).toEqual({ supported: true });
  });

  test("makes somebody new, who is not in before they sign in, and makes nobody twice", async () => {
    const answer = await call("POST", "/Users", {
      userName: "piotr",
      name: { givenName: "Piotr", familyName: "Nowak" },
      emails: [{ value: "x@example.org" }, { value: "piotr@example.org", primary: true }],
      active: true,
    });
    expect(answer).toMatchObject({
      status: 201,
      body: { userName: "piotr", displayName: "Piotr Nowak", emails: [{ value: "piotr@example.org" }] },
    });
    expect(await people.find(answer.body.id)).toMatchObject({ status: "invited", isAdmin: false });
    for (const address of ["x@example.org", "piotr@example.org"])
      expect((await people.findByEmail(address))?.id).toBe(answer.body.id);
    const again = await call("POST", "/Users", { userName: "PIOTR@Example.org" });
    expect(again).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
  });

  test("makes somebody who signed in or was invited before the directory's", async () => {
    const sent = { userName: "m.nowak@tenant.example", externalId: "e-1", emails: [{ value: "Marta@example.org" }] };
    expect((await call("POST", "/Users", sent)).body).toMatchObject({ id: marta, externalId: "e-1", active: true });
    expect(await statusOf()).toBe("active");
    for (const filter of [
      'externalId eq "e-1"',
      'userName eq "M.Nowak@tenant.example"',
      'emails.value eq "marta@example.org"',
      'emails[type eq "work"].value eq "marta@example.org"',
      `id eq "${marta}" and externalId eq "e-1"`,
    ])
      expect((await call("GET", `/Users?filter=${encodeURIComponent(filter)}`)).body.Resources).toMatchObject([
        { id: marta },
      ]);
    expect(
      (await call("GET", `/Users?filter=${encodeURIComponent(`id eq "${marta}" and externalId eq "e-2"`)}`)).body
        .totalResults,
    ).toBe(0);
    expect((await call("POST", "/Users", sent)).status).toBe(409);
  });

  test("does not undo an admin's removal, and shows the user as not active", async () => {
    await call("PUT", `/Users/${marta}`, { userName: "marta@example.org", externalId: "e-1" });
    await new OffBoarding(database, clock, []).remove(marta, "operator");
    const put = { userName: "marta@example.org", externalId: "e-1", displayName: "Marta N.", active: true };
    expect(await call("PUT", `/Users/${marta}`, put)).toMatchObject({ status: 200, body: { active: false } });
    expect(
      (await call("PATCH", `/Users/${marta}`, operations({ op: "replace", value: { active: true } }))).body.active,
    ).toBe(false);
    expect(await call("POST", "/Users", put)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("An admin removed this user") },
    });
    expect(await people.find(marta)).toMatchObject({ status: "removed", name: "Marta N." });
    // An admin invites the same person again: the directory's entry leads to the new account.
    const again = await people.beginAgain(marta);
    expect((await call("GET", `/Users/${marta}`)).body).toMatchObject({ id: marta, active: true });
    await call("PATCH", `/Users/${marta}`, operations({ op: "replace", value: { active: false } }));
    expect((await people.find(again?.id ?? ""))?.status).toBe("removed");
  });

  test("gives nobody the account of a removed user by their address or name", async () => {
    await call("PUT", `/Users/${marta}`, { userName: "marta@example.org", externalId: "e-1" });
    await call("PATCH", `/Users/${marta}`, operations({ op: "replace", value: { active: false } }));
    const filter = encodeURIComponent('userName eq "marta@example.org"');
    expect((await call("GET", `/Users?filter=${filter}`)).body.totalResults).toBe(0);
    const other = operations({ op: "replace", value: { externalId: "e-2", active: true } });
    expect(await call("PATCH", `/Users/${marta}`, other)).toMatchObject({
      status: 400,
      body: { scimType: "mutability" },
    });
    const added = await call("POST", "/Users", { userName: "marta@example.org", externalId: "e-2" });
    expect(added.status).toBe(201);
    expect(added.body.id).not.toBe(marta);
    expect(await statusOf()).toBe("removed");
    // The former one cannot come back while somebody else has the address.
    const back = await call("PATCH", `/Users/${marta}`, operations({ op: "replace", value: { active: true } }));
    expect(back).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
  });

  test("frees an address that the directory no longer lists", async () => {
    const emails = (...all: string[]) => all.map((value, index) => ({ value, primary: index === 0 }));
    await call("PUT", `/Users/${marta}`, { userName: "marta", emails: emails("m@example.org", "old@example.org") });
    await call("PUT", `/Users/${marta}`, { userName: "marta", emails: emails("m@example.org") });
    expect((await call("POST", "/Users", { userName: "old@example.org" })).status).toBe(201);
    expect((await call("POST", "/Users", { userName: "x", emails: emails("m@example.org") })).status).toBe(409);
  });

  test("renames, and brings back without what they had", async () => {
    const patch = operations(
      { op: "Replace", path: "displayName", value: "Marta Nowak" },
      { op: "Replace", path: "userName", value: "marta.nowak@example.org" },
      { op: "Add", path: 'emails[type eq "work"].value', value: "x@example.org" },
      { op: "remove", path: "title" },
    );
    expect((await call("PATCH", `/Users/${marta}`, patch)).body).toMatchObject({
      displayName: "Marta Nowak",
      userName: "marta.nowak@example.org",
      emails: [{ value: "x@example.org" }],
      active: true,
    });
    await call("PATCH", `/Users/${marta}`, operations({ op: "Replace", path: "active", value: "False" }));
    const back = await call("PATCH", `/Users/${marta}`, operations({ op: "Replace", path: "active", value: "True" }));
    expect(back.body.active).toBe(true);
    expect(await people.find(marta)).toMatchObject({ status: "invited", isAdmin: false });
    expect(acts.map(([action]) => action)).toEqual([
      "directory_change_user",
      "directory_remove_user",
      "directory_restore_user",
    ]);
  });

  test("removes somebody also when the rest of the message is wrong", async () => {
    const answer = await call("PUT", `/Users/${marta}`, { displayName: "x".repeat(200), active: false });
    expect(answer.status).toBe(400);
    expect(await statusOf()).toBe("removed");
  });

  test("leaves an address to whom it belongs", async () => {
    await people.create({ email: "piotr@example.org", name: "Piotr", group: null, isAdmin: false, status: "active" });
    const answer = await call("PUT", `/Users/${marta}`, { userName: "piotr@example.org", displayName: "Changed" });
    expect(answer).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
    expect(await people.find(marta)).toMatchObject({ email: "marta@example.org", name: "Marta" });
  });

  test.each([
    ["a body that is no JSON", 400, (id: string) => ["PATCH", `/Users/${id}`, "{"]],
    ["no operations", 400, (id: string) => ["PATCH", `/Users/${id}`, { Operations: [] }]],
    [
      "an unknown operation",
      400,
      (id: string) => ["PATCH", `/Users/${id}`, operations({ op: "move", path: "active", value: false })],
    ],
    [
      "active as a word",
      400,
      (id: string) => ["PATCH", `/Users/${id}`, operations({ op: "replace", path: "active", value: "no" })],
    ],
    [
      "active as nothing",
      400,
      (id: string) => ["PATCH", `/Users/${id}`, operations({ op: "replace", path: "active", value: null })],
    ],
    ["active taken away", 400, (id: string) => ["PATCH", `/Users/${id}`, operations({ op: "remove", path: "active" })]],
    [
      "a value without a path",
      400,
      (id: string) => ["PATCH", `/Users/${id}`, operations({ op: "replace", value: false })],
    ],
    [
      "somebody who is not there",
      404,
      () => ["PATCH", "/Users/none", operations({ op: "replace", value: { active: false } })],
    ],
    ["a filter of another kind", 400, () => ["GET", "/Users?filter=active eq true"]],
    ["a page that is no number", 400, () => ["GET", "/Users?count=all"]],
    ["a kind that is not there", 404, () => ["GET", "/Roles"]],
    ["groups by another attribute", 400, () => ["GET", '/Groups?filter=meta.location eq "x"']],
    ["users by another attribute", 400, () => ["GET", '/Users?filter=title eq "x"']],
    ["comparisons joined by or", 400, () => ["GET", '/Users?filter=id eq "x" or id eq "y"']],
    ["another method", 405, () => ["DELETE", "/Users"]],
    ["somebody new without an address", 400, () => ["POST", "/Users", { displayName: "x" }]],
    ["somebody new who is not active", 400, () => ["POST", "/Users", { userName: "x@example.org", active: false }]],
  ] as [string, number, (id: string) => [string, string, unknown?]][])("refuses %s", async (_, status, request) => {
    const answer = await call(...request(marta));
    expect(answer).toMatchObject({ status, body: { status: String(status) } });
    expect(await statusOf()).toBe("active");
    expect((await people.list()).length).toBe(1);
  });
});
