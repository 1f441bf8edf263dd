import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accountResult } from "#core/domain/results/account";
import { startedResult, stoppedResult } from "#core/domain/results/timer";
import { readSignIn } from "#core/domain/sign-in";
import { openCredentials } from "#core/platform/credentials";
import { toFailure } from "#main/app/failure";
import { callOnce } from "#main/server/index";
import { type FakeGateway, startFakeGateway } from "../fakes/calamari-gateway";
import { visit } from "../fakes/calamari-gateway/browser";
import { signedIn } from "../fakes/calamari-gateway/sign-in";
import { newUser } from "../main/accounts/new-user";
import { Server, temporaryFolder } from "./server";

/** The second way to Calamari with everything real but Calamari: the built server in processes, keychain, HTTP, a browser. */

let gateway: FakeGateway;
beforeEach(async () => {
  gateway = await startFakeGateway();
});
afterEach(() => gateway.close());

const keychain = openCredentials();
const placeOf = (id: string) => ({ id, service: "calamari" as const, mcpUrl: gateway.mcpUrl });
const bus = () => ({ DBUS_SESSION_BUS_ADDRESS: process.env.DBUS_SESSION_BUS_ADDRESS });

/** A home as the app leaves it after signing in. */
async function connected(id: string, profile = "track"): Promise<string> {
  const home = temporaryFolder();
  const account = {
    id,
    service: "calamari",
    label: "Calamari · Nora",
    mcpUrl: gateway.mcpUrl,
    permissions: { profile },
  };
  writeFileSync(join(home, "settings.json"), JSON.stringify({ version: 1, accounts: [account] }));
  await keychain.set(placeOf(id), await signedIn(gateway));
  return home;
}
const filesOf = (home: string) =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), "latin1"));
const text = (answer: { content: { text: string }[] }) => answer.content.map((part) => part.text).join("\n");

test.each([2, 5])(
  "%i clients' servers that start at once share one sign-in: all go on, no refresh token is used twice, no token is anywhere",
  async (count) => {
    gateway.settings.accessSeconds = 29;
    const id = `calamari-${count}`;
    const home = await connected(id);
    const servers = Array.from({ length: count }).map(() => new Server({ home, args: [], env: bus() }));
    await Promise.all(servers.map((server) => server.open()));
    const said: string[] = [];
    // Tokens expire sooner than the server renews them, so all renew in each round.
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(servers.map((server) => server.call("get_leave_balance")));
      for (const answer of answers) {
        expect(answer.isError, text(answer)).toBeFalsy();
        expect(text(answer)).toContain("Annual leave 2026: 25 of 25 days left");
        said.push(JSON.stringify(answer));
      }
    }
    expect(gateway.authorization.reused()).toBe(0);
    expect(gateway.authorization.requests.filter(({ url }) => url === "/token").length).toBeGreaterThan(4);
    const kept = readSignIn((await keychain.get(placeOf(id))) ?? "");
    expect(gateway.authorization.issued).toContain(kept?.refreshToken);
    const everywhere = [
      ...filesOf(home),
      ...said,
      ...servers.map(({ stderr }) => stderr),
      JSON.stringify(gateway.calls),
    ].join("\n");
    for (const token of [...gateway.authorization.issued, kept?.clientSecret])
      expect(everywhere).not.toContain(String(token));
    for (const server of servers) server.endInput();
    expect(await Promise.all(servers.map(({ ended }) => ended))).toEqual(servers.map(() => 0));
    await keychain.delete(placeOf(id));
  },
);

test("a process that dies in the middle of renewing does not keep the next one waiting for ever", async () => {
  const home = await connected("calamari-dead");
  const first = new Server({ home, args: [], env: bus() });
  await first.open();
  expect((await first.call("get_leave_balance")).isError).toBeFalsy();
  first.endInput();
  await first.ended;
  writeFileSync(join(home, "credentials", "calamari-dead.lock"), "999999 gone");
  const next = new Server({ home, args: [], env: bus() });
  await next.open();
  expect((await next.call("get_leave_balance")).isError).toBeFalsy();
  next.endInput();
  await next.ended;
  await keychain.delete(placeOf("calamari-dead"));
});

