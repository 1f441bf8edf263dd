import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root, say } from "./setup.mjs";

/** What a step said, in full: the gate itself prints so little that a failure can be seen in it. */
const folder = join(root, "out/reports");
/** Of a step that failed, this many last lines are printed. */
const shownLines = 60;

/**
 * Runs a command with its output in a file of its own.
 * @param {string} name also the file's name
 * @param {{ env?: Record<string, string>, priority?: number }} [options]
 * @returns {Promise<{ ok: boolean, seconds: string, log: string, lines: () => string[] }>} `lines`: what it said, without colors
 */
export function loggedStep(name, command, args, { env = {}, priority = constants.priority.PRIORITY_NORMAL } = {}) {
  mkdirSync(folder, { recursive: true });
  const log = join(folder, `${name.replaceAll(" ", "-")}.log`);
  const file = createWriteStream(log);
  const began = Date.now();
  say(`${name}: started`);
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: "true", ...env },
    });
    // A process that could not be started has none, and says so by its error.
    if (child.pid !== undefined && priority !== 0) setPriority(child.pid, priority);
    for (const stream of [child.stdout, child.stderr]) stream.pipe(file, { end: false });
    child.on("error", (error) => file.write(`${error}\n`));
    child.on("close", (code, signal) =>
      // A run that is killed leaves no report and no error: without this line nothing names the cause.
      file.end(signal ? `\nended by ${signal}\n` : "", () =>
        done({
          ok: code === 0,
          seconds: ((Date.now() - began) / 1000).toFixed(1),
          log: relative(root, log),
          lines: () => stripVTControlCharacters(readFileSync(log, "utf8")).trimEnd().split("\n"),
        }),
      ),
    );
  });
}

/** @returns the end of what a step said, for a person who reads why it failed */
export const lastLines = (step) => step.lines().slice(-shownLines).join("\n");

/** @returns what the tests of a step left out because something is not on this machine, once each (test/left-out.ts) */
export const leftOut = (step) => [
  ...new Set(step.lines().flatMap((line) => /LEFT OUT: .*/.exec(line)?.[0].trim() ?? [])),
];
