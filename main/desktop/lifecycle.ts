import type { App, NativeTheme, PowerMonitor } from "electron";
import type { Core } from "../core";

interface ElectronParts {
  app: Pick<App, "on" | "once" | "quit">;
  powerMonitor: Pick<PowerMonitor, "on">;
  nativeTheme: Pick<NativeTheme, "on">;
}

/**
 * What the system tells the app while it runs. Waking and unlocking read again at once: what was shown before is old.
 * Quit means quit: the server is ended and the log written before the process goes.
 */
export function followSystem(
  { app, powerMonitor, nativeTheme }: ElectronParts,
  core: Pick<Core, "timer" | "changed" | "stop">,
  does: { open(): void; quitting(): void; beforeExit(): void; flush(): Promise<void> },
): void {
  nativeTheme.on("updated", core.changed);
  powerMonitor.on("suspend", () => core.timer.sleep());
  powerMonitor.on("resume", () => void core.timer.refresh());
  powerMonitor.on("unlock-screen", () => void core.timer.refresh());
  app.on("second-instance", does.open);
  app.on("activate", does.open);
  // Without a listener Electron quits with the last window; ours live in the tray.
  app.on("window-all-closed", () => undefined);
  app.on("before-quit", does.quitting);
  app.once("will-quit", (event) => {
    event.preventDefault();
    does.beforeExit();
    void core
      .stop()
      .then(does.flush)
      .finally(() => app.quit());
  });
}
