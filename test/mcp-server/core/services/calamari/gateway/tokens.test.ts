import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { readSignIn, writeSignIn } from "#core/domain/sign-in";
import { signedIn } from "../../../../../fakes/calamari-gateway/sign-in";
import { failureOf, setup } from "./setup";

let here: Awaited<ReturnType<typeof setup>>;
afterEach(() => here.close());

const renewals = () => here.gateway.authorization.requests.filter(({ url }) => url === "/token").length;

test("a token that is over is renewed, and the new refresh token kept, before anything is sent with the old one", async () => {
  here = await setup({ settings: { accessSeconds: 60 } });
  await here.service.facts();
  const before = renewals();
  here.gateway.advance(40);
  await here.service.facts({ fresh: true });
  expect(renewals()).toBe(before + 1);
  expect(here.credential.sets).toHaveLength(2);
  expect(here.gateway.requests.filter(({ status }) => status === 401)).toEqual([]);
});

test("a token that is refused is renewed once, and the call goes on", async () => {
  here = await setup();
  await here.service.facts();
  // Calamari forgets the access token alone, as after a restart.
  here.gateway.fail({ method: "POST", path: /getMyProfile/, times: 1, failure: { kind: "status", status: 401 } });
  expect((await here.service.facts({ fresh: true })).person.name).toBe("Nora Lind");
  expect(here.credential.sets).toHaveLength(2);
});

test("ten calls at once renew once", async () => {
  here = await setup();
  const before = renewals();
  await Promise.all(Array.from({ length: 10 }, () => here.absences.types()));
  expect(renewals()).toBe(before + 1);
  expect(here.gateway.authorization.reused()).toBe(0);
});

test("two processes that share the keychain never use one refresh token twice", async () => {
  here = await setup();
  const other = here.open();
  const third = here.open();
  await Promise.all([here.service.facts(), other.facts(), third.facts()]);
  expect(here.credential.sets).toHaveLength(3);
  expect(here.gateway.authorization.reused()).toBe(0);
});

test("a sign-in that was taken back asks to sign in again, and nothing is sent any more with it", async () => {
  here = await setup({ settings: { accessSeconds: 60 } });
  await here.service.facts();
  await here.gateway.authorization.revokeAll();
  here.gateway.advance(120);
  const failure = await failureOf(here.service.timer.start({ work: {} }));
  expect(failure).toMatchObject({ kind: "unauthorized", saved: "no" });
  expect(failure.message).toMatch(/signed out/);
  expect(failure.next).toMatch(/sign in to Calamari again/);
  expect(here.tools()).not.toContain("clockIn");
});

test("a refresh token that somebody else used already ends the sign-in, in words", async () => {
  here = await setup();
  const stale = here.credential.now();
  await here.service.facts();
  await here.credential.set(stale);
  const failure = await failureOf(here.open().facts());
  expect(here.gateway.authorization.reused()).toBe(1);
  expect(failure).toMatchObject({ kind: "unauthorized" });
});

test("a keychain that does not keep the new refresh token does not end the work of this process", async () => {
  here = await setup({ settings: { accessSeconds: 60 } });
  const set = here.credential.set.bind(here.credential);
  here.credential.set = async () => {
    throw new Error("locked");
  };
  await here.service.facts();
  here.gateway.advance(120);
  here.credential.set = set;
  await here.service.facts({ fresh: true });
  expect(here.gateway.authorization.reused()).toBe(0);
  expect(here.credential.sets).toHaveLength(1);
});

test("a keychain that keeps it only later spares other processes the used-up one: nobody is signed out", async () => {
  here = await setup();
  const set = here.credential.set.bind(here.credential);
  here.credential.set = async () => {
    throw new Error("locked");
  };
  await here.service.facts();
  here.credential.set = set;
  here.gateway.advance(60);
  await here.absences.types();
  await expect.poll(() => here.credential.sets).toHaveLength(1);
  await here.open().facts();
  expect(here.gateway.authorization.reused()).toBe(0);
});

