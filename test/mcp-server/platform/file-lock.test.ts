import { existsSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withLock } from "../../../mcp-server/platform/file-lock";
import { openRotatingCredential } from "../../../mcp-server/platform/rotating-credential";

const folder = () => mkdtempSync(join(tmpdir(), "punchcard-lock-"));
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("ten that want it have it one after the other, and none leaves it behind", async () => {
  const file = join(folder(), "deep", "a.lock");
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(5);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 10 }, () => withLock(file, work, { pause: 2 })));
  expect(most).toBe(1);
  expect(existsSync(file)).toBe(false);
});

test("work that fails gives it back and fails", async () => {
  const file = join(folder(), "a.lock");
  await expect(withLock(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(file)).toBe(false);
});

test("the lock of a process that died is taken away, by one of those that wait", async () => {
  const file = join(folder(), "a.lock");
  writeFileSync(file, "1 dead");
  const old = new Date(Date.now() - 60_000);
  utimesSync(file, old, old);
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 5 }, () => withLock(file, work, { beat: 50, pause: 2 })));
  expect(most).toBe(1);
  expect(readdirSync(join(file, ".."))).toEqual([]);
});

test.each([
  ["the computer slept, or its clock was set forward", -3_600_000],
  ["its clock was set back", 3_600_000],
])("whoever works keeps the lock although %s", async (_what, shift) => {
  const file = join(folder(), "a.lock");
  const times = { beat: 40, stale: 200, pause: 2 };
  const order: string[] = [];
  const first = withLock(file, () => sleep(500).then(() => order.push("first")), times);
  await sleep(20);
  const other = new Date(Date.now() + shift);
  utimesSync(file, other, other);
  await withLock(file, async () => void order.push("second"), times);
  await first;
  expect(order).toEqual(["first", "second"]);
});

test.each([
  ["the lock", "a.lock"],
  ["the lock of whoever took a dead one away", "a.lock.break"],
])(
  "%s that a dead process left in the future, before the clock was set back, is waited for only so long",
  async (_what, name) => {
    const home = folder();
    for (const one of new Set(["a.lock", name])) {
      writeFileSync(join(home, one), "1 dead");
      const future = new Date(Date.now() + 86_400_000);
      utimesSync(join(home, one), future, future);
    }
    await withLock(join(home, "a.lock"), async () => undefined, { beat: 20, stale: 300, pause: 2 });
    expect(readdirSync(home)).toEqual([]);
  },
);

test("work that takes longer than a lock is believed in keeps it, because it says that it lives", async () => {
  const file = join(folder(), "a.lock");
  const times = { beat: 20, stale: 100, pause: 5 };
  const order: string[] = [];
  const long = withLock(file, () => sleep(400).then(() => order.push("long")), times);
  await sleep(30);
  await withLock(file, async () => void order.push("second"), times);
  await long;
  expect(order).toEqual(["long", "second"]);
});

test("a lock that was taken over while the computer slept is not removed by whoever had it before", async () => {
  const file = join(folder(), "a.lock");
  await withLock(file, async () => writeFileSync(file, "2 somebody else"));
  expect(readFileSync(file, "utf8")).toBe("2 somebody else");
});

test("a rotating credential is in no file", async () => {
  const home = folder();
  let kept = "canary-refresh-1";
  const credential = openRotatingCredential(home, "calamari-1", {
    get: async () => kept,
    set: async (next) => {
      kept = next;
    },
  });
  const seen = await credential.locked(async () => {
    await credential.set("canary-refresh-2");
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    return files.map((one) => readFileSync(join(one.parentPath, one.name), "utf8")).join("\n");
  });
  expect(seen).toMatch(/^\d+ /);
  expect(seen).not.toContain("canary");
  expect(await credential.get()).toBe("canary-refresh-2");
});
