import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { Scheduler } from "#main/app/scheduler";
import { openAskFolder } from "#main/confirm/folder";
import { Confirmations } from "#main/confirm/index";
import type { ConfirmQuestion } from "#main/ipc/contract/confirm";
import { notifications } from "#main/ipc/contract/index";

// Only our own timers are the test's: watching the folder stays real.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-19T10:07:33Z") }));
afterEach(() => void vi.useRealTimers());

function opened() {
  const home = mkdtempSync(join(tmpdir(), "punchcard-ask-"));
  const folder = join(home, "confirmations");
  const seen: (ConfirmQuestion | null)[] = [];
  const window: string[] = [];
  const due = new Map<object, { at: number; run(): void }>();
  const scheduler = new Scheduler({
    now: () => Date.now(),
    setTimeout: (run, milliseconds) => {
      const timer = {};
      due.set(timer, { at: Date.now() + milliseconds, run });
      return timer as ReturnType<typeof setTimeout>;
    },
    clearTimeout: (timer) => void due.delete(timer as object),
  });
  const pass = (milliseconds: number) => {
    vi.setSystemTime(Date.now() + milliseconds);
    for (const [timer, { at, run }] of due)
      if (at <= Date.now()) {
        due.delete(timer);
        run();
      }
  };
  const log = vi.fn();
  const confirmations = new Confirmations({
    open: (changed) => openAskFolder(home, changed, log),
    scheduler,
    labelOf: (id) => (id === "claude-desktop" ? "Claude Desktop" : null),
    show: () => window.push("show"),
    hide: () => window.push("hide"),
    changed: (question) => {
      expect(notifications["confirm:changed"].safeParse(question).error).toBeUndefined();
      seen.push(question);
    },
    log,
  });
  const id = (digit: string) => digit.repeat(32);
  /** As a server does it: whole or not at all. */
  const put = (digit: string, change: object = {}) => {
    const question = {
      id: id(digit),
      at: new Date().toISOString(),
      expires: new Date(Date.now() + 300_000).toISOString(),
      client: { id: "claude-desktop", says: "claude-ai" },
      account: { id: "local-1", label: "This computer" },
      tool: "delete_time",
      count: 2,
      others: false,
      lines: ["Delete 2 entries for good:", "#1", "#2"],
      ...change,
    };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${digit}.new`), JSON.stringify(question));
    renameSync(join(folder, `${digit}.new`), join(folder, `${id(digit)}.json`));
  };
  const current = async (digit: string | null) =>
    vi.waitFor(() => expect(confirmations.current()?.id ?? null).toBe(digit && id(digit)), { timeout: 10_000 });
  /** Reads the folder now, not after the next event of it. */
  const readFolder = () => confirmations.answer("no question", "deny");
  const answerOf = (digit: string) => {
    const file = join(folder, `${id(digit)}.answer.json`);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { answer: string }).answer : null;
  };
  onTestFinished(() => {
    confirmations.stop();
    rmSync(home, { recursive: true, force: true });
  });
  return { home, folder, confirmations, seen, window, pass, put, current, readFolder, answerOf, id, log };
}
const started = () => {
  const all = opened();
  all.confirmations.start();
  return all;
};

test("a question opens the window with the client's own name beside ours, and the answer is a private file", async () => {
  const { confirmations, put, current, window, seen, pass, answerOf, folder, id } = started();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  put("a");
  await current("a");
  expect(confirmations.current()).toMatchObject({
    client: { label: "Claude Desktop", id: "claude-desktop", says: "claude-ai" },
    tool: "delete_time",
    count: 2,
  });
  expect([window, seen.at(-1)?.id]).toEqual([["show"], id("a")]);
  pass(600);
  confirmations.answer(id("a"), "allow");
  expect(answerOf("a")).toBe("allow");
  expect(statSync(join(folder, `${id("a")}.answer.json`)).mode & 0o777).toBe(0o600);
  expect(window).toEqual(["show", "hide"]);
  expect(seen.at(-1)).toBeNull();
});

test("an allow within half a second of the window's appearance was not command; a deny is", async () => {
  const { confirmations, put, current, pass, answerOf, id } = started();
  put("a");
  await current("a");
  pass(5_000);
  confirmations.shown();
  pass(499);
  confirmations.answer(id("a"), "allow");
  expect(answerOf("a")).toBeNull();
  confirmations.answer(id("a"), "deny");
  expect(answerOf("a")).toBe("deny");
});

test("questions come one at a time, and the next is looked at anew", async () => {
  const { confirmations, put, current, readFolder, pass, answerOf, window, id } = started();
  put("a");
  await current("a");
  // Asked earlier, but it must not change what the person is reading.
  put("b", { at: new Date(Date.now() - 9_000).toISOString(), expires: new Date(Date.now() + 9_000).toISOString() });
  readFolder();
  await current("a");
  pass(600);
  confirmations.answer(id("b"), "allow");
  expect(answerOf("b")).toBeNull();
  confirmations.answer(id("a"), "allow");
  await current("b");
  confirmations.answer(id("b"), "allow");
  expect([answerOf("a"), answerOf("b")]).toEqual(["allow", null]);
  expect(window).toEqual(["show", "show"]);
});

test("closing the window denies what it showed, and nothing else", async () => {
  const { confirmations, put, current, readFolder, answerOf } = started();
  confirmations.closed();
  put("a");
  await current("a");
  put("b");
  readFolder();
  confirmations.closed();
  expect([answerOf("a"), answerOf("b")]).toEqual(["deny", null]);
  await current("b");
});

test("a question that its server took back, or that nobody answered, goes by itself", async () => {
  const { confirmations, put, current, pass, answerOf, folder, window, id } = started();
  put("a");
  await current("a");
  rmSync(join(folder, `${id("a")}.json`));
  await current(null);
  put("b");
  await current("b");
  pass(299_000);
  await current("b");
  pass(1_000);
  await current(null);
  expect(window).toEqual(["show", "hide", "show", "hide"]);
  expect(readdirSync(folder)).toEqual([]);
  confirmations.answer(id("b"), "allow");
  expect(answerOf("b")).toBeNull();
});

test("quitting denies what waits, also what came a moment ago", async () => {
  const { confirmations, put, current, readFolder, answerOf, window } = started();
  put("a");
  await current("a");
  put("b");
  confirmations.stop();
  expect([answerOf("a"), answerOf("b")]).toEqual(["deny", "deny"]);
  expect(confirmations.current()).toBeNull();
  confirmations.closed();
  put("c");
  readFolder();
  expect([window, answerOf("c")]).toEqual([["show"], null]);
});

test("what an earlier app was asked is gone, other files stay", () => {
  const { confirmations, put, folder } = opened();
  put("a");
  writeFileSync(join(folder, `${"b".repeat(32)}.answer.json`), "{}");
  writeFileSync(join(folder, "notes.txt"), "");
  confirmations.start();
  expect(readdirSync(folder)).toEqual(["notes.txt"]);
  expect(confirmations.current()).toBeNull();
});

test("what is not a question never reaches the window", async () => {
  const { put, current, folder, window, id, log, home } = started();
  put("1", { tool: "format_disk" });
  put("2", { expires: new Date(Date.now() + 3_600_000).toISOString() });
  put("3", { expires: new Date(Date.now() - 1).toISOString() });
  put("4", { id: id("5") });
  put("6", { lines: ["x".repeat(501)] });
  writeFileSync(join(folder, `${id("7")}.json`), "not JSON");
  writeFileSync(join(folder, `${id("8")}.json`), " ".repeat(600_000));
  put("9");
  renameSync(join(folder, `${id("9")}.json`), join(home, "elsewhere"));
  symlinkSync(join(home, "elsewhere"), join(folder, `${id("9")}.json`));
  writeFileSync(join(folder, "no-id.json"), "{}");
  await vi.waitFor(() => expect(readdirSync(folder)).toEqual(["no-id.json"]), { timeout: 10_000 });
  expect(window.filter((what) => what === "show").length).toBeLessThanOrEqual(1);
  await current(null);
  expect(JSON.stringify(log.mock.calls)).toContain("question not understood");
});

test("more than ten at once is too much: the rest is denied", async () => {
  const { put, answerOf, current } = started();
  const digits = "0123456789ab".split("");
  for (const digit of digits) put(digit);
  await vi.waitFor(() => expect(digits.filter((digit) => answerOf(digit) === "deny")).toHaveLength(2), {
    timeout: 10_000,
  });
  await current("0");
});

test("a folder that is taken away is made again", async () => {
  const { put, current, folder } = started();
  rmSync(folder, { recursive: true });
  await vi.waitFor(() => expect(existsSync(folder)).toBe(true), { timeout: 10_000 });
  put("a");
  await current("a");
});
