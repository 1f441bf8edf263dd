import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runApp, startHost } from "./launched";
import { type Person, person, start, wayOf } from "./launched-clients";
import { type Server, until, writeSettings } from "./server";

const asked = ({ home }: Person): string[] =>
  existsSync(join(home, "confirmations"))
    ? readdirSync(join(home, "confirmations")).filter((name) => name.endsWith(".json"))
    : [];

const sessionsOf = ({ home }: Person): { client: string; program: string }[] =>
  readFileSync(join(home, "log/server.log"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event === "session");

const isToolNotice = ({ method }: { method?: string }) => method === "notifications/tools/list_changed";

describe.each(["app", "alone"] as const)("a client beside the app, or with a server of its own (%s)", (way) => {
  const open = async (permissions?: object, more?: object) => {
    const who = await person(permissions, more);
    if (way === "app") await runApp(who.home);
    return who;
  };

  it.each([false, true])(
    "lists tools, writes and reads, and ends with its input (2026 protocol: %s)",
    async (modern) => {
      const who = await open();
      const server = start(who, "zed", { modern });
      await server.open();
      expect(wayOf(server, who)).toBe(way);
      expect(await server.tools()).toContain("clock_in");
      expect((await server.call("clock_in", { description: "Bench" })).isError).toBeFalsy();
      expect((await server.call("get_status")).structuredContent).toMatchObject({ state: "working" });
      server.endInput();
      expect(await server.ended).toBe(0);
      expect({ noise: server.noise, stderr: server.stderr }).toEqual({ noise: [], stderr: "" });
    },
  );

  it("has the limit of its own client id, and hears when that changes", async () => {
    const who = await open({}, { clients: { cursor: { "local-1": "look" } } });
    const [zed, cursor] = [start(who, "zed"), start(who, "cursor")];
    await Promise.all([zed.open(), cursor.open()]);
    expect(await zed.tools()).toContain("log_time");
    expect(await cursor.tools()).not.toContain("log_time");
    expect(await cursor.call("log_time", { day: "today", from: "9:00", duration: "1h" })).toMatchObject({
      isError: true,
      structuredContent: { error: { code: "permission" } },
    });
    writeSettings(who.home, {}, { clients: { zed: { "local-1": "look" } } });
    await until(
      "both being told",
      () => zed.notifications.some(isToolNotice) && cursor.notifications.some(isToolNotice),
    );
    expect(await zed.tools()).not.toContain("log_time");
    expect(await cursor.tools()).toContain("log_time");
  });

  it("is told of a message beyond 10 MB, and goes on", async () => {
    const who = await open();
    const server = start(who);
    await server.open();
    const long = server.ask("tools/call", { name: "get_status", arguments: { account: "x".repeat(10_600_000) } });
    expect((await long).error?.message).toContain("longer than 10 MB");
    expect((await server.call("get_status", { account: "y".repeat(9_900_000) })).isError).toBe(true);
    expect(await server.tools()).toContain("clock_in");
  });

  it("has its question taken back when it goes, also one that no call waits for", async () => {
    const who = await open({ profile: "everything" });
    // An app that can be asked, as far as a server sees it.
    writeFileSync(join(who.home, "tray.json"), JSON.stringify({ sha256: "00", pid: process.pid }));
    const server = start(who);
    await server.open();
    const entries = [7, 8, 9].map((hour) => ({ day: "yesterday", from: `${hour}:00`, duration: "30m", text: "Row" }));
    const logged = await server.call("log_time", { entries });
    const ids = (logged.structuredContent.entries as { id: string }[]).map(({ id }) => id);
    server.call("delete_time", { ids }).catch(() => undefined);
    await until("the question", () => asked(who).length === 1);
    // Nothing but the system can clean up behind a server of its own.
    server.kill(way === "app" ? "SIGKILL" : "SIGTERM");
    await until("the question to go", () => asked(who).length === 0);
  });
});

describe("beside the running app", () => {
  it("tells the program that started the launcher from what it says of itself", async () => {
    const who = await person();
    await startHost(who.home);
    const server = start(who, "claude-desktop");
    await server.open();
    expect(sessionsOf(who)).toMatchObject([{ client: "claude-desktop", program: readlinkSync("/proc/self/exe") }]);
  });

  it("keeps its sockets to its person, and leaves none behind", async () => {
    const who = await person();
    const app = await runApp(who.home);
    const server = start(who);
    await server.open();
    const run = join(who.home, "run");
    const modes = ["", "app.sock", "mcp.sock"].map((name) => statSync(join(run, name)).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600, 0o600]);
    app.stop();
    await until("the sockets to go", () => readdirSync(run).length === 0);
  });

  it("goes on with clients that are there when the app quits, takes no others, and ends with the last", async () => {
    const who = await person();
    const app = await runApp(who.home);
    const server = start(who);
    await server.open();
    app.stop();
    await until("the sockets to go", () => readdirSync(join(who.home, "run")).length === 0);
    expect((await server.call("get_status")).isError).toBeFalsy();
    const next = start(who);
    await next.open();
    expect(wayOf(next, who)).not.toBe("app");
    const [host] = app.children;
    expect(host?.exitCode).toBe(null);
    server.endInput();
    expect(await server.ended).toBe(0);
    await until("the host to end", () => host?.exitCode === 0);
  });

  it("ends its clients' connections with an app whose files go with it", async () => {
    const who = await person();
    const app = await runApp(who.home, {}, false);
    const server = start(who);
    await server.open();
    app.stop();
    expect(await server.ended).toBe(1);
  });

  it("starts one host for clients that come together, and another after that was killed", async () => {
    const who = await person();
    const app = await runApp(who.home);
    const first = [start(who), start(who), start(who)];
    await Promise.all(first.map((server) => server.open()));
    expect(app.children).toHaveLength(1);
    expect(first.map((server) => wayOf(server, who))).toEqual(["app", "app", "app"]);
    app.children[0]?.kill("SIGKILL");
    expect(await Promise.all(first.map(({ ended }) => ended))).toEqual([1, 1, 1]);
    expect(first[0]?.stderr).toBe("punchcard-mcp: Punchcard was closed. Start this connection again.\n");
    const next = start(who);
    await next.open();
    expect(wayOf(next, who)).toBe("app");
    expect(app.children).toHaveLength(2);
  });

  it("serves fifty clients at once", async () => {
    const who = await person();
    await runApp(who.home);
    const servers: Server[] = [];
    // One after another: a launcher serves alone when the app does not answer within five seconds.
    for (let at = 0; at < 50; at += 1) {
      const server = start(who, `client-${at}`);
      await server.open();
      servers.push(server);
    }
    const listed = await Promise.all(servers.map((server) => server.tools()));
    expect(listed.every((tools) => tools.includes("clock_in"))).toBe(true);
    expect(servers.filter((server) => wayOf(server, who) !== "app")).toEqual([]);
    for (const server of servers) server.endInput();
    expect(new Set(await Promise.all(servers.map(({ ended }) => ended)))).toEqual(new Set([0]));
  }, 60_000);

  it("lets a killed client's write end as it began: once, and told as it became", async () => {
    const who = await person({ profile: "everything" });
    await startHost(who.home);
    const killed = start(who);
    await killed.open();
    const entries = Array.from({ length: 200 }, (_, at) => ({
      day: "yesterday",
      from: `9:00`,
      duration: "1m",
      text: `Row ${at}`,
    }));
    killed.call("log_time", { entries }).catch(() => undefined);
    killed.kill("SIGKILL");
    await killed.ended;
    const next = start(who);
    await next.open();
    const list = await next.call("list_time", { period: "yesterday" });
    // The request was whole in the pipe or not at all; a part of it is never written.
    expect([0, 200]).toContain((list.structuredContent.total as { entries: number }).entries);
  });

  it("reads no further requests of a client that does not read its answers", async () => {
    const who = await person();
    const host = await startHost(who.home);
    const client = spawn(who.program, ["--client=zed"], {
      env: { HOME: who.folder },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } };
    client.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 0, method: "initialize", params })}\n`);
    await once(client.stdout, "readable");
    const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${host.pid}/status`, "utf8"))?.[1]) / 1024;
    const before = rss();
    const count = 600;
    for (let id = 1; id <= count; id += 1)
      client.stdin.write(
        `${JSON.stringify({ jsonrpc: "2.0", id, method: "tools/list", params: { pad: "x".repeat(2_000) } })}\n`,
      );
    // Another client is served meanwhile, which shows that the host got to it.
    const other = start(who);
    await other.open();
    for (let call = 0; call < 20; call += 1) await other.tools();
    expect(rss() - before).toBeLessThan(12);
    let lines = 0;
    client.stdout
      .on("data", (part: Buffer) => {
        for (const byte of part) if (byte === 10) lines += 1;
      })
      .resume();
    // The first, to `initialize`, too.
    await until("all answers", () => lines === count + 1, 30_000);
    client.stdin.end();
    expect(await once(client, "exit")).toEqual([0, null]);
  }, 60_000);
});

