import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { importKimaiMcp } from "#cli/import/kimai-mcp";
import { noPolicy } from "#core/domain/company-policy/index";
import { ServiceError } from "#core/domain/errors";
import type { CredentialStore } from "#core/platform/credentials";
import { openLog } from "#core/platform/log";
import { parseSettings } from "#core/platform/settings";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";

let kimai: FakeKimai;
beforeEach(async () => {
  kimai = await startFakeKimai();
  return () => kimai.close();
});

function session() {
  const home = mkdtempSync(join(tmpdir(), "punchcard-import-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const file = join(home, "config.json");
  const secrets = new Map<string, string>();
  let broken: Error | null = null;
  let meanwhile = () => {};
  const keychain: CredentialStore = {
    get: async ({ id }) => secrets.get(id) ?? null,
    async set({ id }, secret) {
      if (broken) throw broken;
      secrets.set(id, secret);
      meanwhile();
    },
    delete: async ({ id }) => secrets.delete(id),
    probe: async () => ({ ok: true, backend: "test", milliseconds: 0 }),
  };
  const run = async (config: unknown, only?: string) => {
    const source = typeof config === "string" ? config : JSON.stringify(config, null, 2);
    writeFileSync(file, source);
    const lines: string[] = [];
    const deps = { keychain, log: openLog(home), print: (line: string) => void lines.push(line), company: noPolicy };
    const code = await importKimaiMcp({ file, home, profile: "track", only }, deps);
    const text = lines.join("\n");
    const log = join(home, "log/server.log");
    // Whatever happens: no token anywhere but in the keychain, and the file as it was.
    kimai.assertTokensOnlyInAuthorization(text, existsSync(log) ? readFileSync(log, "utf8") : "", settingsText());
    expect(readFileSync(file, "utf8")).toBe(source);
    return { code, text };
  };
  const settingsText = () => {
    const path = join(home, "settings.json");
    return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, "utf8") : "";
  };
  const accounts = () => {
    const parsed = parseSettings(settingsText() || '{"version":1}');
    return "settings" in parsed ? parsed.settings.accounts : [];
  };
  const breakKeychain = (error: Error) => {
    broken = error;
  };
  const onSet = (happens: () => void) => {
    meanwhile = happens;
  };
  return { home, file, secrets, onSet, run, accounts, settingsText, breakKeychain };
}

const entry = (token: string, url = kimai.url) => ({
  command: "uvx",
  args: ["kimai-mcp", "--kimai-url", url, "--kimai-token", token],
});
const config = (token: string = kimai.tokens.user) => ({ mcpServers: { kimai: entry(token) } });

test("an account is proven, kept, and what to remove is told by line", async () => {
  const { run, accounts, secrets, settingsText } = session();
  const { code, text } = await run(config());
  expect(code).toBe(0);
  const [account] = accounts();
  expect(account).toMatchObject({
    service: "kimai",
    url: kimai.url,
    tlsVerify: true,
    permissions: { profile: "track" },
  });
  expect([...secrets]).toEqual([[account?.id, kimai.tokens.user]]);
  expect(JSON.parse(settingsText())).toMatchObject({ activeAccount: account?.id });
  expect(text).toMatch(/connected: Kimai · 127\.0\.0\.1:\d+ as John Doe/);
  expect(text).toMatch(/lines 3 to 12: mcpServers\.kimai, with the comma/);
  expect(text).toContain(`•••••• (${kimai.tokens.user.length} characters)`);
});

test("accounts that are there stay as they are; the same Kimai is not connected twice", async () => {
  const { run, accounts, secrets, home, settingsText } = session();
  const local = { id: "local", service: "local", label: "This computer", permissions: { profile: "look" } };
  writeFileSync(
    join(home, "settings.json"),
    JSON.stringify({ version: 1, accounts: [local], activeAccount: "local", ui: { zoom: 120 } }),
  );
  await run(config());
  expect(accounts().map(({ service }) => service)).toEqual(["local", "kimai"]);
  expect(JSON.parse(settingsText())).toMatchObject({ activeAccount: "local", ui: { zoom: 120 } });
  const before = settingsText();
  const again = await run(config());
  expect(again).toMatchObject({ code: 0, text: expect.stringContaining("connected already") });
  expect(again.text).toContain("Now remove this");
  expect(settingsText()).toBe(before);
  expect(secrets.size).toBe(1);
});

test("a wrong token and a Kimai out of reach are told, and nothing is kept", async () => {
  const { run, accounts, secrets, settingsText } = session();
  expect(await run(config("wrong-token-123"))).toMatchObject({ code: 1, text: expect.stringMatching(/token/i) });
  const offline = await run({ mcpServers: { kimai: entry("any-token-123", "http://127.0.0.1:1023") } });
  expect(offline).toMatchObject({ code: 1, text: expect.stringContaining("not taken over") });
  expect(offline.text).not.toContain("any-token-123");
  expect([accounts(), secrets.size, settingsText()]).toEqual([[], 0, ""]);
});

test("one entry that fails does not keep the others", async () => {
  const { run, accounts } = session();
  const { code, text } = await run({
    good: { kimai_url: kimai.url, kimai_token: kimai.tokens.user },
    bad: { kimai_url: "http://127.0.0.1:1023", kimai_token: "x1y2z3" },
  });
  expect(code).toBe(1);
  expect(accounts()).toHaveLength(1);
  expect(text).toMatch(/lines 2 to 5: good/);
  expect(text).not.toMatch(/lines \d+ to \d+: bad/);
});

test("two tokens for one Kimai: the person says which one; the same token twice is one", async () => {
  const { run, accounts, secrets } = session();
  const people = {
    john: { kimai_url: kimai.url, kimai_token: kimai.tokens.user },
    susan: { kimai_url: `${kimai.url}/`, kimai_token: kimai.tokens.super },
  };
  expect(await run(people)).toMatchObject({ code: 1, text: expect.stringContaining("--only susan") });
  expect(secrets.size).toBe(0);
  expect(await run(people, "paul")).toMatchObject({ code: 1, text: expect.stringContaining("there are john, susan") });
  expect((await run(people, "susan")).code).toBe(0);
  expect([...secrets.values()]).toEqual([kimai.tokens.super]);
  const twice = session();
  const same = await twice.run({ mcpServers: { a: entry(kimai.tokens.user), b: entry(kimai.tokens.user) } });
  expect(same).toMatchObject({ code: 0, text: expect.stringContaining("the same as mcpServers.a") });
  expect(twice.accounts()).toHaveLength(1);
  expect(accounts()).toHaveLength(1);
});

test("no keychain: it says so and what to do, and no account is left without its token", async () => {
  const { run, settingsText, breakKeychain } = session();
  breakKeychain(new ServiceError("keychain", "No keychain is running on this computer.", { next: "Install one." }));
  expect(await run(config())).toEqual({
    code: 1,
    text: expect.stringMatching(/No keychain is running.* Install one\./),
  });
  expect(settingsText()).toBe("");
});

test.each([
  ["settings that cannot be written", (home: string) => void mkdirSync(join(home, "settings.json")), /cannot be read/],
  [
    "an app that starts meanwhile",
    (home: string) => writeFileSync(join(home, "tray.json"), JSON.stringify({ pid: process.pid })),
    /Quit it/,
  ],
])("%s: no token stays in the keychain", async (_what, happens, says) => {
  const { run, secrets, home, onSet } = session();
  onSet(() => happens(home));
  expect(await run(config())).toMatchObject({ code: 1, text: expect.stringMatching(says) });
  expect(secrets.size).toBe(0);
});

test.each([
  ["while the app runs", "tray.json", () => JSON.stringify({ pid: process.pid }), /Quit it/],
  ["broken settings", "settings.json", () => "{ nonsense", /cannot be used/],
  ["settings of a newer Punchcard", "settings.json", () => '{"version": 99}', /newer/],
])("%s: nothing is sent, kept or repaired", async (_what, name, content, says) => {
  const { run, secrets, home } = session();
  const path = join(home, name);
  writeFileSync(path, content());
  expect(await run(config())).toEqual({ code: 1, text: expect.stringMatching(says) });
  expect(readFileSync(path, "utf8")).toBe(content());
  expect(secrets.size).toBe(0);
  expect(kimai.requests).toEqual([]);
});

test("certificates that are not there are told; not checking them is taken over and said", async () => {
  const { run, accounts } = session();
  const user = (ssl_verify: unknown) => ({ me: { kimai_url: kimai.url, kimai_token: kimai.tokens.user, ssl_verify } });
  expect(await run(user("/no/such/CA.pem"))).toMatchObject({
    code: 1,
    text: expect.stringContaining("/no/such/CA.pem"),
  });
  expect(accounts()).toEqual([]);
  expect(await run(user(false))).toMatchObject({ code: 0, text: expect.stringContaining("NOT checked") });
  expect(accounts()).toMatchObject([{ tlsVerify: false }]);
});

test("nothing found, a folder, no file", async () => {
  const { run, home } = session();
  expect(await run({ mcpServers: { other: { command: "npx" } } })).toEqual({
    code: 1,
    text: "Nothing of kimai-mcp was found in it.",
  });
  const lines: string[] = [];
  const deps = {
    keychain: {} as CredentialStore,
    log: openLog(home),
    print: (line: string) => void lines.push(line),
    company: noPolicy,
  };
  for (const file of [home, join(home, "none.json")])
    expect(await importKimaiMcp({ file, home, profile: "track", only: undefined }, deps)).toBe(1);
  expect(lines).toEqual([expect.stringContaining("is a folder"), expect.stringContaining("There is no file")]);
});