test("what the keychain did not keep never replaces a newer sign-in, and a process that has it goes on with the newer one", async () => {
  here = await setup({ settings: { accessSeconds: 60 } });
  const set = here.credential.set.bind(here.credential);
  here.credential.set = async () => {
    throw new Error("locked");
  };
  await here.service.facts();
  await here.gateway.authorization.revokeAll();
  // The person signs in again, in the app.
  const again = await signedIn(here.gateway);
  await set(again);
  here.credential.set = set;
  here.gateway.advance(25);
  expect((await here.service.facts({ fresh: true })).person.name).toBe("Nora Lind");
  expect(readSignIn(here.credential.now())?.clientId).toBe(readSignIn(again)?.clientId);
  here.gateway.advance(120);
  expect((await here.service.facts({ fresh: true })).person.name).toBe("Nora Lind");
  expect(here.gateway.authorization.reused()).toBe(0);
});

test("a process that was signed out goes on by itself once the person has signed in again", async () => {
  here = await setup({ settings: { accessSeconds: 60 } });
  await here.service.facts();
  await here.gateway.authorization.revokeAll();
  here.gateway.advance(120);
  expect(await failureOf(here.service.facts({ fresh: true }))).toMatchObject({ kind: "unauthorized" });
  await here.credential.set(await signedIn(here.gateway));
  expect((await here.service.facts({ fresh: true })).person.name).toBe("Nora Lind");
});

test("a sign-in that is made while the old one is refused is used at once", async () => {
  here = await setup({ settings: { accessSeconds: 60 } });
  await here.service.facts();
  await here.gateway.authorization.revokeAll();
  here.gateway.advance(120);
  const again = await signedIn(here.gateway);
  const get = here.credential.get.bind(here.credential);
  let isFirst = true;
  here.credential.get = async () => {
    const old = await get();
    // Read, but not sent yet.
    if (isFirst) await here.credential.set(again);
    isFirst = false;
    return old;
  };
  expect((await here.service.facts({ fresh: true })).person.name).toBe("Nora Lind");
  expect(here.gateway.authorization.reused()).toBe(0);
});

test("an authorization server that is down or answers nonsense leaves the sign-in as it is", async () => {
  here = await setup();
  await here.gateway.authorization.close();
  expect(await failureOf(here.service.facts())).toMatchObject({ kind: "offline" });
  expect(here.credential.sets).toEqual([]);
});

test("a place for tokens that sends on elsewhere is not followed, and the sign-in stays as it is", async () => {
  here = await setup();
  const elsewhere = createServer((_request, response) =>
    response.writeHead(302, { location: "https://evil.example/token" }).end(),
  );
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void elsewhere.close());
  const kept = readSignIn(here.credential.now());
  if (!kept) throw new Error("no sign-in");
  const { port } = elsewhere.address() as AddressInfo;
  const moved = writeSignIn({ ...kept, tokenEndpoint: `http://127.0.0.1:${port}/token` });
  await here.credential.set(moved);
  expect(await failureOf(here.service.facts())).toMatchObject({
    kind: "redirected",
    message: expect.stringMatching(/evil\.example.*was not sent there/),
  });
  expect(here.credential.now()).toBe(moved);
});

test("an API key in the keychain is not taken for a sign-in", async () => {
  here = await setup();
  await here.credential.set("cal+key/4f9a");
  expect(await failureOf(here.service.facts())).toMatchObject({ kind: "unauthorized" });
});

test("no token stands in the log, in what tools were asked, or in an error", async () => {
  here = await setup();
  await here.service.facts();
  await here.gateway.authorization.revokeAll();
  const { refreshToken, clientSecret } = readSignIn(here.credential.now()) ?? {};
  const failure = await failureOf(here.open().facts());
  const said = [here.logged(), JSON.stringify(here.gateway.calls), JSON.stringify(failure), String(failure.cause)].join(
    "\n",
  );
  expect(here.gateway.authorization.issued.size).toBeGreaterThan(2);
  for (const token of [...here.gateway.authorization.issued, refreshToken, clientSecret])
    expect(said).not.toContain(String(token));
});