describe("a client gets a server of its own", () => {
  const cases: [string, (who: Person) => Parameters<typeof start>[2] | undefined][] = [
    ["where it gives more options", () => ({ args: ["--client=zed", "--settings", "."] })],
    ["where it does not say which client it is", () => ({ args: [] })],
    ["where it has a proxy of its own", () => ({ env: { HTTPS_PROXY: "http://127.0.0.1:9" } })],
    ["where it is in another time zone", () => ({ env: { TZ: "Asia/Tokyo" } })],
    ["where it trusts another authority", () => ({ env: { NODE_EXTRA_CA_CERTS: "/none.pem" } })],
    ["where it has another session bus", () => ({ env: { DBUS_SESSION_BUS_ADDRESS: "unix:path=/own" } })],
    [
      "where its home is another",
      ({ folder }) => {
        mkdirSync(join(folder, "other"));
        return { env: { HOME: join(folder, "other") } };
      },
    ],
  ];
  it.each(cases)("%s", async (_where, more) => {
    const who = await person();
    await startHost(who.home);
    const server = start(who, "zed", more(who));
    await server.open();
    expect(wayOf(server, who)).toBe("alone");
  });

  it("where the host has an environment that the client has not", async () => {
    const who = await person();
    await startHost(who.home, { https_proxy: "http://127.0.0.1:9" });
    const server = start(who);
    await server.open();
    expect(wayOf(server, who)).toBe("alone");
    const same = start(who, "zed", { env: { https_proxy: "http://127.0.0.1:9" } });
    await same.open();
    expect(wayOf(same, who)).toBe("app");
  });

  it("whose stdio are the pipes of a shell", async () => {
    const who = await person();
    await startHost(who.home);
    const hello = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } };
    const text = [
      { jsonrpc: "2.0", id: 1, method: "initialize", params: hello },
      { jsonrpc: "2.0", id: 2, method: "tools/list" },
    ];
    writeFileSync(join(who.folder, "in"), text.map((one) => `${JSON.stringify(one)}\n`).join(""));
    const line = '{ cat in; sleep 1; } | "$0" --client=zed | cat > out';
    const done = spawnSync("/bin/sh", ["-c", line, who.program], {
      cwd: who.folder,
      env: { HOME: who.folder, PATH: process.env.PATH },
      encoding: "utf8",
    });
    expect(done.stderr).toBe("");
    const answers = readFileSync(join(who.folder, "out"), "utf8").trim().split("\n");
    expect(answers.map((one) => JSON.parse(one).id)).toEqual([1, 2]);
    expect(sessionsOf(who)).toHaveLength(1);
  });
});
