import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { boundCredentials, type CredentialPlace, isInSettings, itemName, ownHome } from "#core/platform/credentials";
import type { KeychainItems } from "#core/platform/keychain";
import * as fc from "../../../property";

const kimai: CredentialPlace = { id: "kimai-1", service: "kimai", url: "https://kimai.example.org/time" };
const stranger: CredentialPlace = { ...kimai, url: "https://kimai.evil.example" };

/** A keychain in memory with these items. */
function keychainOf(items: Record<string, string>) {
  const held = new Map(Object.entries(items));
  const store: KeychainItems = {
    get: async (name) => held.get(name) ?? null,
    set: async (name, secret) => void held.set(name, secret),
    delete: async (name) => held.delete(name),
    probe: async () => ({ ok: true, backend: "memory", milliseconds: 0 }),
  };
  return { held, store };
}
const never = () => {
  throw new Error("was asked");
};

describe("a credential", () => {
  test("is found at its own address only, whatever its path", async () => {
    const { held, store } = keychainOf({});
    const credentials = boundCredentials(store, () => false);
    await credentials.set(kimai, "canary");
    expect([...held.keys()]).toEqual(["kimai-1 kimai https://kimai.example.org"]);
    expect(await credentials.get({ ...kimai, url: "https://kimai.example.org" })).toBe("canary");
    for (const other of [
      stranger,
      { ...kimai, url: "http://kimai.example.org" },
      { ...kimai, url: "https://kimai.example.org:8443" },
      { ...kimai, url: "https://kimai.example.org@kimai.evil.example" },
      { ...kimai, service: "calamari" as const },
      { ...kimai, mcpUrl: "https://kimai.evil.example/mcp" },
      { ...kimai, url: undefined },
      { ...kimai, id: "kimai-2" },
    ])
      expect(await credentials.get(other), JSON.stringify(other)).toBeNull();
  });

  test("has a name of its own for each account, service and origin", () => {
    const place = fc.record({
      id: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/),
      service: fc.constantFrom("kimai", "clockodo", "calamari"),
      url: fc.option(fc.webUrl({ validSchemes: ["http", "https"] }), { nil: undefined }),
    });
    fc.assert(
      fc.property(place, place, (one, other) => {
        const same =
          one.id === other.id &&
          one.service === other.service &&
          (one.url && new URL(one.url).origin) === (other.url && new URL(other.url).origin);
        expect(itemName(one as CredentialPlace) === itemName(other as CredentialPlace)).toBe(same);
      }),
    );
  });

  test("is removed in both forms", async () => {
    const { held, store } = keychainOf({ "kimai-1": "old", [itemName(kimai)]: "new" });
    expect(await boundCredentials(store, never).delete(kimai)).toBe(true);
    expect(held.size).toBe(0);
    expect(await boundCredentials(store, never).delete(kimai)).toBe(false);
  });
});

describe("an item of version 0.1, without an address", () => {
  test("is bound to the address of the person's own settings at its first use", async () => {
    const { held, store } = keychainOf({ "kimai-1": "canary" });
    const credentials = boundCredentials(store, (place) => place.url === kimai.url);
    expect(await credentials.get(stranger)).toBeNull();
    expect([...held.keys()]).toEqual(["kimai-1"]);
    expect(await credentials.get(kimai)).toBe("canary");
    expect([...held]).toEqual([[itemName(kimai), "canary"]]);
    expect(await credentials.get(kimai)).toBe("canary");
    expect(await credentials.get(stranger)).toBeNull();
  });

  test("stays where it is until the new item is kept", async () => {
    const { held, store } = keychainOf({ "kimai-1": "canary" });
    vi.spyOn(store, "set").mockRejectedValueOnce(new Error("locked"));
    const credentials = boundCredentials(store, () => true);
    await expect(credentials.get(kimai)).rejects.toThrow("locked");
    expect([...held]).toEqual([["kimai-1", "canary"]]);
    vi.spyOn(store, "delete").mockRejectedValueOnce(new Error("locked"));
    expect(await credentials.get(kimai)).toBe("canary");
    expect(held.get(itemName(kimai))).toBe("canary");
  });
});

describe("the person's own settings", () => {
  function homeWith(accounts: object[]): string {
    const home = mkdtempSync(join(tmpdir(), "punchcard-own-"));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    writeFileSync(join(home, "settings.json"), JSON.stringify({ version: 1, accounts }));
    return home;
  }

  test("name an account only with its service and origin", async () => {
    const home = homeWith([{ ...kimai, label: "Kimai" }]);
    expect(await isInSettings(kimai, home)).toBe(true);
    expect(await isInSettings({ ...kimai, url: "https://kimai.example.org/other" }, home)).toBe(true);
    expect(await isInSettings(stranger, home)).toBe(false);
    expect(await isInSettings({ ...kimai, id: "kimai-2" }, home)).toBe(false);
    expect(await isInSettings(kimai, join(home, "none"))).toBe(false);
    expect(await isInSettings(kimai, null)).toBe(false);
  });

  test("are looked for where the system has the person's folder, not where HOME points to", () => {
    const before = ownHome();
    vi.stubEnv("HOME", "/tmp/evil");
    vi.stubEnv("USERPROFILE", "C:\\evil");
    expect(homedir()).not.toBe(before);
    expect(ownHome()).toBe(before);
    vi.unstubAllEnvs();
  });
});
