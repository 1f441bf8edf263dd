import { createServer } from "node:http";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { companyRoute } from "#team/api/company-route";
import { peopleEndpoints } from "#team/api/people-endpoints";
import { apiRoute } from "#team/api/router";
import { sessionEndpoints } from "#team/api/session-endpoints";
import { wayInEndpoints } from "#team/api/way-in-endpoints";
import { defaultLimits, RateLimits } from "#team/http/rate-limits";
import { KeyRing } from "#team/keys/key-ring";
import { createVault } from "#team/keys/vault";
import { BrowserStates } from "#team/people/browser-states";
import { CompanySignIn } from "#team/people/company-sign-in";
import { Invitations } from "#team/people/invitations";
import { Passkeys } from "#team/people/passkeys";
import { Passwords } from "#team/people/passwords";
import { PeopleRepository } from "#team/people/people-repository";
import { Sessions } from "#team/people/sessions";
import type { Database } from "#team/store/database";
import { CompanyIssuer } from "../../../fakes/company-issuer";
import { fastFolder } from "../../../fakes/fast-folder";
import { listen } from "../../../fakes/listen";
import { Browser } from "../../../fakes/team/browser";
import { onBothStores } from "../store/stores";

const origin = "https://time.example.org";
const publicUrl = new URL(origin);
const formsKey = "key of forms";
const password = "correct horse battery";
let issuer: CompanyIssuer;
beforeAll(async () => {
  issuer = await CompanyIssuer.start(`${origin}/sign-in/company/callback`);
});
afterAll(() => issuer?.close());

/** A limit of this server's tests. */
const few = { points: 3, duration: 60 };

