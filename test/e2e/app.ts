import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";

export const root = resolve(import.meta.dirname, "../..");

export interface TestHome {
  /** The person's home folder; `~/.punchcard` lies below it. */
  path: string;
  punchcard: string;
  /** Every file below the home that contains the text, as bytes. */
  filesWith(text: string): string[];
  remove(): void;
}

/** A desktop has a system font; a bare Debian falls back to one that is a fifth wider than any desktop's. */
const fonts = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<alias><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
<alias><family>system-ui</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>`;

export function testHome(): TestHome {
  const path = mkdtempSync(join(tmpdir(), "punchcard-home-"));
  mkdirSync(join(path, ".config/fontconfig"), { recursive: true });
  writeFileSync(join(path, ".config/fontconfig/fonts.conf"), fonts);
  return {
    path,
    punchcard: join(path, ".punchcard"),
    filesWith: (text) =>
      readdirSync(path, { recursive: true, encoding: "utf8" })
        .map((name) => join(path, name))
        .filter((file) => existsSync(file) && statSync(file).isFile() && readFileSync(file).includes(text)),
    remove: () => removeWhole(path),
  };
}

/**
 * The last of the app's processes may still write there after the first has ended: up to 20 s are waited for them. What
 * rmSync retries by itself does not look again for what was written meanwhile.
 */
function removeWhole(path: string): void {
  const end = Date.now() + 20_000;
  for (;;) {
    try {
      rmSync(path, { recursive: true, force: true });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY" || Date.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

/**
 * Has the app begin with a time sheet on this computer.
 * @returns path of the sheet, which is not made yet
 */
export function withTimeSheet(home: TestHome, ui: object = { theme: "light" }): string {
  mkdirSync(home.punchcard, { recursive: true, mode: 0o700 });
  const account = { id: "local-1", service: "local", label: "This computer", permissions: { profile: "track" } };
  const settings = { version: 1, accounts: [account], activeAccount: "local-1", ui };
  writeFileSync(join(home.punchcard, "settings.json"), JSON.stringify(settings));
  return join(home.punchcard, "timesheet.db");
}

/** A person's environment without what the test runner adds. */
export const personEnv = (home: TestHome): Record<string, string> => ({
  HOME: home.path,
  PATH: process.env.PATH ?? "",
  LANG: "en_GB.UTF-8",
  DISPLAY: process.env.DISPLAY ?? "",
  XAUTHORITY: process.env.XAUTHORITY ?? "",
  DBUS_SESSION_BUS_ADDRESS: process.env.DBUS_SESSION_BUS_ADDRESS ?? "",
  XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? "",
  TZ: "Europe/Berlin",
});

type WindowName = "timer" | "main" | "onboarding" | "confirm" | "away" | "palette" | "restore";

export interface RunningApp {
  electron: ElectronApplication;
  /** Resolves when a window of that name is open and drawn. */
  window(name: WindowName): Promise<Page>;
  /** Saves what every open window shows; for looking at a failure. */
  pictures(folder: string): Promise<void>;
  /** What the processes of the app were started with. */
  commandLines(): string[];
  /** What the app and its server wrote to their standard error. */
  output(): string;
  close(): Promise<void>;
}

export async function startApp(
  home: TestHome,
  options: { args?: string[]; env?: Record<string, string> } = {},
): Promise<RunningApp> {
  const executablePath = process.env.PUNCHCARD_ELECTRON;
  if (!executablePath)
    throw new Error("PUNCHCARD_ELECTRON is not set: run `npm test`, which finds or gets an Electron");
  if (!existsSync(join(root, "out/main/index.js"))) throw new Error("out/ is missing: run `npx vite build` first");
  const electron = await _electron.launch({
    executablePath,
    args: [root, ...(options.args ?? [])],
    env: { ...personEnv(home), ...options.env },
    timeout: 30_000,
  });
  let output = "";
  electron.process().stderr?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  return {
    electron,
    async window(name) {
      const isIt = (page: Page) => !page.isClosed() && page.url().includes(`window=${name}`);
      for (;;) {
        // A window has its address only after it was told of, so that waiting for the event alone would miss it.
        const page = await eventually(() => {
          const found = electron.windows().find(isIt);
          if (!found) throw new Error(`no window ${name}; open: ${electron.windows().map((one) => one.url())}`);
          return found;
        }, 20_000);
        try {
          await page.waitForLoadState("domcontentloaded");
          await page.locator("main").first().waitFor();
          return page;
        } catch (error) {
          // One that the app has closed a moment ago is still listed here; the next of its name is meant.
          if (!page.isClosed()) throw error;
        }
      }
    },
    async pictures(folder) {
      for (const [index, page] of electron.windows().entries())
        await page.screenshot({ path: join(folder, `window-${index}.png`), timeout: 5000 }).catch(() => undefined);
    },
    commandLines: () =>
      readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .map((pid) => {
          try {
            // By its home: other tests run servers of the same files at the same time.
            const own = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`HOME=${home.path}`);
            return own ? readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ") : "";
          } catch {
            return "";
          }
        })
        .filter((line) => line.includes(root)),
    output: () => output,
    async close() {
      const child = electron.process();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      // Closing the windows only hides them, so the app is asked to quit as its menu does.
      electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await gone;
      clearTimeout(late);
    },
  };
}

/** Waits until the check no longer throws; the last error is the test's. */
export async function eventually<T>(check: () => T | Promise<T>, milliseconds = 30_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/**
 * Presses a key again until what it does was done. In the first moment after a question can be seen a key does not count,
 * and its window may be gone before the key is up, which the driver complains about.
 */
export const pressUntil = (page: Page, key: string, done: () => unknown) =>
  eventually(async () => {
    await page.keyboard.press(key).catch(() => undefined);
    await done();
  }, 20_000);
