import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { Scheduler } from "../../../main/app/scheduler";
import type { Server } from "../../../main/server";
import { openCommandJournal } from "../../../main/timer/command-journal";
import { Timer } from "../../../main/timer/timer";
import { FakeService } from "../fixtures";
import { live, step } from "../killed-life";

vi.mock("node:fs", async (load) => {
  const { mortal } = await import("../killed-life");
  const real = await load<typeof import("node:fs")>();
  const names = ["openSync", "writeFileSync", "fsyncSync", "closeSync", "renameSync", "rmSync", "mkdirSync"];
  return { ...real, ...mortal(names, real) };
});

/**
 * The app is killed before and behind each operation on a file and around each request. The service lives on; whatever
 * moment it was, one click is one write, and none is forgotten.
 */
let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), "punchcard-timer-kill-"));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const clicks = { clockIn: "in", clockOut: "out", takeBreak: "break", resume: "resume" } as const;
type Click = keyof typeof clicks;

const mortalServer = (service: FakeService): Server => ({
  async call(tool, args, schema) {
    step();
    const answer = await service.call(tool, args, z.any() as never);
    step();
    const data = schema.parse(answer);
    step();
    return data;
  },
});

/** One run of the app, with one click or what it offers to try again. */
function run(home: string, service: FakeService, click: Click | "recover", killedAt = 0) {
  const scheduler = new Scheduler();
  return live(killedAt, async () => {
    const timer = new Timer({
      server: mortalServer(service),
      scheduler,
      journal: openCommandJournal(home, () => undefined),
      account: () => "kimai-1",
      reopens: () => true,
      unreadableReason: async () => null,
      changed: () => undefined,
      called: () => undefined,
      log: () => undefined,
    });
    await timer.refresh();
    if (click === "clockIn") await timer.clockIn({ work: { project: { id: "7", name: "7" } }, text: "", tags: [] });
    else if (click !== "recover") await timer[click]();
    else if (timer.view().failed) await timer.retry();
    return timer.view().failed;
  }).finally(() => scheduler.clearAll());
}

/** @returns false: the click was through before that moment. */
async function strikeAt(click: Click, moment: number): Promise<boolean> {
  const home = join(root, `${click}-${moment}`);
  fs.mkdirSync(home);
  const service = new FakeService(() => Date.now());
  if (click !== "clockIn") await service.call("clock_in", { project: "#3" }, z.any() as never);
  if (click === "resume") await service.call("take_break", {}, z.any() as never);
  service.writes.length = 0;
  if (!(await run(home, service, click, moment)).killed) return false;
  const stood = service.writes.length > 0 || fs.existsSync(join(home, "timer-commands.json"));
  // A recovery that is killed too, at a moment of its own.
  await run(home, service, "recover", (moment % 7) + 1);
  const recovered = await run(home, service, "recover");
  const writes = service.writes.map((write) => write.split(" ")[0]);
  expect([click, moment, recovered, writes.length <= 1]).toMatchObject([click, moment, { result: null }, true]);
  expect(writes.every((write) => write === clicks[click])).toBe(true);
  // From the moment at which it stood on disk it is never forgotten.
  if (stood) expect(writes).toEqual([clicks[click]]);
  return true;
}

it.each(Object.keys(clicks) as Click[])(
  "sends %s once, and never forgets it once it stood on disk, whenever the app is killed",
  async (click) => {
    let moment = 1;
    while (await strikeAt(click, moment)) moment++;
    expect(moment).toBeGreaterThan(25);
  },
);