onBothStores("the API of people", (store) => {
  let database: Database;
  let people: PeopleRepository;
  let invitations: Invitations;
  let port: number;
  let logged: Record<string, unknown>[];
  let close: (() => Promise<void>) | undefined;
  const clock = () => 1_000_000;

  beforeEach(async () => {
    await close?.();
    ({ database } = await store.empty());
    people = new PeopleRepository(database, clock);
    invitations = new Invitations(database, clock);
    const ring = await KeyRing.open(database, join(fastFolder("api"), "team.key"), clock);
    const states = new BrowserStates(database, createVault(database, ring, clock, "browser_states"), clock);
    const sessions = new Sessions(database, clock);
    const passkeys = new Passkeys(database, states, publicUrl, clock);
    const passwords = new Passwords(database, clock);
    const deps = {
      origin,
      formsKey,
      limits: new RateLimits(database, { ...defaultLimits, begin: few, "sign-in": few }),
      sessions,
      invitations,
      passwords,
      passkeys,
      checkPassword: async () => null,
      hasCompany: true,
    };
    const endpoints = [...sessionEndpoints(deps), ...wayInEndpoints(deps), ...peopleEndpoints(deps)];
    const company = new CompanySignIn(
      database,
      states,
      {
        issuer: new URL(issuer.url),
        clientId: issuer.clientId,
        clientSecret: issuer.clientSecret,
        scopes: "openid email profile",
        domains: ["example.org"],
        groups: [],
        groupsClaim: "groups",
        trustEmail: false,
      },
      publicUrl,
      clock,
    );
    const routes = [apiRoute(endpoints, deps), companyRoute(company, deps)];
    logged = [];
    const log = pino({ level: "warn" }, { write: (line: string) => void logged.push(JSON.parse(line)) });
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", origin);
      void routes.find((one) => one.matches(url.pathname))?.handle(request, response, { url, address: "1.2.3.4", log });
    });
    ({ port, close } = await listen(server));
  });
  afterAll(() => close?.());

  const add = (name: string, isAdmin = false, status: "active" | "invited" = "active") =>
    people.create({ email: `${name}@example.org`, name, group: null, isAdmin, status });
  const post = async (browser: Browser, path: string, json: unknown, csrf = "") => {
    const answer = await browser.send(path, { method: "POST", json, headers: { "x-csrf-token": csrf } });
    return { status: answer.status, body: answer.text === "" ? null : JSON.parse(answer.text) };
  };
  const get = async (browser: Browser, path: string) => {
    const answer = await browser.get(path);
    return { status: answer.status, body: JSON.parse(answer.text) };
  };
  async function signedIn(name: string, isAdmin = false) {
    const person = await add(name, isAdmin, "invited");
    const browser = new Browser(port, origin);
    const token = await invitations.create(person.id);
    const { status, body } = await post(browser, "/api/invitation/password", { token, password });
    expect(status).toBe(200);
    return { person, browser, csrf: body.csrf as string, token };
  }

  test("lets somebody in by an invitation and a password, once", async () => {
    const marta = await add("marta", false, "invited");
    const token = await invitations.create(marta.id);
    const browser = new Browser(port, origin);
    expect(await post(browser, "/api/invitation", { token })).toEqual({
      status: 200,
      body: { email: "marta@example.org", name: "marta" },
    });
    expect(await post(browser, "/api/invitation/password", { token, password: "short" })).toMatchObject({
      status: 400,
      body: { error: "invalid" },
    });
    const letIn = await post(browser, "/api/invitation/password", { token, password });
    expect(letIn.body.person).toEqual({ id: marta.id, email: "marta@example.org", name: "marta", isAdmin: false });
    expect([...browser.cookies.values()].map(({ name }) => name)).toEqual(["__Host-session"]);
    expect(await get(browser, "/api/session")).toMatchObject({ status: 200, body: letIn.body });
    expect(await post(new Browser(port, origin), "/api/invitation/password", { token, password })).toMatchObject({
      status: 410,
      body: { error: "invitation_used" },
    });
  });

  test("tells an admin's page at once that they are one", async () => {
    const { browser } = await signedIn("priya", true);
    const { body } = await get(browser, "/api/session");
    expect(body.person).toMatchObject({ name: "priya", isAdmin: true });
    const token = await invitations.create(body.person.id);
    const letIn = await post(new Browser(port, origin), "/api/invitation/password", { token, password });
    expect(letIn.body.person).toMatchObject({ name: "priya", isAdmin: true });
  });

  test("asks for a passkey, bound to the browser by a cookie, and takes no made-up answer", async () => {
    const marta = await add("marta", false, "invited");
    const token = await invitations.create(marta.id);
    const browser = new Browser(port, origin);
    const asked = await post(browser, "/api/invitation/passkey/begin", { token });
    expect(asked.body).toMatchObject({ rp: { id: "time.example.org" }, user: { name: "marta@example.org" } });
    expect([...browser.cookies.values()].map(({ name }) => name)).toEqual(["__Host-passkey"]);
    const answer = { id: "made-up", rawId: "made-up", type: "public-key", response: { clientDataJSON: "e30" } };
    const made = { token, name: "Laptop", answer };
    expect((await post(new Browser(port, origin), "/api/invitation/passkey", made)).status).toBe(410);
    expect((await post(browser, "/api/invitation/passkey", made)).status).toBe(401);
    expect((await people.find(marta.id))?.status).toBe("invited");
    expect((await post(browser, "/api/passkey/begin", {})).body.rpId).toBe("time.example.org");
    expect(await post(browser, "/api/passkey", { answer })).toMatchObject({ status: 401, body: { error: "refused" } });
    expect((await post(browser, "/api/passkey", { answer: { id: 1 } })).status).toBe(400);
  });

  test("slows down who guesses invitations", async () => {
    const browser = new Browser(port, origin);
    const statuses: number[] = [];
    for (const guess of ["a", "b", "c", "d"])
      statuses.push((await post(browser, "/api/invitation", { token: guess })).status);
    expect(statuses).toEqual([410, 410, 410, 429]);
  });

  test("slows down who guesses answers of the company's sign-in, and tells a browser on the page", async () => {
    const browser = new Browser(port, origin);
    const path = "/sign-in/company/callback?code=x&state=y";
    for (let count = 0; count < few.points; count++) expect((await browser.get(path)).status).toBe(410);
    const refused = await browser.get(path);
    expect([refused.status, Number(refused.headers["retry-after"]) > 0]).toEqual([429, true]);
    expect((await browser.get(path, { accept: "text/html" })).headers.location).toBe("/sign-in?problem=locked");
    // Who has a valid answer or link gets in from the same address all the same.
    issuer.account = { sub: "s-1", email: "marta@example.org", email_verified: true, name: "Marta" };
    const begun = await browser.get("/sign-in/company?returnTo=%2F");
    const back = await issuer.visit(new URL(begun.headers.location ?? ""));
    expect((await browser.get(back.pathname + back.search)).status).toBe(303);
  });

  test("shows a person their own browsers and ends one", async () => {
    const marta = await signedIn("marta");
    const piotr = await signedIn("piotr");
    const [mine] = (await get(marta.browser, "/api/browsers")).body;
    expect(mine).toMatchObject({ isThisOne: true, method: "password" });
    const end = (who: typeof marta, csrf = who.csrf) =>
      who.browser.send(`/api/browsers/${mine.id}`, { method: "DELETE", headers: { "x-csrf-token": csrf } });
    expect((await end(piotr)).status).toBe(404);
    expect((await end(marta, "wrong")).status).toBe(403);
    expect((await end(marta)).status).toBe(204);
    expect((await get(marta.browser, "/api/session")).status).toBe(401);
    expect((await get(piotr.browser, "/api/passkeys")).body).toEqual([]);
    expect((await post(piotr.browser, "/api/passkeys/forget", { id: "x" }, piotr.csrf)).status).toBe(404);
  });

  test("begins no more sign-ins than it can keep", async () => {
    const paths = [...Array<string>(4).fill("/api/passkey/begin"), "/sign-in/company"];
    const statuses: number[] = [];
    for (const path of paths) {
      const method = path.startsWith("/api/") ? "POST" : "GET";
      const answer = await new Browser(port, origin).send(path, { method, ...(method === "POST" && { json: {} }) });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(await database.all("SELECT purpose FROM browser_states")).toHaveLength(3);
  });

  test("refuses a character that PostgreSQL keeps in no text, and takes how it is written for what it is", async () => {
    const { browser, csrf } = await signedIn("marta");
    const forget = async (id: string) => (await post(browser, "/api/passkeys/forget", { id }, csrf)).status;
    expect([await forget("a\u0000b"), await forget("\\\u0000"), await forget("a\\u0000b")]).toEqual([400, 400, 404]);
  });

  test("lets somebody in with the company's account, in the browser that began it", async () => {
    issuer.account = { sub: "s-1", email: "marta@example.org", email_verified: true, name: "Marta" };
    const browser = new Browser(port, origin);
    const begin = async () => {
      const begun = await browser.get("/sign-in/company?returnTo=%2Fconsent%2F1");
      const back = await issuer.visit(new URL(begun.headers.location ?? ""));
      return back.pathname + back.search;
    };
    const elsewhere = await new Browser(port, origin).get(await begin());
    expect([elsewhere.status, JSON.parse(elsewhere.text).error]).toEqual([410, "gone"]);
    const answer = await browser.get(await begin());
    expect([answer.status, answer.headers.location]).toEqual([303, "/consent/1"]);
    expect([...browser.cookies.values()].map(({ name }) => name)).toEqual(["__Host-session"]);
    expect((await get(browser, "/api/session")).body.person).toMatchObject({
      email: "marta@example.org",
      name: "Marta",
    });

    issuer.account = { ...issuer.account, sub: "s-2", email: "marta@evil.org" };
    const refused = await browser.get(await begin());
    expect([refused.status, JSON.parse(refused.text).error]).toEqual([403, "not_allowed"]);
    expect(logged.at(-1)).toMatchObject({
      msg: "company sign-in failed",
      problem: "not_allowed",
      reason: "Accounts of this domain are not let in here.",
    });
    expect(JSON.stringify(logged)).not.toContain("marta");
    expect((await browser.send("/sign-in/company", { method: "POST" })).status).toBe(405);
  });
});
