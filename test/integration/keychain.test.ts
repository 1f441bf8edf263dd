import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type CredentialPlace, itemName, openCredentials } from "#core/platform/credentials";
import { openKeychain } from "#core/platform/keychain";
import { startFakeKimai } from "../fakes/kimai";
import { Server, temporaryFolder } from "./server";

/** Runs on the private session bus with an unlocked keyring that build/desktop-session.sh makes. */
const keychain = openKeychain();
const credentials = openCredentials();
const nowhere = "http://127.0.0.1:1023";
const placeOf = (id: string, url = nowhere): CredentialPlace => ({ id, service: "kimai", url });
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

test.skipIf(process.platform !== "linux")("the session starts its keyring again after a crash, unlocked", async () => {
  const keyringPid = () => {
    const request = "org.freedesktop.DBus.GetConnectionUnixProcessID";
    const args = ["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/", request];
    const { stdout } = spawnSync("dbus-send", [...args, "string:org.freedesktop.secrets"], { encoding: "utf8" });
    return Number(/uint32 (\d+)/.exec(stdout)?.[1] ?? 0);
  };
  await keychain.set("after-crash", "canary-token-1");
  const pid = keyringPid();
  expect(pid).toBeGreaterThan(0);
  process.kill(pid, "SIGKILL");
  await expect.poll(keyringPid).not.toBe(pid);
  expect(await keychain.get("after-crash")).toBe("canary-token-1");
  await keychain.delete("after-crash");
});

const bundle = resolve(import.meta.dirname, "../../out/mcp-server/index.js");

/** A home as the app leaves it: one Kimai account whose token is in the keychain. */
function connected(id: string, url = nowhere): string {
  const home = temporaryFolder();
  const account = { id, service: "kimai", label: "Kimai", url, permissions: { profile: "everything" } };
  writeFileSync(join(home, "settings.json"), JSON.stringify({ version: 1, accounts: [account] }));
  return home;
}
const sessionBus = () => ({ DBUS_SESSION_BUS_ADDRESS: process.env.DBUS_SESSION_BUS_ADDRESS });

/** What each tool answers in one breath: the text that a client shows its model. */
async function answersOf(home: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const server = new Server({ home, args: [], env });
  await server.open();
  const texts: string[] = [];
  for (const [name, args] of [
    ["get_account", {}],
    ["clock_in", { project: "Web" }],
  ] as const) {
    const answer = await server.call(name, args);
    expect(answer.isError).toBe(true);
    expect(answer.structuredContent).toMatchObject({ error: { saved: "no", next: expect.any(String) } });
    texts.push(answer.content.map(({ text }) => text).join("\n"));
  }
  server.endInput();
  expect(await server.ended).toBe(0);
  return texts;
}

