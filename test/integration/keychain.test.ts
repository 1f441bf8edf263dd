import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { openKeychain } from "../../mcp-server/keychain";

/** Runs on the private session bus with an unlocked keyring that build/desktop-session.sh makes. */
const keychain = openKeychain();
const lookUp = (user: string) =>
  execFileSync("secret-tool", ["lookup", "service", "Punchcard", "username", user], { encoding: "utf8" });

test("a credential is kept in the Secret Service, where secret-tool finds it, and goes away again", async () => {
  await keychain.set("kimai-test", "canary-token-äöü");
  expect(await keychain.get("kimai-test")).toBe("canary-token-äöü");
  expect(lookUp("kimai-test")).toBe("canary-token-äöü");
  expect(await keychain.delete("kimai-test")).toBe(true);
  expect(await keychain.get("kimai-test")).toBeNull();
  expect(await keychain.delete("kimai-test")).toBe(false);
});

test("an item that Punchcard cannot have written is refused, not used", async () => {
  execFileSync("secret-tool", ["store", "--label=x", "service", "Punchcard", "username", "foreign"], {
    input: "two\nlines",
  });
  await expect(keychain.get("foreign")).rejects.toMatchObject({ kind: "keychain" });
  await keychain.delete("foreign");
});

test("the probe names the backend", async () => {
  expect(await keychain.probe()).toMatchObject({ ok: true, backend: "Secret Service" });
});
