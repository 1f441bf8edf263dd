import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountSettings, emptySettings } from "#core/platform/settings";
import { startTrayHost } from "../e2e/tray-host";
import { cpuSecondsOf, memoryOf } from "./memory";
import { atMost, median, ratio, row } from "./report";

const starts = 7;
/** The server is stopped after 90 s without use; what is left then is the app at rest. */
const restSeconds = Number(process.env.BENCH_REST ?? 100);
/** Over which the processor is counted. */
const idleSeconds = Number(process.env.BENCH_IDLE ?? 60);

/** Start to tray and memory at rest, against an Electron app of the same runtime that has a tray icon and nothing else. */
export async function benchApp(root: string, electron: string): Promise<void> {
  console.log(`\nApp: no window, against an empty app on the same Electron (${restSeconds} s to rest)`);
  const host = await startTrayHost();
  const folder = mkdtempSync(join(tmpdir(), "punchcard-bench-app-"));
  const home = join(folder, ".punchcard");
  mkdirSync(home, { mode: 0o700 });
  const account = accountSettings.parse({ id: "local", service: "local", label: "This computer" });
  const settings = { ...emptySettings(), accounts: [account], activeAccount: "local" };
  writeFileSync(join(home, "settings.json"), JSON.stringify(settings));
  const env = {
    ...process.env,
    HOME: folder,
    PUNCHCARD_HOME: home,
    BENCH_ICON: join(root, "build/icons/tray/idle-light.png"),
  };
  const start = async (app: string, more: readonly string[] = ["--hidden"]) => {
    const before = host.registered();
    const started = performance.now();
    const child = spawn(
      electron,
      ["--no-sandbox", `--user-data-dir=${join(folder, `profile-${before}`)}`, app, ...more],
      {
        env,
        stdio: "ignore",
      },
    );
    while (host.registered() === before) {
      if (performance.now() - started > 30_000) throw new Error(`${app} showed no tray icon within 30 s`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return { child, milliseconds: performance.now() - started };
  };
  const stop = (child: ReturnType<typeof spawn>) =>
    new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        child.kill("SIGKILL");
        reject(new Error("the app did not quit within 10 s"));
      }, 10_000);
      child.once("exit", () => {
        clearTimeout(late);
        resolve();
      });
      child.kill("SIGTERM");
    });

  const apps = { ours: root, empty: join(root, "test/bench/empty-app") };
  const times: Record<string, number[]> = { ours: [], empty: [] };
  for (let run = 0; run <= starts; run += 1) {
    for (const [name, app] of Object.entries(apps)) {
      const { child, milliseconds } = await start(app);
      if (run > 0) times[name]?.push(milliseconds);
      await stop(child);
    }
  }
  ratio("start to tray", median(times.ours ?? []), median(times.empty ?? []), 1.2, "ms");

  // One after the other: two at once would share the pages of Electron itself and halve what both seem to need.
  const rest: Record<string, number> = {};
  for (const [name, app] of Object.entries(apps)) {
    const { child } = await start(app);
    await new Promise((resolve) => setTimeout(resolve, restSeconds * 1000));
    rest[name] = memoryOf(child.pid ?? 0).pss;
    await stop(child);
  }
  ratio("memory at rest (PSS)", rest.ours ?? 0, rest.empty ?? 0, 1.15, "MiB");

  for (const [name, more, bar] of [
    ["hidden", ["--hidden"], 0.1],
    ["with a window", [], 0.14],
  ] as const) {
    const { child } = await start(root, more);
    const pid = child.pid ?? 0;
    await new Promise((resolve) => setTimeout(resolve, restSeconds * 1000));
    const before = { cpu: cpuSecondsOf(pid), at: performance.now() };
    await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000));
    const share = (100_000 * (cpuSecondsOf(pid) - before.cpu)) / (performance.now() - before.at);
    atMost(`CPU at rest, ${name}`, Math.round(share * 100) / 100, bar, "% of a core");
    // No bar: what Electron itself needs differs by machine; the ratio above has one.
    row(`PSS at rest, ${name}`, `${Math.round(memoryOf(pid).pss)} MiB`);
    await stop(child);
  }
  host.close();
  rmSync(folder, { recursive: true, force: true });
}
