import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { homeFiles } from "#core/platform/state/home-files";
import { eventually, personEnv, root, type TestHome, testHome, withTimeSheet } from "./app";
import { startTrayHost, type TrayHost } from "./tray-host";

/**
 * The moments between the tray icon, its menu and the windows, held for as long as a test needs: a copy of the built app
 * reads one of its parts only once a file is there.
 */
let home: TestHome;
let tray: TrayHost;
let copy = "";
const go = () => join(home.path, "go");
const parts = ["run", "after-tray"] as const;
type Part = (typeof parts)[number];
const assets = () => join(copy, "out/main/assets");
const fileOf = (part: Part) => {
  const found = readdirSync(assets()).find((name) => new RegExp(`^${part}-.{8}\\.js$`).test(name));
  if (!found) throw new Error("the app is not split as it was");
  return found;
};
/** What reads it: the file that the app begins with reads `run`, which reads the other one. */
const readerOf = (part: Part) => (part === "run" ? join(assets(), "../index.js") : join(assets(), fileOf("run")));
function hold(part: Part): void {
  const reader = readerOf(part);
  const text = readFileSync(reader, "utf8");
  const reading = new RegExp(`Promise\\.resolve\\(\\)\\.then\\(\\(\\)=>require\\(("[^"]*${fileOf(part)}")\\)\\)`);
  expect(text.split(reading)).toHaveLength(3);
  const [folder, file] = [home.path, go()].map((path) => JSON.stringify(path));
  const waiting = `new Promise((done)=>{const fs=require("fs"),ready=()=>fs.existsSync(${file})&&(watch.close(),done()),watch=fs.watch(${folder},ready);ready()})`;
  writeFileSync(
    reader,
    text.replace(reading, (_all, name) => `${waiting}.then(()=>require(${name}))`),
  );
}

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
/** By the menu, as soon as there is one. The app may be gone before it has answered. */
const quit = async () => {
  await eventually(async () => expect((await tray.read()).menu.map(({ label }) => label).join()).toContain("Quit"));
  await tray.click("Quit").catch(() => undefined);
};
/** Runs a search of xdotool over the windows that are seen. @returns null: there are none */
function search(...then: string[]): string | null {
  try {
    const all = ["search", "--onlyvisible", "--name", "Punchcard|Timer", ...then];
    return execFileSync("xdotool", all, { encoding: "utf8", stdio: "pipe" }).trim();
  } catch (error) {
    // It is silent about none; what it says is about a window that closed meanwhile.
    if (String((error as { stderr: unknown }).stderr) === "") return null;
    throw error;
  }
}
const titles = () => search("getwindowname", "%@")?.split("\n") ?? [];
const isShown = (title: RegExp) => eventually(() => expect(titles().join("\n")).toMatch(title), 20_000);

test.each(parts)("a click on the icon before %s is read shows the timer once there are windows", async (part) => {
  hold(part);
  const app = await startHidden();
  await tray.activate();
  await tray.activate();
  await eventually(() => expect(titles()).toEqual([]));
  writeFileSync(go(), "");
  // Its title is "Punchcard" until the page sets its own.
  await isShown(/Timer/);
  await eventually(() => expect(titles()).toHaveLength(1));
  await quit();
  expect(await app.ended).toBe(0);
});

test.each(parts)("a second start before %s is read shows the timer once there are windows", async (part) => {
  hold(part);
  const app = await startHidden();
  expect(await start().ended).toBe(0);
  writeFileSync(go(), "");
  // Its title is "Punchcard" until the page sets its own.
  await isShown(/Timer/);
  await eventually(() => expect(titles()).toHaveLength(1));
  await quit();
  expect(await app.ended).toBe(0);
});

test("Quit before there are windows ends the app and its server, and no window comes after it", async () => {
  hold("after-tray");
  const app = await startHidden();
  await quit();
  writeFileSync(go(), "");
  expect(await app.ended).toBe(0);
  await eventually(() => expect(titles()).toEqual([]));
});

test.each(parts)("an app that cannot read %s says so and ends", async (part) => {
  hold(part);
  writeFileSync(join(assets(), fileOf(part)), 'throw new Error("cut short")');
  const app = await startHidden();
  writeFileSync(go(), "");
  await isShown(/Punchcard/);
  let code: number | null | undefined;
  void app.ended.then((ended) => {
    code = ended;
  });
  await eventually(() => {
    if (code === undefined) search("windowfocus", "key", "Return");
    expect(code).toBe(1);
    // Without a GPU Electron now and then takes 15 s to end after its last dialog.
  }, 60_000);
  expect(readFileSync(join(home.punchcard, homeFiles.log, "app.log"), "utf8")).toContain("cut short");
});

test.each(parts)("an uninstaller hears that %s cannot be read", async (part) => {
  writeFileSync(join(assets(), fileOf(part)), 'throw new Error("cut short")');
  const app = start("--unregister-all");
  expect(await app.ended).toBe(1);
  expect(app.output).toContain("cut short");
});
