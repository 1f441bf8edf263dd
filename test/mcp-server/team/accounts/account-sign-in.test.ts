import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PolicyState } from "#core/domain/company-policy/index";
import type { NetworkGuard } from "#core/domain/ports";
import { AccountSignIn } from "#team/accounts/sign-in/account-sign-in";
import type { Person } from "#team/people/person";
import type { Database } from "#team/store/database";
import { type FakeGateway, startFakeGateway } from "../../../fakes/calamari-gateway";
import { onBothStores } from "../store/stores";
import {
  answerAt,
  type BroughtBack,
  beginSignIn,
  countOf,
  finishSignIn,
  hostsOf,
  personOf,
  signInAs,
} from "./sign-in-fixture";
import { openTeam, type Team } from "./team-fixture";

const none: PolicyState = { kind: "none" };
const never = new AbortController().signal;

onBothStores("signing in to an account", (store) => {
  let gateway: FakeGateway;
  let database: Database;
  let team: Team;
  let nora: Person;
  let now: number;

  beforeEach(async () => {
    gateway = await startFakeGateway();
    ({ database } = await store.empty());
    now = Date.parse("2026-11-19T10:07:33Z");
    team = await openTeam(database, hostsOf(gateway), () => now);
    nora = await personOf(team, gateway);
  });
  afterEach(async () => {
    await team.ended.close();
    await gateway.close();
  });

  const begin = (person = nora, bound: PolicyState = none) => beginSignIn(team, gateway, person, bound);
  const finish = (answer: BroughtBack, cookie: string, person = nora, bound: PolicyState = none) =>
    finishSignIn(team, answer, cookie, person, bound);
  const refused = (promise: Promise<unknown>) =>
    promise.then(
      () => "done",
      ({ code, kind }) => code ?? kind,
    );
  const dump = async () => {
    const tables = ["accounts", "ended_sign_ins", "browser_states", "store_locks", "service_facts", "data_keys"];
    return JSON.stringify(await Promise.all(tables.map((table) => database.all(`SELECT * FROM ${table}`))));
  };
  test("connects the person's own account, and no token stands anywhere in plain", async () => {
    const { location, cookie } = await begin();
    const asked = new URL(location).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      ...{ response_type: "code", scope: "mcp", resource: gateway.mcpUrl, code_challenge_method: "S256" },
      redirect_uri: "https://time.example.org/connect/calamari/signed-in",
    });
    const answer = await answerAt(gateway, location);
    expect(answer.origin).toBe(team.origin);
    for (const secret of [cookie, answer.state]) expect(await dump()).not.toContain(secret);
    const { account, facts } = await finish(answer, cookie);
    expect(facts.person).toMatchObject({ name: "Nora Lind", email: gateway.people.nora });
    expect(account.settings).toMatchObject({
      ...{ service: "calamari", mcpUrl: gateway.mcpUrl, user: gateway.people.nora },
      ...{ label: `Calamari · ${gateway.people.nora}`, permissions: { profile: "track" } },
    });
    expect(await team.accounts.of(nora.id)).toEqual([account]);
    const text = (await dump()) + team.logged.join();
    expect(gateway.authorization.issued.size).toBeGreaterThan(1);
    for (const token of gateway.authorization.issued) expect(text).not.toContain(token);
    expect(text).not.toContain(answer.code);
    expect(await database.all("SELECT * FROM browser_states")).toEqual([]);
  });

  test("counts in the browser that it began in, for its person, once, and ten minutes long", async () => {
    const { location, cookie } = await begin();
    const other = await begin();
    const answer = await answerAt(gateway, location);
    expect(await refused(finish(answer, "not-a-cookie"))).toBe("sign_in_expired");
    // The state of another browser.
    expect(await refused(finish(answer, other.cookie))).toBe("sign_in_expired");
    const ida = await personOf(team, gateway, "ida");
    expect(await refused(finish(answer, cookie, ida))).toBe("sign_in_expired");
    // Whoever tried used it up.
    expect(await refused(finish(answer, cookie))).toBe("sign_in_expired");
    const asOther = await begin();
    const forOther = await answerAt(gateway, asOther.location);
    expect(await refused(team.signIn.finish(nora, "kimai", forOther, asOther.cookie, none, never))).toBe(
      "sign_in_expired",
    );
    const again = await begin();
    const good = await answerAt(gateway, again.location);
    await finish(good, again.cookie);
    expect(await refused(finish(good, again.cookie))).toBe("sign_in_expired");
    const late = await begin();
    const lateAnswer = await answerAt(gateway, late.location);
    now += 10 * 60_000;
    expect(await refused(finish(lateAnswer, late.cookie))).toBe("sign_in_expired");
    expect(await team.accounts.of(nora.id)).toHaveLength(1);
  });

  test.each([
    ["a code that was changed", { code: "wrong" }, "unavailable"],
    ["no code at all", { code: null }, "forbidden"],
    ["the answer of another issuer", { iss: "https://evil.example" }, "not_this_product"],
    ["an answer that names no issuer", { iss: undefined }, "not_this_product"],
  ])("keeps nothing of %s", async (_what, change, code) => {
    const { location, cookie } = await begin();
    expect(await refused(finish({ ...(await answerAt(gateway, location)), ...change }, cookie))).toBe(code);
    expect(await team.accounts.of(nora.id)).toEqual([]);
  });

  test("is refused by the authorization server with a code of another sign-in, whose verifier it lacks", async () => {
    const [one, other] = [await begin(), await begin()];
    const { code } = await answerAt(gateway, one.location);
    expect(await refused(finish({ ...(await answerAt(gateway, other.location)), code }, other.cookie))).toBe(
      "unavailable",
    );
    expect(await team.accounts.of(nora.id)).toEqual([]);
  });

  test("is over where the person does not agree", async () => {
    const { location, cookie } = await begin();
    const answer = await answerAt(gateway, location, "nora", { deny: true });
    expect(answer).toMatchObject({ code: null, error: "access_denied" });
    await expect(finish(answer, cookie)).rejects.toMatchObject({ code: "forbidden", message: /did not agree/ });
    const odd = await begin();
    const told = { ...(await answerAt(gateway, odd.location, "nora", { deny: true })), error: "constructor" };
    await expect(finish(told, odd.cookie)).rejects.toThrow("did not let you sign in");
  });

  test("keeps nobody else's account, and revokes what it was given", async () => {
    expect(await refused(signInAs(team, gateway, nora, "ida"))).toBe("sign_in_other_person");
    expect(await team.accounts.of(nora.id)).toEqual([]);
    await team.ended.revokeDue();
    expect(countOf(gateway, "/token/revocation")).toBe(1);
    expect(await database.all("SELECT * FROM ended_sign_ins")).toEqual([]);
  });

  test("is asked for again where the page to sign in is another one than was shown", async () => {
    const input = { service: "calamari", url: gateway.mcpUrl, origin: "https://auth.example.org" };
    expect(await refused(team.signIn.begin(nora, input, none, never))).toBe("conflict");
    expect(gateway.authorization.requests.filter(({ url }) => url === "/reg")).toEqual([]);
  });

  test("goes to no address that company or server do not allow, and to no service without a sign-in", async () => {
    const policy = { services: { calamari: { addresses: ["https://other.example"] } } };
    const elsewhere: PolicyState = { kind: "bound", place: "", policy };
    // Before anything is asked there.
    gateway.fail({ path: /well-known/, failure: { kind: "status", status: 503 } });
    expect(await refused(begin(nora, elsewhere))).toBe("not_allowed");
    gateway.heal();
    expect(await refused(team.signIn.find("kimai", gateway.mcpUrl, none, never))).toBe("not_allowed");
    const { location, cookie } = await begin();
    const answer = await answerAt(gateway, location);
    // Forbidden while the browser was away.
    expect(await refused(finish(answer, cookie, nora, elsewhere))).toBe("not_allowed");
    const only = (change: object) =>
      new AccountSignIn({
        ...team,
        log: () => undefined,
        ...{ states: {} as never },
        connect: { ...team.connect, ...change },
      });
    for (const change of [{ services: ["kimai"] }, { hosts: ["other.example"] }])
      expect(await refused(only(change).find("calamari", gateway.mcpUrl, none, never))).toBe("not_allowed");
    expect(gateway.requests).toEqual([]);
  });

  /** A server that lists nothing: as for strangers' addresses. */
  const guarded = (guard: NetworkGuard) =>
    new AccountSignIn({
      ...team,
      ...{ states: {} as never, log: () => undefined },
      connect: { ...team.connect, network: guard },
    });

  test.each([
    ["http://169.254.169.254/latest/meta-data", "url"],
    ["https://169.254.169.254/mcp", "offline"],
    ["https://10.0.0.8/mcp", "offline"],
    ["https://[::1]/mcp", "offline"],
    ["https://metadata.example/mcp", "offline"],
    ["https://user:pw@gateway.calamari.io/mcp", "url"],
    ["gateway.calamari.io", "url"],
    ["", "url"],
  ])("does not ask %s", async (url, code) => {
    const resolve: NetworkGuard["resolve"] = (_host, _options, done) =>
      done(null, [{ address: "169.254.169.254", family: 4 }]);
    const one = guarded({ lists: () => false, resolve });
    expect(await refused(one.find("calamari", url, none, never))).toBe(code);
  });

  test.each([
    ["five megabytes", { kind: "status", status: 200, body: " ".repeat(5_000_000) }, "unavailable"],
    ["another address", { kind: "redirect", to: "https://gateway.calamari.io/" }, "not_this_product"],
    ["a page of HTML", { kind: "html" }, "not_this_product"],
    ["an end in the middle", { kind: "drop" }, "offline"],
  ] as const)("believes no document that answers with %s", async (_what, failure, code) => {
    gateway.fail({ path: /well-known/, failure: failure as never });
    expect(await refused(begin())).toBe(code);
    expect(gateway.authorization.requests).toEqual([]);
  });

  test("sends nobody to sign in at somebody else's, unless the company lists that place", async () => {
    const elsewhere = "https://auth.example.org";
    const documents = createServer(({ url }, response) => {
      const origin = `http://127.0.0.1:${(documents.address() as AddressInfo).port}`;
      response.setHeader("content-type", "application/json").end(
        JSON.stringify(
          url?.includes("protected-resource")
            ? { resource: `${origin}/mcp`, authorization_servers: [origin] }
            : {
                issuer: origin,
                authorization_endpoint: `${elsewhere}/authorize`,
                token_endpoint: `${elsewhere}/token`,
                response_types_supported: ["code"],
                code_challenge_methods_supported: ["S256"],
              },
        ),
      );
    });
    await new Promise<void>((resolve) => documents.listen(0, "127.0.0.1", resolve));
    const { port } = documents.address() as AddressInfo;
    const find = (...listed: string[]) =>
      guarded({ lists: (origin) => [`http://127.0.0.1:${port}`, ...listed].includes(origin) }).find(
        "calamari",
        `http://127.0.0.1:${port}/mcp`,
        none,
        never,
      );
    try {
      await expect(find()).rejects.toMatchObject({ code: "not_this_product", message: /auth\.example\.org/ });
      expect(await find(elsewhere)).toMatchObject({ origin: elsewhere });
    } finally {
      documents.close();
    }
  });

  test("asks no private address that a document names", async () => {
    const listed = new URL(gateway.mcpUrl).origin;
    // The MCP server is listed, its authorization server is not.
    const one = guarded({ lists: (origin) => origin === listed });
    expect(await refused(one.find("calamari", gateway.mcpUrl, none, never))).toBe("offline");
    expect(gateway.authorization.requests).toEqual([]);
  });
});