test("killed between Calamari's answer and the keychain, a process costs at most one new sign-in: said so, once, without a loop", async () => {
  const home = await connected("calamari-killed");
  const before = await keychain.get(placeOf("calamari-killed"));
  const first = new Server({ home, args: [], env: bus() });
  await first.open();
  // The tokens are on their way: the process has no time to keep them.
  gateway.authorization.onNextGrant(() => first.kill("SIGKILL"));
  void first.call("get_leave_balance").catch(() => undefined);
  await first.ended;
  expect(await keychain.get(placeOf("calamari-killed"))).toBe(before);
  const next = new Server({ home, args: [], env: bus() });
  await next.open();
  const answer = await next.call("get_leave_balance");
  expect(answer.isError).toBe(true);
  expect(text(answer)).toMatch(/signed out of Calamari.*sign in to Calamari again/s);
  const asked = () => gateway.authorization.requests.filter(({ url }) => url === "/token").length;
  const soFar = asked();
  await next.call("get_leave_balance");
  // Told again each time, but nothing is tried over and over by itself.
  expect(asked() - soFar).toBeLessThanOrEqual(2);
  await keychain.set(placeOf("calamari-killed"), await signedIn(gateway));
  const back = await next.call("get_leave_balance");
  expect(back.isError, text(back)).toBeFalsy();
  next.endInput();
  await next.ended;
  await keychain.delete(placeOf("calamari-killed"));
});

test("a client is offered what this way can, and no more; what it does arrives", async () => {
  const home = await connected("calamari-tools");
  const server = new Server({ home, args: [], env: bus() });
  await server.open();
  expect((await server.call("get_account", { show: ["rights"] })).isError).toBeFalsy();
  const names = await server.tools();
  expect(names).toEqual(
    expect.arrayContaining([
      "clock_in",
      "clock_out",
      "log_time",
      "list_absences",
      "get_leave_balance",
      "request_absence",
      "get_account",
    ]),
  );
  for (const none of [
    "get_status",
    "take_break",
    "list_time",
    "report_time",
    "update_time",
    "delete_time",
    "find_work",
    "update_absence",
  ])
    expect(names).not.toContain(none);
  expect(text(await server.call("clock_out"))).toContain("do not seem to be clocked in");
  expect(text(await server.call("clock_in"))).toContain("Working");
  expect(text(await server.call("clock_in"))).toContain("seem to be clocked in already");
  expect(text(await server.call("clock_out"))).toContain("Clocked out at");
  expect(gateway.state.shifts).toHaveLength(1);
  const logged = await server.call("log_time", {
    entries: [{ day: "2026-11-10", from: "9:00", to: "11:30", text: "Planning" }],
  });
  expect(text(logged)).toContain("Planning");
  const dry = await server.call("request_absence", {
    type: "Annual leave",
    from: "2026-12-07",
    to: "2026-12-08",
    dry_run: true,
  });
  expect(text(dry)).toContain("2 days");
  const asked = await server.call("request_absence", { type: "Annual leave", from: "2026-12-07", to: "2026-12-08" });
  expect(asked.isError, text(asked)).toBeFalsy();
  expect(gateway.state.absences).toMatchObject([{ employee: 41, from: "2026-12-07", to: "2026-12-08" }]);
  const over = await server.call("request_absence", {
    type: "Annual leave",
    from: "2026-12-07",
    to: "2026-12-08",
    dry_run: true,
  });
  expect(text(over)).toContain("The service says: You have another absence in this period");
  expect(text(await server.call("list_absences", { period: "2026-12" }))).toContain(
    "neither the type of an absence nor whether it is approved",
  );
  const everybody = await server.call("list_absences", { period: "2026-12", people: ["everyone"] });
  expect(everybody.isError).toBe(true);
  server.endInput();
  await server.ended;
  await keychain.delete(placeOf("calamari-tools"));
});

