import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { boundedFetch } from "#core/platform/browser-sign-in/bounded-fetch";
import type { AccountProof } from "#main/accounts/deps";
import { Accounts } from "#main/accounts/index";
import { toFailure } from "#main/app/failure";
import { openSettings } from "#main/settings/store";
import { type FakeGateway, startFakeGateway } from "../../fakes/calamari-gateway";
import { visit } from "../../fakes/calamari-gateway/browser";
import { FakeKeychain } from "../fixtures";

let gateway: FakeGateway;
beforeEach(async () => {
  gateway = await startFakeGateway();
});
afterEach(() => gateway.close());

/** Everything of the app that connects but the server, whose proof is always that of Nora. */
function opened() {
  const home = mkdtempSync(join(tmpdir(), "punchcard-accounts-"));
  const settings = openSettings({ dir: home, open: () => ({ store: {} }), log: () => undefined });
  const keychain = new FakeKeychain();
  const trusted: unknown[] = [];
  const accounts = new Accounts({
    settings,
    keychain,
    home,
    prove: async () =>
      ({ person: { id: "41", name: "Nora Lind", email: gateway.people.nora }, refused: {} }) as AccountProof,
    ready: async () => undefined,
    personOf: () => null,
    changed: () => undefined,
    serviceName: () => "Calamari",
    signIn: {
      fetch(input, init, tlsVerify) {
        trusted.push(tlsVerify);
        return boundedFetch(input, init, tlsVerify);
      },
      openBrowser: async (address) => void visit(address, gateway.people.nora).catch(() => undefined),
      words: () => ({ title: "", done: "", failed: "" }),
      log: () => undefined,
    },
    platform: "linux",
  });
  const signIn = async (more: { caFile?: string } = {}) =>
    accounts.signIn({
      ...{ url: gateway.mcpUrl, origin: gateway.authorization.url, sessionOnly: false, profile: undefined },
      ...more,
    });
  return { accounts, settings, keychain, signIn, trusted };
}
const revocations = () => gateway.authorization.requests.filter(({ url }) => url === "/token/revocation").length;

test("a sign-in that the keychain does not keep is not left behind at Calamari either", async () => {
  const { signIn, keychain, settings } = opened();
  keychain.broken = true;
  const failed = await signIn().catch((error: unknown) => error);
  expect(toFailure(failed, () => undefined)).toMatchObject({ code: "keychain" });
  await expect.poll(revocations).toBe(1);
  expect(settings.get().accounts).toEqual([]);
});

test("the file that was chosen while connecting is the account's, also when one signs in again and out", async () => {
  const { accounts, signIn, settings, trusted } = opened();
  const account = await signIn({ caFile: "/etc/fjordworks.pem" });
  expect(account.tlsVerify).toBe("/etc/fjordworks.pem");
  await accounts.findSignIn(gateway.mcpUrl);
  await signIn();
  expect(settings.get().accounts).toMatchObject([{ id: account.id, tlsVerify: "/etc/fjordworks.pem" }]);
  await accounts.disconnect(account.id);
  await expect.poll(revocations).toBe(1);
  expect(trusted.length).toBeGreaterThan(8);
  expect(new Set(trusted)).toEqual(new Set(["/etc/fjordworks.pem"]));
});
