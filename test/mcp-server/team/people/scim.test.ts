import { createServer } from "node:http";
import pino from "pino";
import { afterAll, beforeEach, expect, test } from "vitest";
import { defaultLimits, RateLimits } from "#team/http/rate-limits";
import { OffBoarding } from "#team/people/off-boarding";
import { PeopleRepository } from "#team/people/people-repository";
import { Scim } from "#team/people/scim/scim";
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
  const servers: (() => Promise<void>)[] = [];
  afterAll(() => Promise.all(servers.map((close) => close())));

  beforeEach(async () => {
    ({ database } = await store.empty());
    people = new PeopleRepository(database, clock);
    scim = new Scim(database, new OffBoarding(database, clock, []), origin, clock);
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
  test("refuses even the right token after many wrong ones from one address, and no other address", async () => {
    const ask = (given: string, from: string) =>
      fetch(`${base}/Users`, { headers: { authorization: `Bearer ${given}`, "x-from": from } });
    for (let count = 0; count < 6; count++) expect((await ask("wrong", "a")).status).toBe(401);
    const answer = await ask(token, "a");
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(50);
    for (let count = 0; count < 8; count++) expect((await ask(token, "b")).status).toBe(200);
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
    await call("DELETE", `/Users/${marta}`);
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
    expect(answer).toMatchObject({ status: 201, body: { userName: "piotr@example.org", displayName: "Piotr Nowak" } });
    expect(await people.find(answer.body.id)).toMatchObject({ status: "invited", isAdmin: false });
    const again = await call("POST", "/Users", { userName: "Marta@Example.org" });
    expect(again).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
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
      active: true,
    });
    await call("PATCH", `/Users/${marta}`, operations({ op: "Replace", path: "active", value: "False" }));
    const back = await call("PATCH", `/Users/${marta}`, operations({ op: "Replace", path: "active", value: "True" }));
    expect(back.body.active).toBe(true);
    expect(await people.find(marta)).toMatchObject({ status: "invited", isAdmin: false });
  });

  test("removes somebody also when the rest of the message is wrong", async () => {
    const answer = await call("PUT", `/Users/${marta}`, { userName: "x y@z", active: false });
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
    ["groups", 404, () => ["GET", "/Groups"]],
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
