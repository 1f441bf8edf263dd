import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { OidcConfig } from "#team/config/team-config";
import { KeyRing } from "#team/keys/key-ring";
import { createVault } from "#team/keys/vault";
import { BrowserStates } from "#team/people/browser-states";
import { CompanySignIn, callbackPath } from "#team/people/company-sign-in";
import { DirectoryUsers } from "#team/people/directory-users";
import { Invitations } from "#team/people/invitations";
import { OffBoarding } from "#team/people/off-boarding";
import { PeopleRepository } from "#team/people/people-repository";
import type { Database } from "#team/store/database";
import { CompanyIssuer } from "../../../fakes/company-issuer";
import { fastFolder } from "../../../fakes/fast-folder";
import { onBothStores } from "../store/stores";

const publicUrl = new URL("https://time.example.org");
let issuer: CompanyIssuer;
beforeAll(async () => {
  issuer = await CompanyIssuer.start(publicUrl.origin + callbackPath);
});
afterAll(() => issuer?.close());

onBothStores("company sign-in", (store) => {
  let database: Database;
  let people: PeopleRepository;
  let again: () => Promise<Database>;
  let now: number;
  let file: string;
  const clock = () => now;

  beforeEach(async () => {
    now = 1_000_000;
    ({ database, again } = await store.empty());
    people = new PeopleRepository(database, clock);
    file = join(fastFolder("company"), "team.key");
    issuer.broken = null;
    issuer.account = { sub: "s-1", email: "marta@example.org", email_verified: true, name: "Marta" };
  });

  async function signIn(more: Partial<OidcConfig> = {}, on = database) {
    const vault = createVault(on, await KeyRing.open(on, file, clock), clock, "browser_states");
    const config: OidcConfig = {
      issuer: new URL(issuer.url),
      clientId: issuer.clientId,
      clientSecret: issuer.clientSecret,
      scopes: "openid email profile",
      domains: [],
      groups: [],
      groupsClaim: "groups",
      trustEmail: false,
      ...more,
    };
    return new CompanySignIn(on, new BrowserStates(on, vault, clock), config, publicUrl, clock);
  }
  const pathOf = ({ pathname, search }: URL) => pathname + search;

  async function through(sign: CompanySignIn, returnTo = "/") {
    const { redirectTo, state } = await sign.begin(returnTo);
    return sign.finish(pathOf(await issuer.visit(redirectTo)), state);
  }

  test("makes a person the first time, and finds them again by subject, whatever they are called then", async () => {
    const sign = await signIn();
    const { person, returnTo } = await through(sign, "/authorize/1?x=2");
    expect(returnTo).toBe("/authorize/1?x=2");
    expect(person).toMatchObject({ email: "marta@example.org", name: "Marta", status: "active", isAdmin: false });
    issuer.account = { ...issuer.account, email: "marta.nowak@example.org", name: "Marta Nowak" };
    const later = (await through(sign)).person;
    expect(later).toMatchObject({ id: person.id, email: "marta.nowak@example.org", name: "Marta Nowak" });
    expect(await people.list()).toEqual([later]);
  });

  test("takes over somebody who was invited, by their confirmed address", async () => {
    const group = await people.ensureGroup("designers");
    const invited = await people.create({
      email: "marta@example.org",
      name: "M.",
      group: group.id,
      isAdmin: true,
      status: "invited",
    });
    expect((await through(await signIn())).person).toEqual({ ...invited, name: "Marta", status: "active" });
    expect(await people.find(invited.id)).toEqual({ ...invited, name: "Marta", status: "active" });
  });

  test("ends the links to an account that becomes an active admin's, and no link of others", async () => {
    const invitations = new Invitations(database, clock);
    const marta = { email: "marta@example.org", name: "M.", group: null, status: "invited" as const };
    const invited = await people.create({ ...marta, isAdmin: true });
    const other = await people.create({ ...marta, email: "olek@example.org", isAdmin: false });
    const [kept, others] = [await invitations.create(invited.id), await invitations.create(other.id)];
    await through(await signIn());
    await expect(invitations.look(kept)).rejects.toMatchObject({ code: "invitation_unknown" });
    expect(await invitations.look(others)).toMatchObject({ id: other.id });
    // Made since at the command line, for an admin who lost a passkey: signing in again leaves it.
    const asked = await invitations.create(invited.id);
    await through(await signIn());
    expect(await invitations.look(asked)).toMatchObject({ id: invited.id });
  });

  test("follows the company's groups, up and down", async () => {
    const sign = await signIn({ groups: ["designers", "finance"], adminGroup: "it" });
    issuer.account = { ...issuer.account, groups: ["designers", "it"] };
    const first = (await through(sign)).person;
    expect(first.isAdmin).toBe(true);
    issuer.account = { ...issuer.account, groups: ["finance"] };
    const second = (await through(sign)).person;
    expect(second).toMatchObject({ id: first.id, isAdmin: false });
    const names = new Map((await people.groups()).map(({ id, name }) => [id, name]));
    expect([first, second].map(({ group }) => names.get(group ?? ""))).toEqual(["designers", "finance"]);
    issuer.account = { ...issuer.account, groups: ["other"] };
    await expect(through(sign)).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("keeps out who was removed, also under another address", async () => {
    const sign = await signIn();
    const { person } = await through(sign);
    await new OffBoarding(database, clock, []).remove(person.id, "operator");
    await expect(through(sign)).rejects.toMatchObject({ code: "not_allowed" });
    issuer.account = { ...issuer.account, email: "new@example.org" };
    await expect(through(sign)).rejects.toMatchObject({ code: "not_allowed" });
    issuer.account = { ...issuer.account, sub: "s-2", email: "marta@example.org" };
    await expect(through(sign)).rejects.toMatchObject({ code: "not_allowed" });
    expect(await people.list()).toHaveLength(1);
  });

  test("gives somebody who has a removed user's address a new account, once an admin invited them", async () => {
    const sign = await signIn();
    const former = (await through(sign)).person;
    await new OffBoarding(database, clock, []).remove(former.id, "operator");
    issuer.account = { sub: "s-2", email: "marta@example.org", email_verified: true, name: "Martha" };
    await expect(through(sign)).rejects.toThrow("An account with this address was removed here.");
    const invited = await people.create({ ...former, status: "invited" });
    expect((await through(sign)).person).toMatchObject({ id: invited.id, name: "Martha" });
    // The former one has the old subject, and gets in to neither.
    issuer.account = { ...issuer.account, sub: "s-1" };
    await expect(through(sign)).rejects.toThrow("Your account here was removed.");
    expect(await people.find(former.id)).toEqual({ ...former, status: "removed" });
  });

  test("lets a removed user begin again as a new one, whom an admin invited as the same person", async () => {
    const sign = await signIn();
    const former = (await through(sign)).person;
    await new OffBoarding(database, clock, []).remove(former.id, "operator");
    const again = await people.beginAgain(former.id);
    expect((await through(sign)).person).toEqual({ ...former, id: again?.id });
  });

  test.each([
    ["its subject", "s-1", {}],
    ["Entra's object id", "oid-1", { oid: "oid-1" }],
  ])("recognizes whom the directory sent under another address by %s", async (_, externalId, more) => {
    const sent = await people.create({
      ...{ email: "marta@tenant.example", name: "M.", group: null, isAdmin: false, status: "invited" },
    });
    const entry = { id: sent.id, person: sent.id, externalId, userName: "marta@tenant.example" };
    await new DirectoryUsers(database).save(entry);
    issuer.account = { ...issuer.account, ...more };
    expect((await through(await signIn())).person).toMatchObject({ id: sent.id, email: "marta@example.org" });
    await new OffBoarding(database, clock, []).remove(sent.id, "directory");
    await expect(through(await signIn())).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("gives an address that changed hands to nobody", async () => {
    const sign = await signIn();
    await through(sign);
    issuer.account = { ...issuer.account, sub: "s-2" };
    await expect(through(sign)).rejects.toMatchObject({ code: "not_allowed" });
    issuer.account = { ...issuer.account, sub: "s-3", email: "piotr@example.org" };
    await through(sign);
    issuer.account = { ...issuer.account, email: "marta@example.org" };
    await expect(through(sign)).rejects.toMatchObject({ code: "exists" });
    expect((await people.list()).map(({ email }) => email)).toEqual(["marta@example.org", "piotr@example.org"]);
  });

  test("ends on another replica, once, and only in the browser that began it", async () => {
    const [one, two] = [await signIn(), await signIn({}, await again())];
    const mine = await one.begin("/");
    const other = await one.begin("/");
    const back = pathOf(await issuer.visit(mine.redirectTo));
    // Login CSRF: the answer for my browser, opened in another one that has begun its own.
    await expect(two.finish(back, other.state)).rejects.toMatchObject({ code: "refused" });
    await expect(two.finish(back, "")).rejects.toMatchObject({ code: "expired" });
    expect((await two.finish(back, mine.state)).person.email).toBe("marta@example.org");
    await expect(two.finish(back, mine.state)).rejects.toMatchObject({ code: "expired" });
  });

  test("refuses an answer that is late, changed, of another issuer, or a refusal", async () => {
    const sign = await signIn();
    const attempts: ((back: URL) => void)[] = [
      () => {
        now += 11 * 60_000;
      },
      (back) => back.searchParams.set("code", "other"),
      (back) => back.searchParams.delete("code"),
      (back) => back.searchParams.delete("state"),
      (back) => back.searchParams.set("iss", "https://evil.org"),
      (back) => back.searchParams.delete("iss"),
      (back) => {
        back.searchParams.delete("code");
        back.searchParams.set("error", "access_denied");
      },
    ];
    const codes: string[] = [];
    for (const change of attempts) {
      const { redirectTo, state } = await sign.begin("/");
      const back = await issuer.visit(redirectTo);
      change(back);
      codes.push(
        await sign.finish(pathOf(back), state).then(
          () => "signed in",
          ({ code }) => code,
        ),
      );
    }
    expect(codes).toEqual(["expired", ...Array(6).fill("refused")]);
    expect(await people.list()).toEqual([]);
  });

  test("asks with code, state, nonce and S256, and stores none of them in plain", async () => {
    const { redirectTo, state } = await (await signIn()).begin("/");
    const asked = Object.fromEntries(redirectTo.searchParams);
    expect(asked).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: "https://time.example.org/sign-in/company/callback",
    });
    const rows = JSON.stringify(await database.all("SELECT * FROM browser_states"));
    for (const secret of [state, asked.state, asked.nonce, asked.code_challenge]) expect(rows).not.toContain(secret);
    expect(new Set([state, asked.state, asked.nonce]).size).toBe(3);
  });

  test("says that the company's sign-in does not answer, and works again when it does", async () => {
    const sign = await signIn();
    issuer.broken = 503;
    await expect(sign.begin("/")).rejects.toMatchObject({ code: "unavailable" });
    issuer.broken = null;
    const { redirectTo, state } = await sign.begin("/");
    const back = pathOf(await issuer.visit(redirectTo));
    issuer.broken = 503;
    await expect(sign.finish(back, state)).rejects.toMatchObject({ code: "unavailable" });
    issuer.broken = null;
    expect((await through(sign)).person.email).toBe("marta@example.org");
  });

  test("lets two first sign-ins at once make one person", async () => {
    const sign = await signIn();
    const found = await Promise.all([through(sign), through(sign)]);
    expect(found[0]?.person.id).toBe(found[1]?.person.id);
  });
});