describe("an item in the keychain", () => {
  test("that Punchcard wrote is used by the built server in a client's bare environment", async () => {
    const kimai = await startFakeKimai();
    const place = placeOf("kimai-fine", kimai.url);
    await credentials.set(place, kimai.tokens.user);
    const server = new Server({ home: connected("kimai-fine", kimai.url), args: [], env: sessionBus() });
    await server.open();
    const answer = await server.call("get_account");
    expect(answer.content[0]?.text).toContain("John Doe");
    kimai.assertTokensOnlyInAuthorization(JSON.stringify(answer));
    await credentials.delete(place);
    await kimai.close();
  });

  test.each([
    ["empty", ""],
    ["of another program", "user=ada\npassword=x"],
  ])("that is %s is refused with the way to mend it, and never sent", async (name, secret) => {
    const id = `kimai-${name.replaceAll(" ", "-")}`;
    const kimai = await startFakeKimai();
    const item = ["service", "Punchcard", "username", itemName(placeOf(id, kimai.url))];
    execFileSync("secret-tool", ["store", "--label=x", ...item], { input: secret });
    for (const text of await answersOf(connected(id, kimai.url), sessionBus())) {
      expect(text).toContain("was not written by Punchcard");
      expect(text).toContain("connect it again");
      expect(text).not.toContain("password");
    }
    expect(kimai.requests).toEqual([]);
    await kimai.close();
    execFileSync("secret-tool", ["clear", ...item]);
  });

  test("is not given to another address that a foreign --settings folder names for a known account id", async () => {
    const [own, stranger] = [await startFakeKimai(), await startFakeKimai()];
    const place = placeOf("kimai-bound", own.url);
    await credentials.set(place, own.tokens.user);
    for (const text of await answersOf(connected("kimai-bound", stranger.url), sessionBus()))
      expect(text).toContain("no credential for this account");
    expect(stranger.requests).toEqual([]);
    expect(await credentials.get(place)).toBe(own.tokens.user);
    await credentials.delete(place);
    await Promise.all([own.close(), stranger.close()]);
  });

  test("of version 0.1, without an address, is not taken over by a foreign --settings folder, whatever HOME says", async () => {
    const stranger = await startFakeKimai();
    await keychain.set("kimai-old", stranger.tokens.user);
    const home = connected("kimai-old", stranger.url);
    mkdirSync(join(home, "as-home"));
    symlinkSync(home, join(home, "as-home", ".punchcard"));
    for (const HOME of [home, join(home, "as-home")])
      for (const text of await answersOf(home, { ...sessionBus(), HOME }))
        expect(text).toContain("no credential for this account");
    expect(stranger.requests).toEqual([]);
    expect(await keychain.get("kimai-old")).toBe(stranger.tokens.user);
    await keychain.delete("kimai-old");
    await stranger.close();
  });

  test("that is missing is told as that, not as a broken keychain", async () => {
    for (const text of await answersOf(connected("kimai-none"), sessionBus()))
      expect(text).toMatch(/no credential for this account[\s\S]*connect the account again/);
  });
});

