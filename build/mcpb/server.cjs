"use strict";
/**
 * What Claude Desktop starts when Punchcard is its extension: a bridge to the Punchcard that is installed on this
 * computer, so that there is one server, one keychain and one set of permissions, and no update of the extension.
 *
 * Claude runs it with its own Node, whose `process.execPath` cannot be started again and whose stdin need not be file
 * descriptor 0. So it starts nothing but the launcher, and passes bytes on by streams. It writes no file and keeps
 * no secret.
 */
const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { homedir } = require("node:os");
const { join } = require("node:path");

const gone =
  "Punchcard is not installed on this computer, or was never started. Install it, start it once, then switch this extension off and on.";
const bin = join(process.env.PUNCHCARD_HOME || join(homedir(), ".punchcard"), "bin");

/** What the app wrote at its last start (main/clients/launcher/launcher.ts): the launcher, or on Windows a file that names it. */
function launcher() {
  if (process.platform !== "win32") return { command: join(bin, "punchcard-mcp"), args: [], env: {} };
  const { command, args, env } = JSON.parse(readFileSync(join(bin, "punchcard-mcp.json"), "utf8"));
  return { command, args, env };
}

/** Claude is an Electron app itself, and what it tells its Electron is not for ours. */
function environment(own) {
  const passed = Object.entries(process.env).filter(([name]) => !name.startsWith("ELECTRON_"));
  return { ...Object.fromEntries(passed), ...own };
}

let answered = false;
let failed = "";
let rest = "";
/** Requests that nobody answered yet, while the server has not said a word. */
const asked = [];

function refuse() {
  for (const id of asked.splice(0)) {
    const error = { code: -32000, message: failed };
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, error })}\n`);
  }
}

function note(chunk) {
  if (answered) return;
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    try {
      const { id, method } = JSON.parse(line);
      if (id !== undefined && method !== undefined) asked.push(id);
    } catch {
      // Not ours to judge: the server has the same bytes.
    }
  }
  if (failed) refuse();
}

function fail(why) {
  if (failed) return;
  failed = why;
  process.exitCode = 1;
  process.stderr.write(`punchcard: ${why}\n`);
  refuse();
  // The pipe into a process that is gone has stopped it.
  process.stdin.unpipe();
  process.stdin.resume();
}

function start() {
  const { command, args, env } = launcher();
  const child = spawn(command, [...args, ...process.argv.slice(2)], { env: environment(env), windowsHide: true });
  let said = "";
  child.on("error", () => fail(gone));
  child.stdin.on("error", () => undefined);
  child.stdout.once("data", () => {
    answered = true;
  });
  child.stdout.pipe(process.stdout, { end: false });
  child.stderr.on("data", (chunk) => {
    if (!answered) said = (said + chunk).slice(-1000);
    process.stderr.write(chunk);
  });
  process.stdin.pipe(child.stdin);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("close", (code) => {
    // Whoever never got an answer is told why; stdin then stays open until the client has read that.
    if (!answered && (asked.length > 0 || code !== 0)) return fail(said.trim() || gone);
    process.exit(code ?? 1);
  });
}

process.stdin.on("data", note);
process.stdin.on("end", () => {
  if (failed) process.exit(1);
});
try {
  start();
} catch {
  fail(gone);
}
