import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { AppFailure } from "#main/app/failure";
import { Scheduler } from "#main/app/scheduler";
import { updatesView } from "#main/ipc/contract/updates";
import type { Found } from "#main/updates/engine";
import { type UpdateMode, type UpdateNews, Updates, type UpdatesDeps } from "#main/updates/index";
import { openUpdateMemory } from "#main/updates/memory";
import type { UpdateOwner } from "#main/updates/owner";
import { UpdateError } from "#main/updates/problem";
import { releasePage } from "#main/updates/release-page";
import { untilCheck } from "#main/updates/schedule";
import * as fc from "../../property";

const [minute, hour] = [60_000, 3_600_000];
const found: Found = { version: "2.0.0", notes: ["Faster"] };
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error as AppFailure).failure.code,
  );

function home() {
  const made = mkdtempSync(join(tmpdir(), "punchcard-updates-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Time goes on only as the test says. */
function opened(more: Partial<UpdatesDeps> = {}, folder = home()) {
  vi.useFakeTimers({ now: Date.parse("2026-11-19T10:00:00Z") });
  onTestFinished(() => void vi.useRealTimers());
  const set = { owner: "app" as UpdateOwner, mode: "ask" as UpdateMode, isBusy: false };
  const engine = {
    check: vi.fn(async (): Promise<Found | null> => found),
    download: vi.fn(async (progress: (percent: number) => void) => progress(50)),
    install: vi.fn(async () => true),
  };
  const open = vi.fn(async () => engine);
  const news: UpdateNews[] = [];
  const restart = vi.fn();
  const updates = new Updates({
    owner: () => set.owner,
    mode: () => set.mode,
    isBusy: () => set.isBusy,
    open,
    memory: openUpdateMemory(folder, () => undefined),
    scheduler: new Scheduler(),
    random: () => 0,
    changed: () => expect(() => updatesView.parse(updates.view())).not.toThrow(),
    tell: (one) => news.push(one),
    page: async (version) => `https://example.com/${version}`,
    restart,
    log: () => undefined,
    ...more,
  });
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
  return { updates, set, engine, open, news, restart, pass, folder };
}

test("the next look is a day after the last, never right after the start, and not at the same minute everywhere", () => {
  const now = 1_000 * hour;
  expect(untilCheck(null, now, 0)).toBe(minute);
  expect(untilCheck(now - 25 * hour, now, 0)).toBe(minute);
  expect(untilCheck(now - hour, now, 0)).toBe(23 * hour);
  // The clock was ahead then.
  expect(untilCheck(now + 1_000 * hour, now, 0)).toBe(minute);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (hours, random) => {
      const wait = untilCheck(hours * hour, now, random) - untilCheck(hours * hour, now, 0);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(30 * minute);
    }),
  );
});

test("who asks first is told once, and nothing is downloaded until they say so", async () => {
  const { updates, engine, open, news, pass, restart } = opened();
  updates.plan();
  await pass(minute - 1);
  expect(open).not.toHaveBeenCalled();
  await pass(1);
  expect(updates.view()).toMatchObject({ phase: "available", version: "2.0.0", notes: ["Faster"], problem: null });
  expect(news).toEqual([{ kind: "available", version: "2.0.0" }]);
  await pass(23 * hour + 59 * minute);
  expect(engine.check).toHaveBeenCalledTimes(1);
  await pass(minute);
  expect(engine.check).toHaveBeenCalledTimes(2);
  expect(news).toHaveLength(1);
  expect(engine.download).not.toHaveBeenCalled();
  await updates.download();
  expect(updates.view()).toMatchObject({ phase: "ready", percent: 50 });
  expect(restart).not.toHaveBeenCalled();
  const installing = updates.install();
  await pass(250);
  await installing;
  expect(engine.install).toHaveBeenCalledTimes(1);
  expect(restart).toHaveBeenCalledTimes(1);
  expect(open).toHaveBeenCalledTimes(1);
});

test("where the person wants it a version is downloaded by itself, and put in place only by them", async () => {
  const { updates, set, engine, news, pass } = opened();
  set.mode = "automatic";
  updates.plan();
  await pass(minute);
  expect(updates.view().phase).toBe("ready");
  expect(news).toEqual([{ kind: "ready", version: "2.0.0" }]);
  await pass(72 * hour);
  expect(engine.check).toHaveBeenCalledTimes(1);
  expect(engine.install).not.toHaveBeenCalled();
  // Nothing wakes for a version that only waits for its person.
  expect(vi.getTimerCount()).toBe(0);
});

test("who wants none is never looked for, but may look", async () => {
  const { updates, set, engine, pass } = opened();
  set.mode = "never";
  updates.plan();
  await pass(72 * hour);
  expect(engine.check).not.toHaveBeenCalled();
  engine.check.mockResolvedValue(null);
  await updates.check();
  expect(updates.view()).toMatchObject({ phase: "idle", isCurrent: true });
  await pass(72 * hour);
  expect(engine.check).toHaveBeenCalledTimes(1);
});

test.each<UpdateOwner>(["packages", "flatpak", "store", "portable", "development", "none", "company"])(
  "a copy of which the owner is %s neither looks nor downloads nor installs",
  async (owner) => {
    const { updates, set, open, pass } = opened();
    set.owner = owner;
    updates.plan();
    await pass(72 * hour);
    for (const work of [updates.check(), updates.download(), updates.install()])
      expect(await failureOf(work)).toBe("update_not_ours");
    expect(open).not.toHaveBeenCalled();
  },
);

test("a company that turns updates off keeps what is ready from being installed", async () => {
  const { updates, set, engine } = opened();
  await updates.check();
  await updates.download();
  set.owner = "company";
  expect(await failureOf(updates.install())).toBe("update_not_ours");
  expect(engine.install).not.toHaveBeenCalled();
});

test("in the middle of something nothing is looked for or installed", async () => {
  const { updates, set, engine, pass, restart } = opened();
  updates.plan();
  set.isBusy = true;
  await pass(10 * minute);
  expect(engine.check).not.toHaveBeenCalled();
  set.isBusy = false;
  await pass(minute);
  expect(engine.check).toHaveBeenCalledTimes(1);
  await updates.download();
  set.isBusy = true;
  const refused = failureOf(updates.install());
  await pass(minute);
  expect(await refused).toBe("update_busy");
  expect(updates.view().phase).toBe("ready");
  expect([engine.install.mock.calls, restart.mock.calls]).toEqual([[], []]);
});

test("between two entries of a series it looks idle for a moment, which is not enough", async () => {
  let looks = 0;
  const { updates, engine, pass } = opened({ isBusy: () => looks++ % 2 === 1 });
  await updates.check();
  await updates.download();
  const refused = failureOf(updates.install());
  await pass(minute);
  expect(await refused).toBe("update_busy");
  expect(engine.install).not.toHaveBeenCalled();
});

test("what fails is told once of each version, is tried again, and being offline is no news", async () => {
  const { updates, set, engine, news, pass, folder } = opened();
  set.mode = "automatic";
  engine.check.mockRejectedValueOnce(Object.assign(new Error("x"), { code: "ENOTFOUND" }));
  updates.plan();
  await pass(minute);
  expect(updates.view()).toMatchObject({ phase: "idle", problem: "offline", isCurrent: false });
  expect(news).toEqual([]);
  engine.download.mockRejectedValue(new UpdateError("checksum"));
  await pass(24 * hour);
  expect(updates.view()).toMatchObject({ phase: "available", problem: "checksum" });
  await pass(48 * hour);
  expect(news).toEqual([{ kind: "failed", version: "2.0.0" }]);
  expect(engine.download).toHaveBeenCalledTimes(3);
  // Neither after a restart.
  const again = opened({}, folder);
  again.set.mode = "automatic";
  again.engine.download.mockRejectedValue(new UpdateError("checksum"));
  vi.setSystemTime(Date.parse("2026-12-19T10:00:00Z"));
  again.updates.plan();
  await again.pass(minute);
  expect(again.updates.view().problem).toBe("checksum");
  expect(again.news).toEqual([]);
});

test("an installation that fails leaves the version ready to be tried again", async () => {
  const { updates, engine, restart, pass } = opened();
  await updates.check();
  await updates.download();
  engine.install.mockRejectedValueOnce(new UpdateError("disk_full"));
  let done = updates.install();
  await pass(250);
  await done;
  expect(updates.view()).toMatchObject({ phase: "ready", problem: "disk_full" });
  expect(restart).not.toHaveBeenCalled();
  engine.install.mockResolvedValueOnce(false);
  done = updates.install();
  await pass(250);
  await done;
  // The installer of the system starts the app itself.
  expect(restart).not.toHaveBeenCalled();
  expect(updates.view().phase).toBe("installing");
});

test("a download that failed looks again, because the release may have been put right or taken back", async () => {
  const { updates, engine } = opened();
  await updates.check();
  engine.download.mockRejectedValueOnce(new UpdateError("checksum"));
  await updates.download();
  expect(engine.check).toHaveBeenCalledTimes(1);
  engine.check.mockResolvedValueOnce({ version: "2.0.1", notes: [] });
  await updates.download();
  expect(updates.view()).toMatchObject({ phase: "ready", version: "2.0.1", problem: null });
});

test("two clicks are one", async () => {
  const { updates, engine } = opened();
  await Promise.all([updates.check(), updates.check()]);
  await Promise.all([updates.download(), updates.download()]);
  expect([engine.check.mock.calls.length, engine.download.mock.calls.length]).toEqual([1, 1]);
});

test("what looks for updates is loaded again after it could not be", async () => {
  const open = vi.fn().mockRejectedValue(new Error("x"));
  const { updates } = opened({ open });
  await updates.check();
  expect(updates.view()).toMatchObject({ phase: "idle", problem: "other" });
  await updates.check();
  expect(open).toHaveBeenCalledTimes(2);
});

test("a memory that is damaged is put aside, and the day counts from now", async () => {
  const folder = home();
  writeFileSync(join(folder, "updates.json"), "{");
  const { updates } = opened({}, folder);
  expect(updates.view().checkedAt).toBeNull();
  await updates.check();
  expect(JSON.parse(readFileSync(join(folder, "updates.json"), "utf8"))).toMatchObject({ checkedAt: Date.now() });
});

test.each<[string, string, string | null]>([
  [
    "of GitHub",
    "provider: github\nowner: example\nrepo: punch-card\n",
    "https://github.com/example/punch-card/releases/tag/v2.0.0%2F..",
  ],
  ["of another place", "provider: generic\nurl: https://x.example\n", null],
  ["with a strange owner", "provider: github\nowner: a/../b\nrepo: c\n", null],
  ["that is damaged", "provider: [", null],
])("a package %s names its release page", async (_name, yml, page) => {
  const folder = home();
  writeFileSync(join(folder, "app-update.yml"), yml);
  expect(await releasePage(folder, "2.0.0/..")).toBe(page);
});
