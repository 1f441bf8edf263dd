import { createServer } from "node:http";
import { join } from "node:path";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { KeyRing } from "#team/keys/key-ring";
import { createVault } from "#team/keys/vault";
import { BrowserStates } from "#team/people/browser-states";
import { Passkeys } from "#team/people/passkeys";
import { PeopleRepository } from "#team/people/people-repository";
import type { Person } from "#team/people/person";
import { createSchema } from "#team/store/create-schema";
import type { Database } from "#team/store/database";
import { openLibsql } from "#team/store/libsql";
import { launchChromium, whyNoChromium } from "../../fakes/chromium";
import { fastFolder } from "../../fakes/fast-folder";
import { listen } from "../../fakes/listen";

/** A real browser with a virtual authenticator: what it answers is made by Chromium, not by us. */
describe.skipIf(whyNoChromium)("passkeys", () => {
  let browser: Browser;
  let page: Page;
  let authenticator: CDPSession;
  let origin: URL;
  let closeServer: () => Promise<void>;
  let database: Database;
  let now: number;
  let passkeys: Passkeys;
  let people: PeopleRepository;
  let marta: Person;
  const clock = () => now;

  beforeAll(async () => {
    const { port, close } = await listen(
      createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<title>.</title>")),
    );
    closeServer = close;
    origin = new URL(`http://localhost:${port}`);
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(origin.href);
    authenticator = await page.context().newCDPSession(page);
    await authenticator.send("WebAuthn.enable");
  });
  afterAll(async () => {
    await browser?.close();
    await closeServer?.();
  });

  let device: string;
  let keyFile: string;
  beforeEach(async () => {
    now = 1_000_000;
    const folder = fastFolder("passkeys");
    database = await openLibsql(join(folder, "team.db"));
    await createSchema(database);
    people = new PeopleRepository(database, clock);
    keyFile = join(folder, "team.key");
    passkeys = await forOrigin(origin);
    marta = await people.create({
      email: "marta@example.org",
      name: "Marta",
      group: null,
      isAdmin: false,
      status: "active",
    });
    if (device) await authenticator.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: device });
    device = await plugIn();
  });
  const plugIn = async () =>
    (
      await authenticator.send("WebAuthn.addVirtualAuthenticator", {
        options: {
          protocol: "ctap2",
          transport: "internal",
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      })
    ).authenticatorId;
  const forOrigin = async (url: URL) => {
    const vault = createVault(database, await KeyRing.open(database, keyFile, clock), clock, "browser_states");
    return new Passkeys(database, new BrowserStates(database, vault, clock), url, clock);
  };
  const inBrowser = <T>(kind: "create" | "get", options: object) =>
    page.evaluate(
      async ([what, json]) => {
        // biome-ignore lint/suspicious/noExplicitAny: this runs in the browser, whose types are not here.
        const { PublicKeyCredential: credential, navigator } = globalThis as any;
        const publicKey =
          what === "create"
            ? credential.parseCreationOptionsFromJSON(json)
            : credential.parseRequestOptionsFromJSON(json);
        return (await navigator.credentials[what as string]({ publicKey })).toJSON();
      },
      [kind, options] as const,
    ) as Promise<T>;

  async function add(person = marta) {
    const { options, state } = await passkeys.beginAdding(person);
    const response = await inBrowser<RegistrationResponseJSON>("create", options);
    const passkey = await passkeys.finishAdding(person.id, state, response);
    await database.transaction((inside) => passkeys.store(inside, person.id, passkey, "Laptop"));
    return { passkey, state, response };
  }
  async function answer() {
    const { options, state } = await passkeys.beginSignIn();
    return { state, response: await inBrowser<AuthenticationResponseJSON>("get", options) };
  }
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => "signed in",
      ({ code }) => code,
    );

  test("sign their person in without an address, and are listed and forgotten", async () => {
    await add();
    now += 1_000;
    const { state, response } = await answer();
    expect(await passkeys.finishSignIn(state, response)).toEqual(marta);
    const list = await passkeys.list(marta.id);
    expect(list).toMatchObject([{ name: "Laptop", createdAt: 1_000_000, lastUsedAt: 1_001_000 }]);
    const id = list[0]?.id ?? "";
    expect(await passkeys.forget("somebody-else", id)).toBe(false);
    expect(await passkeys.forget(marta.id, id)).toBe(true);
    const later = await answer();
    expect(await codeOf(passkeys.finishSignIn(later.state, later.response))).toBe("refused");
  });

  test("are refused a second time, in another browser, late, changed or copied", async () => {
    const added = await add();
    expect(await codeOf(passkeys.finishAdding(marta.id, added.state, added.response))).toBe("expired");

    const { state, response } = await answer();
    expect(await codeOf(passkeys.finishSignIn("another browser's", response))).toBe("expired");
    const other = await passkeys.beginSignIn();
    expect(await codeOf(passkeys.finishSignIn(other.state, response))).toBe("refused");
    expect(await codeOf(passkeys.finishSignIn(state, response))).toBe("signed in");
    expect(await codeOf(passkeys.finishSignIn(state, response))).toBe("expired");

    const late = await answer();
    now += 6 * 60_000;
    expect(await codeOf(passkeys.finishSignIn(late.state, late.response))).toBe("expired");

    const changed = await answer();
    const signature = Buffer.from(changed.response.response.signature, "base64url");
    signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
    changed.response.response.signature = signature.toString("base64url");
    expect(await codeOf(passkeys.finishSignIn(changed.state, changed.response))).toBe("refused");

    const copied = await answer();
    await database.run("UPDATE passkeys SET counter = 1000");
    expect(await codeOf(passkeys.finishSignIn(copied.state, copied.response))).toBe("refused");
  });

  test("are refused for another origin, another person, and without unlocking the device", async () => {
    const first = await add();
    // Same host, other port: for the browser one relying party, for us another server.
    const elsewhere = await forOrigin(new URL("http://localhost:1"));
    const asked = await elsewhere.beginSignIn();
    const phished = await inBrowser<AuthenticationResponseJSON>("get", asked.options);
    expect(await codeOf(elsewhere.finishSignIn(asked.state, phished))).toBe("refused");

    const piotr = await people.create({ ...marta, email: "piotr@example.org", status: "active" });
    const { options, state } = await passkeys.beginAdding(piotr);
    const response = await inBrowser<RegistrationResponseJSON>("create", options);
    expect(await codeOf(passkeys.finishAdding(marta.id, state, response))).toBe("expired");
    const taken = database.transaction((inside) => passkeys.store(inside, piotr.id, first.passkey, "Laptop"));
    expect(await codeOf(taken)).toBe("refused");

    const mine = await answer();
    await database.run("UPDATE passkeys SET person_id = ? WHERE person_id = ?", [piotr.id, marta.id]);
    expect(await codeOf(passkeys.finishSignIn(mine.state, mine.response))).toBe("refused");

    await database.run("UPDATE passkeys SET person_id = ?", [marta.id]);
    const own = await passkeys.beginSignIn();
    await authenticator.send("WebAuthn.setUserVerified", { authenticatorId: device, isUserVerified: false });
    const question = { ...own.options, userVerification: "discouraged" };
    const locked = await inBrowser<AuthenticationResponseJSON>("get", question);
    expect(await codeOf(passkeys.finishSignIn(own.state, locked))).toBe("refused");
  });

  test("end with their person", async () => {
    const { passkey } = await add();
    const { state, response } = await answer();
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect(await codeOf(passkeys.finishSignIn(state, response))).toBe("refused");
    const later = database.transaction((inside) =>
      passkeys.store(inside, marta.id, { ...passkey, id: "new" }, "Phone"),
    );
    expect(await codeOf(later)).toBe("removed");
  });
});
