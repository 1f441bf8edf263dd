import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { homeFiles } from "../../mcp-server/platform/settings";
import { eventually, personEnv, root, type TestHome, testHome, withTimeSheet } from "./app";
import { startTrayHost, type TrayHost } from "./tray-host";

/**
 * The moment between the tray icon and the windows, held for as long as a test needs: a copy of the built app reads its
 * second half only once a file is there.
 */
let home: TestHome;
let tray: TrayHost;
let copy = "";
const go = () => join(home.path, "go");
const secondHalf = () => join(copy, "out/main/assets", nameOf(/^after-tray-/));
const nameOf = (shape: RegExp) => {
  const found = readdirSync(join(root, "out/main/assets")).find((name) => shape.test(name));
  if (!found) throw new Error("the app is not split as it was");
  return found;
};

beforeAll(async () => {
  tray = await startTrayHost();
});
afterAll(() => tray?.close());

const children: ChildProcess[] = [];
beforeEach(() => {
  home = testHome();
  withTimeSheet(home);
  copy = join(home.path, "app");
  mkdirSync(join(copy, "out"), { recursive: true });
  for (const name of ["package.json", "build", "node_modules"]) symlinkSync(join(root, name), join(copy, name));
  for (const name of ["preload", "renderer", "mcp-server", "formats", "calendar"])
    symlinkSync(join(root, "out", name), join(copy, "out", name));
  cpSync(join(root, "out/main"), join(copy, "out/main"), { recursive: true });
  const index = join(copy, "out/main/index.js");
  const built = readFileSync(index, "utf8");
  const reading = `Promise.resolve().then(()=>require("./assets/${nameOf(/^after-tray-/)}"))`;
  expect(built.split(reading)).toHaveLength(2);
  const waiting = `(async()=>{while(!require("fs").existsSync(${JSON.stringify(go())}))await new Promise(done=>setTimeout(done,20))})()`;
  writeFileSync(index, built.replace(reading, `${waiting}.then(()=>require("./assets/${nameOf(/^after-tray-/)}"))`));
});
afterEach(() => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  home.remove();
});

/** Starts the copy; `ended` is its exit code. */
function start(...args: string[]) {
  const child = spawn(process.env.PUNCHCARD_ELECTRON ?? "", ["--no-sandbox", copy, ...args], {
    env: personEnv(home),
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const started = { output: "", ended: new Promise<number | null>((done) => child.once("exit", done)) };
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (started.output += chunk.toString()));
  return started;
}
const startHidden = async () => {
  const before = tray.registered();
  const app = start("--hidden", "--at-login");
  await eventually(() => expect(tray.registered()).toBe(before + 1), 20_000);
  return app;
};
/** The app may be gone before it has answered. */
const quit = () => tray.click("Quit").catch(() => undefined);
/** Titles of the windows that are seen. */
function titles(): string[] {
  try {
    const ids = execFileSync("xdotool", ["search", "--onlyvisible", "--name", "Punchcard"], { encoding: "utf8" });
    return ids
      .trim()
      .split("\n")
      .map((id) => execFileSync("xdotool", ["getwindowname", id], { encoding: "utf8" }).trim());
  } catch {
    return [];
  }
}
const isShown = (title: RegExp) => eventually(() => expect(titles().join("\n")).toMatch(title), 20_000);

test("a click as soon as the icon is there shows the timer once there are windows", async () => {
  const app = await startHidden();
  await tray.activate();
  await tray.activate();
  expect(titles()).toEqual([]);
  writeFileSync(go(), "");
  await isShown(/Punchcard/);
  await eventually(() => expect(titles()).toHaveLength(1));
  await quit();
  expect(await app.ended).toBe(0);
});

test("a second start before there are windows shows the timer once there are", async () => {
  const app = await startHidden();
  expect(await start().ended).toBe(0);
  writeFileSync(go(), "");
  await isShown(/Punchcard/);
  await eventually(() => expect(titles()).toHaveLength(1));
  await quit();
  expect(await app.ended).toBe(0);
});

test("Quit before there are windows ends the app and its server, and no window comes after it", async () => {
  const app = await startHidden();
  await quit();
  writeFileSync(go(), "");
  expect(await app.ended).toBe(0);
  expect(titles()).toEqual([]);
});

test("an app whose second half cannot be read says so and ends", async () => {
  writeFileSync(secondHalf(), 'throw new Error("cut short")');
  const app = await startHidden();
  writeFileSync(go(), "");
  await isShown(/Punchcard/);
  await eventually(() => {
    if (titles().length === 0) return;
    execFileSync("xdotool", ["search", "--onlyvisible", "--name", "Punchcard", "windowfocus", "key", "Return"]);
    throw new Error("still asking");
  });
  expect(await app.ended).toBe(1);
  expect(readFileSync(join(home.punchcard, homeFiles.log, "app.log"), "utf8")).toContain("cut short");
});

test("an uninstaller hears of a half that cannot be read", async () => {
  writeFileSync(secondHalf(), 'throw new Error("cut short")');
  writeFileSync(go(), "");
  const app = start("--unregister-all");
  expect(await app.ended).toBe(1);
  expect(app.output).toContain("cut short");
});
