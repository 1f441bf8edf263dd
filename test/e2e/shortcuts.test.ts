import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { afterAll, expect, test } from "vitest";
import { eventually, root, withTimeSheet } from "./app";
import { invoke, Story } from "./story";

/** Keys as the X server gets them from a keyboard, whatever window has the focus. */
const press = (keys: string) => execFileSync("xdotool", ["key", "--clearmodifiers", keys]);

const story = new Story((home) => {
  withTimeSheet(home);
  return {};
});

let other: ChildProcessByStdio<Writable, Readable, null> | null = null;
let otherWindow = 0;
afterAll(async () => {
  if (!other) return;
  const gone = new Promise((resolve) => other?.once("exit", resolve));
  other.stdin.end();
  await gone;
});

const phase = async () => {
  const answer = (await invoke(await story.app.window("timer"), "app:snapshot")) as {
    value: { timer: { phase: string } };
  };
  return answer.value.timer.phase;
};

test("keys are set by pressing them in General, and nothing acts on them meanwhile", async () => {
  await invoke(await story.app.window("timer"), "app:openWindow", { name: "main", page: "general" });
  const page = await story.app.window("main");
  await eventually(async () => expect(await phase()).toBe("idle"));
  const set = async (name: string, keys: string) => {
    await page.bringToFront();
    await page.getByRole("button", { name: new RegExp(`^${name}: no keys`) }).click();
    await page.getByRole("button", { name: /^Press keys now/ }).waitFor();
    await page.keyboard.press(keys);
    await page.getByRole("button", { name: new RegExp(`^${name}: Ctrl Alt`) }).waitFor();
  };
  await set("Clock in or out", "Control+Alt+T");
  await set("Find and do", "Control+Alt+K");
  await set("Edit the description", "Control+Alt+N");
  expect(story.settings().ui.shortcuts).toMatchObject({ clock: "Control+Alt+T", palette: "Control+Alt+K" });
  await page.getByRole("button", { name: /^Show the timer: no keys/ }).click();
  await page.keyboard.press("Control+Alt+T");
  await page.getByText("Ctrl Alt T is set for something else here").waitFor();
  expect(await phase()).toBe("idle");
});

test("another program that has the keys is told", async () => {
  const page = await story.app.window("main");
  other = spawn(process.env.PUNCHCARD_ELECTRON ?? "", ["--no-sandbox", join(root, "test/e2e/another-program.cjs")], {
    env: { ...process.env, HOME: join(story.home.path, "other"), KEYS: "Control+Alt+U" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const told = await new Promise<Buffer>((resolve) => other?.stdout.once("data", resolve));
  const { hasKeys, window } = JSON.parse(told.toString()) as { hasKeys: boolean; window: number };
  expect(hasKeys).toBe(true);
  otherWindow = window;
  await page.getByRole("button", { name: /^Show the timer: no keys/ }).click();
  await page.keyboard.press("Control+Alt+U");
  await page.getByText("Not set: The system refused Ctrl Alt U. Another app may use it.").waitFor();
});

test("the keys clock in, find, and edit while another program's window has the focus", async () => {
  const timer = await story.app.window("timer");
  const main = await story.app.window("main");
  await invoke(main, "app:closeWindow");
  await invoke(timer, "app:closeWindow");
  const focused = () => execFileSync("xdotool", ["getwindowfocus", "getwindowname"]).toString().trim();
  // By its id: a search asks every window for its name, and fails when one of them closes meanwhile.
  execFileSync("xdotool", ["windowfocus", String(otherWindow)]);
  await eventually(() => expect(focused()).toBe("Another program"));
  press("ctrl+alt+t");
  await eventually(async () => expect(await story.labels()).toContain("Clock out"));
  press("ctrl+alt+k");
  const palette = await story.app.window("palette");
  await palette.getByRole("combobox").waitFor();
  expect((await palette.getByRole("option").allTextContents()).join(" ")).toContain("Clock out");
  await palette.keyboard.press("Escape");
  const visible = () =>
    story.app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .filter((window) => window.isVisible())
        .map((window) => new URL(window.webContents.getURL()).searchParams.get("window")),
    );
  await eventually(async () => expect(await visible()).toEqual([]));
  press("ctrl+alt+n");
  await timer.getByRole("textbox", { name: "Description" }).fill("By keys alone");
  await timer.keyboard.press("Enter");
  await eventually(async () => expect((await story.labels()).join(" ")).toContain("By keys alone"));
});
