import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { AppFailure } from "#main/app/failure";
import type { TimerServer } from "#main/timer/commands";
import { fastPlace } from "../../fakes/fast-folder";
import { listen } from "../../fakes/listen";
import { FakeService } from "../fixtures";
import { live, step } from "../killed-life";
import { bundled } from "./bundled-program";
import { openTimer, runApp } from "./clicks";

vi.mock("node:fs", async (load) => {
  const { mortal } = await import("../killed-life");
  const real = await load<typeof import("node:fs")>();
  const names = ["openSync", "writeFileSync", "fsyncSync", "closeSync", "renameSync", "rmSync"];
  return { ...real, ...mortal(names, real) };
});

/**
 * The app is killed before and behind each operation on a file and each request. The service lives on; whatever moment it
 * was, one click is one write at most, and none is forgotten once it stood on disk. Lives in this process take all
 * moments; a real SIGKILL, for which each start of a program takes a fifth of a second, every tenth of them, or all with
 * PUNCHCARD_KILL_STEP=1.
 */
const sigkillStep = Number(process.env.PUNCHCARD_KILL_STEP ?? 10);
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(join(fastPlace(), "punchcard-timer-kill-"));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

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
type Run = (home: string, service: FakeService, clicks: string, moment: number) => Promise<Ended>;
interface Ended {
  killed: boolean;
  /** Clicks whose answer the person has. */
  said: string[];
}

const directly = (service: FakeService): TimerServer => ({
  request: () => Promise.reject(new Error("The journal is not asked here.")),
  async call(tool, args, schema) {
    step();
    const answer = await service.call(tool, args, z.any() as never);
    step();
    return schema.parse(answer);
  },
});

const inThisProcess: Run = async (home, service, clicks, moment) => {
  const said: string[] = [];
  const run = () =>
    runApp(home, directly(service), clicks, {
      online: async () => {
        service.mode = "fine";
      },
      answered: (click) => {
        step();
        said.push(click);
      },
    });
  const { killed } = await live(moment, run);
  return { killed, said };
};

/** The fake service over HTTP; what it has taken stays although nobody hears the answer. */
const overHttp = (service: FakeService) =>
  createServer(async (request, response) => {
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

const bySigkill =
  (program: string): Run =>
  async (home, service, clicks, moment) => {
    const { port, close } = await listen(overHttp(service));
    const child = spawn(process.execPath, [program, home, `http://127.0.0.1:${port}`, clicks, String(moment)]);
    let [said, wrong] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      wrong += text;
    });
    try {
      return await new Promise<Ended>((done, fail) =>
        child.on("close", (code, signal) => {
          const killed = signal === "SIGKILL";
          if (killed || code === 0) done({ killed, said: said.trim().split("\n") });
          else fail(new Error(wrong));
        }),
      );
    } finally {
      await close();
    }
  };

/** One kill, and the next start of the app, which reads once. @returns false: all was through before that moment */
async function strike(run: Run, { before, offline, clicks, writes }: Story, moment: number): Promise<boolean> {
  const home = fs.mkdtempSync(join(folder, "home-"));
  const service = new FakeService(() => Date.now());
  if (before) await service.call("clock_in", { project: `#${before}` }, z.any() as never);
  service.writes.length = 0;
  if (offline) service.mode = "offline";
  const { killed, said } = await run(home, service, clicks, moment);
  service.mode = "fine";
  const next = openTimer(home, directly(service));
  await next.timer.refresh();
  next.close();
  const got = service.writes.map((write) => write.replace(/ \d{4}-.*$/, ""));
  const all = clicks.split(",").filter((click) => click !== "online");
  const answered = said.filter((click) => all.includes(click)).length;
  // In their order, each once: what the service has is the beginning of what was clicked.
  expect({ moment, got }).toEqual({ moment, got: writes.slice(0, got.length) });
  // What the person was answered is there, and nothing stays behind once the service has been looked at.
  expect({ moment, answered, isThere: got.length >= answered }).toEqual({ moment, answered, isThere: true });
  expect({ moment, left: next.timer.waiting().length }).toEqual({ moment, left: 0 });
  if (!killed) expect(got).toEqual(writes);
  return killed;
}

async function kills(run: Run, story: Story, step: number): Promise<number> {
  let struck = 0;
  for (let moment = 1; await strike(run, story, moment); moment += step) struck += 1;
  return struck;
}

describe.each(Object.entries(stories))("of %s none is lost and none is doubled", (_name, story) => {
  it("whenever the app is killed", { timeout: 120_000 }, async () => {
    expect(await kills(inThisProcess, story, 1)).toBeGreaterThanOrEqual(100);
  });

  it("by a real SIGKILL", { timeout: 600_000 }, async () => {
    const program = await bundled(join(import.meta.dirname, "kill-program.ts"), fs.mkdtempSync(join(folder, "built-")));
    expect(await kills(bySigkill(program), story, sigkillStep)).toBeGreaterThanOrEqual(100 / sigkillStep);
  });
});
