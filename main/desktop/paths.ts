import { existsSync } from "node:fs";
import { join } from "node:path";
import { defaultHome, homeFiles, launcherFile } from "#core/platform/state/home-files";

/** By this systems know the application; the packages are made with the same one. */
export const appId = "app.punchcard.Punchcard";

/** Also the name of the application for the desktop: portals and autostart know it by this. */
export const desktopEntry = `${appId}.desktop`;

/** What starts this installation: the executable, the bundled server, and what differs by system. */
export function launchOf(app: string, env: NodeJS.ProcessEnv) {
  // Electron's own addition to process on macOS: runs in node mode without a Dock tile.
  const { helperExecPath } = process as { helperExecPath?: string };
  const program = join(app, "out", "launcher", process.platform === "win32" ? "punchcard-mcp.exe" : "punchcard-mcp");
  return {
    electron: process.execPath,
    script: join(app, "out", "mcp-server", "index.js"),
    appImage: env.APPIMAGE,
    helper: process.platform === "darwin" ? helperExecPath : undefined,
    program: existsSync(program) ? program : undefined,
  };
}

/** Where things lie. @param app folder (or asar) with package.json. */
export function pathsOf(app: string, env: NodeJS.ProcessEnv) {
  const home = env.PUNCHCARD_HOME || defaultHome();
  return {
    app,
    home,
    /** Tests give a home of their own; then Chromium's profile, and with it the single-instance lock, is there too. */
    userData: env.PUNCHCARD_HOME ? join(home, "electron") : null,
    log: join(home, homeFiles.log),
    backups: join(home, "backups"),
    launcher: launcherFile(home, process.platform),
    extension: join(app, "out", "mcpb", "punchcard.mcpb"),
    pages: join(app, "out", "renderer"),
    /** Programs of threads of their own. */
    formats: join(app, "out", "formats", "index.js"),
    calendar: join(app, "out", "calendar", "index.js"),
    preload: join(app, "out", "preload", "index.js"),
    icon: join(app, "build", "icons", "icon.png"),
  };
}
