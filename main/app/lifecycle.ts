import type { App, NativeTheme, PowerMonitor } from "electron";
import type { Core } from "./core";
import { type Log, toFailure } from "./failure";

interface ElectronParts {
  app: Pick<App, "on" | "once" | "quit">;
  powerMonitor: Pick<PowerMonitor, "on">;
  nativeTheme: Pick<NativeTheme, "on">;
}

/** Who starts the app again wants to see it. To be called before Electron is ready, as that may be at once. */
export function followSecondStarts(app: Pick<App, "on">, open: () => void): void {
  // One that a server started to ask (mcp-server/core/confirmation/start-app.ts) wants nobody's attention yet.
  app.on("second-instance", (_event, argv) => {
    if (!argv.includes("--hidden")) open();
  });
}

/**
 * What the system tells the app while it runs. Waking and unlocking read again at once: what was shown before is old.
 * Quit means quit: the server is ended and the log written before the process goes.
 */
export function followSystemEvents(
  { app, powerMonitor, nativeTheme }: ElectronParts,
  core: Pick<Core, "timer" | "changed" | "stop">,
  does: {
    woke(): void;
    /** Whether the person wants to quit although these wait for their service. */
    mayQuit(waiting: ReturnType<Core["timer"]["waiting"]>): Promise<boolean>;
    quitting(): void;
    beforeExit(): void;
    flush(): Promise<void>;
    log: Log;
  },
): void {
  // Electron's own answer is a modal dialog that nobody may see and that holds everything up, quitting too.
  const mistake = (error: unknown) => toFailure(error, does.log);
  process.on("uncaughtException", mistake);
  process.on("unhandledRejection", mistake);
  nativeTheme.on("updated", core.changed);
  powerMonitor.on("suspend", () => core.timer.sleep());
  powerMonitor.on("resume", () => {
    void core.timer.refresh();
    does.woke();
  });
  powerMonitor.on("unlock-screen", () => void core.timer.refresh());
  // Without a listener Electron quits with the last window; ours live in the tray.
  app.on("window-all-closed", () => undefined);
  let agreed = false;
  let asking = false;
  // Nobody answers a question while the computer goes down, and what waits is on disk.
  powerMonitor.on("shutdown", () => {
    agreed = true;
  });
  app.on("before-quit", (event) => {
    const waiting = agreed ? [] : core.timer.waiting();
    if (waiting.length === 0) return does.quitting();
    event.preventDefault();
    if (asking) return;
    asking = true;
    void does
      .mayQuit(waiting)
      // A question that cannot be shown must not keep the app alive for ever.
      .catch((error: unknown) => toFailure(error, does.log).code !== "")
      .then((yes) => {
        asking = false;
        if (!yes) return;
        agreed = true;
        app.quit();
      });
  });
  app.once("will-quit", (event) => {
    event.preventDefault();
    const stopped = core.stop();
    does.beforeExit();
    // In a turn of its own: while this event is still being handled Electron takes no second quit.
    void stopped.then(does.flush).finally(() => setImmediate(() => app.quit()));
  });
}
