import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { endWithTest } from "../fakes/end-process";
import { temporaryFolder, until } from "./server";

const bundle = resolve(import.meta.dirname, "../../out/mcp-server/index.js");

test.skipIf(process.platform === "win32")(
  "an answer longer than a pipe is complete when the input ends first",
  async () => {
    const home = temporaryFolder();
    const pipe = join(home, "pipe");
    execFileSync("mkfifo", [pipe]);
    // Opened for reading first, because opening for writing waits for a reader.
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(pipe, constants.O_WRONLY);
    const sheet = ["--local", join(home, "sheet.db"), "--profile", "everything"];
    const server = spawn(process.execPath, [bundle, "--settings", home, ...sheet], {
      stdio: ["pipe", writer, "ignore"],
    });
    endWithTest(server);
    const exit = once(server, "exit");
    closeSync(writer);
    const send = (message: object) => server.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    const isSheetOpen = () => readdirSync(home).some((name) => name.startsWith("sheet.db.use-"));

    const client = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } };
    send({ id: 1, method: "initialize", params: client });
    send({ method: "notifications/initialized" });
    send({ id: 2, method: "tools/call", params: { name: "get_status", arguments: {} } });
    await until("the time sheet is open", isSheetOpen);
    send({ id: 3, method: "tools/list" });
    server.stdin?.end();
    await until("the session is closed", () => !isSheetOpen());

    const answers = readFileSync(openSync(pipe, constants.O_RDONLY), "utf8");
    closeSync(reader);
    expect(answers.length).toBeGreaterThan(65_536);
    const messages = answers
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: number });
    expect(messages.map(({ id }) => id)).toContain(3);
    expect(await exit).toEqual([0, null]);
  },
);
