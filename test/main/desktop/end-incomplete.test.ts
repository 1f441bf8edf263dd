import { expect, test, vi } from "vitest";
import { endIncomplete } from "#main/desktop/end-incomplete";
import { translator } from "#main/locales/index";

async function ended(answers: () => Promise<unknown>, words = async () => translator("en")) {
  const order: string[] = [];
  const log = vi.fn();
  const showMessageBox = vi.fn(() => answers().finally(() => order.push("closed")));
  const electron = { app: { exit: (code: number) => order.push(`exit ${code}`) }, dialog: { showMessageBox } };
  const flush = async () => void order.push("flushed");
  const error = new Error("no such file: /home/pat/app.asar");
  await endIncomplete(electron as never, words, { error, log, flush }).catch(() => undefined);
  return { order, log, box: JSON.stringify(showMessageBox.mock.calls) };
}

test("a person is told that the app is incomplete, and it ends with what is in the log", async () => {
  const { order, log, box } = await ended(async () => ({ response: 0 }));
  expect(order).toEqual(["closed", "flushed", "exit 1"]);
  expect(JSON.stringify(log.mock.calls)).toContain("no such file");
  expect(box).toContain("Punchcard cannot be started");
  expect(box).not.toContain("/home/pat");
});

test("it ends also where nothing can be shown", async () => {
  const { order } = await ended(() => Promise.reject(new Error("no display")));
  expect(order.at(-1)).toBe("exit 1");
});

test("it ends also where its words cannot be read", async () => {
  const { order } = await ended(
    async () => ({ response: 0 }),
    () => Promise.reject(new Error("no such file")),
  );
  expect(order).toEqual(["flushed", "exit 1"]);
});
