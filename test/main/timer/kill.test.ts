import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { AppFailure } from "../../../main/app/failure";
import { Scheduler } from "../../../main/app/scheduler";
import { openLastKnown } from "../../../main/timer/last-known";
import { openOutboxFile } from "../../../main/timer/outbox-file";
import { Timer } from "../../../main/timer/timer";
import { FakeService } from "../fixtures";
import { bundled } from "./bundled-program";

/**
 * The app is killed before and behind each operation on a file and each request, by a real SIGKILL. The service lives on;
 * whatever moment it was, one click is one write at most, and none is forgotten once it stood on disk.
 */
let folder: string;
let program: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "punchcard-timer-kill-"));
  program = await bundled(join(import.meta.dirname, "kill-program.ts"), folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The fake service over HTTP; what it has taken stays although nobody hears the answer. */
async function listen(service: FakeService): Promise<{ address: string; http: Server }> {
  const http = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    if (request.url === "/online") service.mode = "fine";
    const { tool = "", args = {} } = JSON.parse(text) as { tool?: string; args?: Record<string, unknown> };
    const call =
      request.url === "/online" ? Promise.resolve(null) : service.call(tool as never, args, z.any() as never);
    const answer = await call.then(
      (value: unknown) => ({ ok: true, value }),
      (error: unknown) => ({ ok: false, value: error instanceof AppFailure ? error.failure : String(error) }),
    );
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, http };
}

/** @returns the lines it said, and whether it was killed */
function run(home: string, address: string, clicks: string, killedAt: number) {
  const child = spawn(process.execPath, [program, home, address, clicks, String(killedAt)]);
  let [said, wrong] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    wrong += text;
  });
  return new Promise<{ said: string[]; killed: boolean }>((done, fail) =>
    child.on("close", (code, signal) => {
      if (signal === "SIGKILL") done({ said: said.trim().split("\n"), killed: true });
      else if (code === 0) done({ said: said.trim().split("\n"), killed: false });
      else fail(new Error(wrong));
    }),
  );
}

interface Story {
  /** What stands at the service before: the work it was begun on. */
  before?: string;
  offline: boolean;
  clicks: string;
  /** Writes at the service in their order, without times. */
  writes: string[];
}
const stories: Record<string, Story> = {
  "clicks that are sent at once": {
    offline: false,
    clicks: "in:7,break,resume,out",
    writes: ["in #7", "break", "resume", "out"],
  },
  "clicks that stand in line until the service answers": {
    before: "3",
    offline: true,
    clicks: "out,in:7,break,resume,online",
    writes: ["out", "in #7", "break", "resume"],
  },
};

/** The next start of the app, in this process: it reads once. @returns what then still waits */
async function look(home: string, service: FakeService): Promise<number> {
  const scheduler = new Scheduler();
  const timer = new Timer({
    server: service,
    scheduler,
    outbox: openOutboxFile(home, () => undefined),
    lastKnown: openLastKnown(home, () => undefined),
    account: () => "kimai-1",
    reopens: () => true,
    stamps: () => false,
    unreadableReason: async () => null,
    changed: () => undefined,
    called: () => undefined,
    log: () => undefined,
  });
  await timer.refresh();
  scheduler.clearAll();
  return timer.waiting().length;
}

const wordsOf = (service: FakeService) => service.writes.map((write) => write.replace(/ \d{4}-.*$/, ""));

async function strike({ before, offline, clicks, writes }: Story, moment: number) {
  const home = mkdtempSync(join(folder, "home-"));
  const service = new FakeService(() => Date.now());
  if (before) await service.call("clock_in", { project: `#${before}` }, z.any() as never);
  service.writes.length = 0;
  if (offline) service.mode = "offline";
  const { address, http } = await listen(service);
  try {
    const { said, killed } = await run(home, address, clicks, moment);
    service.mode = "fine";
    const left = await look(home, service);
    const got = wordsOf(service);
    const all = clicks.split(",").filter((click) => click !== "online");
    const answered = said.filter((click) => all.includes(click)).length;
    return { killed, moment, left, got, answered, writes };
  } finally {
    http.close();
  }
}

let kills = 0;
it.each(Object.entries(stories))(
  "%s: none is lost and none is doubled, whenever the app is killed",
  async (_name, story) => {
    let next = 1;
    let isOver = false;
    const strikes = async () => {
      while (!isOver) {
        const struck = await strike(story, next++);
        if (!struck.killed) isOver = true;
        else kills += 1;
        const { got, answered, writes, moment } = struck;
        // In their order, each once: what the service has is the beginning of what was clicked.
        expect({ moment, got }).toEqual({ moment, got: writes.slice(0, got.length) });
        // What the person was answered is there, and nothing stays behind once the service has been looked at.
        expect({ moment, answered, isThere: got.length >= answered }).toEqual({ moment, answered, isThere: true });
        expect({ moment, left: struck.left }).toEqual({ moment, left: 0 });
        if (!struck.killed) expect(got).toEqual(writes);
      }
    };
    await Promise.all([strikes(), strikes()]);
  },
  240_000,
);

it("has struck at two hundred moments at least", () => {
  expect(kills).toBeGreaterThanOrEqual(200);
});