test("doctor tells who signed in and what the company does not offer; signed out, it says where to sign in again", async () => {
  gateway.state.settings.modules = ["time"];
  const home = await connected("calamari-doctor");
  const doctor = async () => {
    const server = new Server({ home, args: ["doctor"], env: bus() });
    const status = await server.ended;
    return { status, said: server.noise.join("\n") };
  };
  const good = await doctor();
  expect(good.said).toMatch(/^ok +account calamari-doctor: Calamari · Nora, calamari, as Nora Lind, Europe\/Oslo/m);
  expect(good.said).toMatch(/^note +account calamari-doctor: Your company's Calamari does not offer Time Off to/m);
  expect(good.said).not.toContain("cannot tell whether you are working");
  await gateway.authorization.revokeAll();
  const out = await doctor();
  expect(out.said).toMatch(
    /^PROBLEM account calamari-doctor: You are signed out of Calamari.*Settings, Accounts, and sign in to Calamari again/m,
  );
  // It had no launcher before either; only the account has changed.
  expect([good.status, out.status]).toEqual([1, 1]);
  const kept = readSignIn((await keychain.get(placeOf("calamari-doctor"))) ?? "");
  for (const token of [...gateway.authorization.issued, kept?.clientSecret])
    expect(good.said + out.said).not.toContain(String(token));
  await keychain.delete(placeOf("calamari-doctor"));
});

/** Opens what the app opens, as the system's browser would. */
const browserOf = (who: string, sent: string[]) => async (address: string) => {
  sent.push(address);
  void visit(address, who).catch(() => undefined);
};

test("a person signs in, for this session only, and goes on working while tokens are used up", async () => {
  gateway.settings.accessSeconds = 31;
  const sent: string[] = [];
  const person = newUser({ built: true, openBrowser: browserOf(gateway.people.nora, sent) });
  const { accounts } = person;
  const origin = await accounts.findSignIn(gateway.mcpUrl);
  expect(origin).toBe(gateway.authorization.url);
  const account = await accounts.signIn({ url: gateway.mcpUrl, origin, sessionOnly: true, profile: "track" });
  expect(account).toMatchObject({
    service: "calamari",
    mcpUrl: gateway.mcpUrl,
    user: gateway.people.nora,
    label: `Calamari · ${gateway.people.nora}`,
  });
  expect(account.url).toBeUndefined();
  expect(person.keychain.items.size).toBe(0);
  const rotated = (id: string, secret: string) => accounts.rotated(id, secret);
  // Each server of the app uses the credential up; the next one must be given its successor.
  for (const [tool, schema] of [
    ["get_account", accountResult],
    ["clock_in", startedResult],
    ["clock_out", stoppedResult],
  ] as const) {
    const options = { start: person.start, version: "0", log: () => undefined, hello: accounts.hello(), rotated };
    await callOnce(options, tool, { account: account.id }, schema as typeof accountResult);
  }
  expect(gateway.authorization.reused()).toBe(0);
  expect(gateway.state.shifts).toHaveLength(1);
  const everywhere = [...person.everyFile(), ...person.log].join("\n");
  for (const token of gateway.authorization.issued) expect(everywhere).not.toContain(token);
  await accounts.disconnect(account.id);
  await expect
    .poll(() => gateway.authorization.requests.some(({ url, status }) => url === "/token/revocation" && status === 200))
    .toBe(true);
  expect(accounts.hello()).toEqual({});
});

test("the same person again keeps the account and its permissions; the place that was shown must still be the one", async () => {
  const person = newUser({ built: true, openBrowser: browserOf(gateway.people.nora, []) });
  const { accounts, settings } = person;
  const origin = await accounts.findSignIn(gateway.mcpUrl);
  const first = await accounts.signIn({ url: gateway.mcpUrl, origin, sessionOnly: true, profile: "look" });
  const again = await accounts.signIn({ url: gateway.mcpUrl, origin, sessionOnly: true });
  expect(again).toMatchObject({ id: first.id, permissions: { profile: "look" } });
  expect(settings.get().accounts).toHaveLength(1);
  const elsewhere = await accounts
    .signIn({ url: gateway.mcpUrl, origin: "https://auth.calamari.io", sessionOnly: true })
    .catch((error: unknown) => error);
  expect(toFailure(elsewhere, () => undefined)).toMatchObject({ code: "conflict", saved: "no" });
});

test("where an administrator has not switched it on, nothing is kept and the reason says so", async () => {
  gateway.settings.instead = "forbidden";
  const person = newUser({ built: true, openBrowser: browserOf(gateway.people.nora, []) });
  const origin = await person.accounts.findSignIn(gateway.mcpUrl);
  const failed = await person.accounts
    .signIn({ url: gateway.mcpUrl, origin, sessionOnly: true })
    .catch((error: unknown) => error);
  expect(toFailure(failed, () => undefined)).toMatchObject({
    code: "forbidden",
    message: expect.stringMatching(/switched on/),
  });
  expect(person.settings.get().accounts).toEqual([]);
  expect(person.accounts.hello()).toEqual({});
});
