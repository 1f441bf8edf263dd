import { rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createClients } from "./clients";
import { unregisterAndSay } from "./clients/removal/uninstall";
import { autostartFile } from "./desktop/autostart";
import { desktopEntry, launchOf, pathsOf } from "./desktop/paths";

/**
 * What uninstallers run (build/linux/before-remove.sh, build/installer.nsh): `--unregister-all` in node mode, because they
 * have no display and must not meet an app that runs. Beside it lies the same as beside main/index.ts.
 */
const { platform, env } = process;
const paths = pathsOf(join(__dirname, "..", ".."), env);
const launch = launchOf(paths.app, env);
const clients = createClients({
  platform,
  env,
  home: homedir(),
  punchcardHome: paths.home,
  launch,
  backups: paths.backups,
});
// On Windows the installer takes it out of the registry, macOS drops what is gone by itself.
if (platform === "linux") rmSync(autostartFile(env, homedir(), desktopEntry), { force: true });
void unregisterAndSay(clients, (line) => process.stdout.write(`${line}\n`)).then((code) => {
  process.exitCode = code;
});
