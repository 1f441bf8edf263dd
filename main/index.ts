import * as electron from "electron";
import { followSecondStarts } from "./app/lifecycle";
import { atLogin, startedAtLogin } from "./desktop/autostart";
import { followDock } from "./desktop/dock";
import { endIncomplete } from "./desktop/end-incomplete";
import { openLog } from "./desktop/log";
import { appId, launchOf, pathsOf } from "./desktop/paths";
import { hasTrayHost, waitForTrayHost } from "./desktop/tray-host";
import { needsPortal, shortcutSupport } from "./shortcuts/support";
import { TrayController } from "./tray";
import type { TrayAction } from "./tray/describe";
import { EarlyWindows } from "./windows/early";
import { registerScheme } from "./windows/protocol";
import { guardContents } from "./windows/security";

/** What must be said before Electron is ready, and the icon in the panel; the app itself (run.ts) is read after it. */
const { app } = electron;
const { platform, env } = process;
const paths = pathsOf(app.getAppPath(), env);
const launch = launchOf(paths.app, env);
// Before any window: by it Windows groups them, pins them and names who notifies.
if (platform === "win32") app.setAppUserModelId(appId);
followDock(app);
if (paths.userData) app.setPath("userData", paths.userData);
// As root (CI) Chromium only starts without its OS sandbox; asking for both ends in a crash loop.
if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
// Asked while Electron starts, because the answer takes a program of its own.
const askTrayHost = () => hasTrayHost(platform, env);
const trayHostAsked = process.argv.includes(atLogin) ? waitForTrayHost(askTrayHost) : askTrayHost();
const shortcutsAsked = shortcutSupport(platform, env);
if (needsPortal(platform, env)) {
  const features = app.commandLine.getSwitchValue("enable-features");
  app.commandLine.appendSwitch("enable-features", [features, "GlobalShortcutsPortal"].filter(Boolean).join(","));
}
registerScheme(electron.protocol);
guardContents(app);
if (platform !== "darwin") electron.Menu.setApplicationMenu(null);

/** Half of the time to an icon would go into reading the rest. */
const rest = () => import("./run");
/** What is asked of windows before they are made: by clicks in the tray, by a second start, by what is noticed. */
const early = new EarlyWindows();
// For uninstallers: beside an app that may still run, without a window or an icon.
if (process.argv.includes("--unregister-all"))
  void rest()
    .then(({ unregisterAll }) => unregisterAll({ paths, launch }))
    .catch((error: Error) => {
      process.stdout.write(`${error.message}\n`);
      return 1;
    })
    .then((code) => app.exit(code));
else if (app.requestSingleInstanceLock()) {
  followSecondStarts(app, () => early.showFirst());
  void app.whenReady().then(start);
} else app.quit();

async function start(): Promise<void> {
  const { log, flush } = openLog(paths.log);
  const trayHost = await trayHostAsked;
  const hidden = startedAtLogin(platform, process.argv, app) && trayHost;
  /** Until there is a menu, all that can be clicked is the icon. */
  let act = (_action: TrayAction) => early.show("timer");
  const onTray = { platform, resources: paths.app, desktop: env.XDG_CURRENT_DESKTOP };
  const tray = trayHost ? new TrayController(electron, { ...onTray, act: (action) => act(action) }) : null;
  // The panel asks for the icon in several steps, which reading the rest would hold up.
  await new Promise((resolve) => setTimeout(resolve, hidden ? 50 : 0));
  const parts = await rest().catch((error: unknown) => {
    const words = async () => {
      const { languageOf, translator } = await import("./locales");
      return translator(languageOf("system", app.getPreferredSystemLanguages()));
    };
    return endIncomplete(electron, words, { error, log, flush });
  });
  const follow = (action: typeof act) => {
    act = action;
  };
  await parts?.run({ paths, launch, early, log, flush, hidden, tray, follow, shortcutsAsked });
}