describe("no keychain", () => {
  const doctor = (home: string, env: NodeJS.ProcessEnv, ...wrapper: string[]) => {
    const [command = "", ...args] = [...wrapper, process.execPath, bundle, "doctor", "--settings", home];
    return spawnSync(command, args, {
      encoding: "utf8",
      env: { HOME: home, PATH: process.env.PATH, ...env },
      timeout: 40_000,
    });
  };
  const line = (stdout: string, part: string) => stdout.split("\n").find((text) => text.includes(part)) ?? "";

  test("a session bus that is not there: doctor and every tool say so and what to do, at once", async () => {
    const noBus = { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent/bus" };
    const home = connected("kimai-1");
    const { stdout, status } = doctor(home, noBus);
    expect(status).toBe(1);
    for (const part of ["keychain:", "account kimai-1:"])
      expect(line(stdout, part)).toMatch(/^PROBLEM .*session bus cannot be reached.*Log in to a desktop session/);
    for (const text of await answersOf(home, noBus))
      expect(text).toMatch(/session bus cannot be reached[\s\S]*DBUS_SESSION_BUS_ADDRESS/);
  });

  test("no bus is named at all: the same", () => {
    const home = connected("kimai-1");
    const { stdout, status } = doctor(home, { XDG_RUNTIME_DIR: join(home, "none") });
    expect(status).toBe(1);
    expect(line(stdout, "keychain:")).toMatch(/^PROBLEM .*session bus cannot be reached/);
  });

  /** A bus on which nothing is started when it is asked for. */
  const bareBus = (home: string) => {
    const file = join(home, "bus.conf");
    writeFileSync(
      file,
      `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=${home}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
    );
    return ["dbus-run-session", `--config-file=${file}`, "--"];
  };

  test("a bus without a Secret Service: doctor says which programs offer one", () => {
    const home = connected("kimai-1");
    const { stdout, status } = doctor(home, {}, ...bareBus(home));
    expect(status).toBe(1);
    for (const part of ["keychain:", "account kimai-1:"])
      expect(line(stdout, part)).toMatch(/^PROBLEM .*No keychain is running.*gnome-keyring, KWallet or KeePassXC/);
  });

  test("a bus without a Secret Service: a tool says the same, and nothing was changed", () => {
    const home = connected("kimai-1");
    const request = (id: number, method: string, params: object) =>
      JSON.stringify({ jsonrpc: "2.0", id, method, params });
    const hello = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } };
    const input = join(home, "input");
    writeFileSync(
      input,
      [request(1, "initialize", hello), request(2, "tools/call", { name: "clock_in", arguments: {} }), ""].join("\n"),
    );
    const [bus = "", ...args] = bareBus(home);
    const server = `(cat "${input}"; sleep 3) | "${process.execPath}" "${bundle}" --settings "${home}"`;
    const { stdout } = spawnSync(bus, [...args, "sh", "-c", server], {
      encoding: "utf8",
      env: { HOME: home, PATH: process.env.PATH },
      timeout: 40_000,
    });
    const answer = stdout.split("\n").find((text) => text.includes('"id":2')) ?? "";
    expect(JSON.parse(answer)).toMatchObject({
      result: { isError: true, structuredContent: { error: { code: "keychain", saved: "no" } } },
    });
    expect(answer).toContain("No keychain is running");
    expect(answer).toContain("Nothing was changed");
  });

  /** Runs it where the keyring is locked and no prompt can be shown, as where a client runs without a desktop. */
  function whereLocked(home: string, script: string) {
    const lock =
      "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null";
    const prepared = `mkdir -m 700 "$XDG_RUNTIME_DIR"; eval "$(printf x | gnome-keyring-daemon --unlock --components=secrets --daemonize 2>/dev/null)"; printf token | secret-tool store --label=x service Punchcard username '${itemName(placeOf("kimai-1"))}'; ${lock}; ${script}`;
    const env = { HOME: home, PATH: process.env.PATH };
    const [bus = "", ...args] = ["dbus-run-session", "--", "sh", "-c", prepared];
    return spawnSync(bus, args, {
      encoding: "utf8",
      env: { ...env, XDG_RUNTIME_DIR: join(home, "run"), XDG_DATA_HOME: join(home, "data") },
      timeout: 30_000,
    }).stdout;
  }

  test("a locked keychain: doctor says so, and ends", () => {
    const home = connected("kimai-1");
    const stdout = whereLocked(home, `"${process.execPath}" "${bundle}" doctor --settings "${home}"; echo "ended $?"`);
    expect(line(stdout, "account kimai-1:")).toMatch(/^PROBLEM .*The keychain is locked\. Unlock it/);
    // It kills itself, since a thread of the keychain keeps it from ending otherwise.
    expect(stdout).toMatch(/^ended (1|137)$/m);
  });

  test("a locked keychain: a tool says so, and no server stays behind when its client has gone", () => {
    const home = connected("kimai-1");
    const hello = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } };
    const input = join(home, "input");
    const lines = [
      { jsonrpc: "2.0", id: 1, method: "initialize", params: hello },
      { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "clock_in", arguments: {} } },
    ].map((one) => `${JSON.stringify(one)}\n`);
    writeFileSync(input, lines.join(""));
    const server = `(cat "${input}"; sleep 4) | "${process.execPath}" "${bundle}" --settings "${home}"; echo "gone"`;
    const stdout = whereLocked(home, server);
    expect(line(stdout, '"id":2')).toMatch(/The keychain is locked.*Nothing was changed/);
    expect(stdout).toMatch(/^gone$/m);
  });

  test("a Secret Service without a keyring keeps nothing, and says what is missing", () => {
    const home = temporaryFolder();
    const script = `
      const { AsyncEntry } = require("@napi-rs/keyring");
      new AsyncEntry("Punchcard", "x", { linux: { store: "secret-service" } }).setPassword("t").then(
        () => console.log("kept"),
        (error) => console.log("MESSAGE " + error.message),
      );`;
    const [bus = "", ...args] = ["dbus-run-session", "--", process.execPath, "-e", script];
    const { stdout } = spawnSync(bus, args, {
      encoding: "utf8",
      cwd: resolve(import.meta.dirname, "../.."),
      env: { HOME: home, PATH: process.env.PATH },
      timeout: 40_000,
    });
    // The words by which keychain.ts knows this case; where they change, its advice has to follow.
    expect(stdout).toMatch(/MESSAGE .*(no result found|NoSuchObject|default collection)/i);
  });
});
