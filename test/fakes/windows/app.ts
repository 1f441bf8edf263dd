import { SessionHosts } from "#main/server/session-host";
import { hostStarter } from "#main/server/spawn";

/** What the running app has for its AI clients, as a program for Node on Windows: HOME LAUNCHER SERVER. */
const [home = "", launcher = "", script = ""] = process.argv.slice(2);
const hosts = new SessionHosts({
  home,
  start: hostStarter({ electron: process.execPath, script, home, env: process.env, launcher }),
  outlives: true,
  log: (event, facts) => process.stderr.write(`${event} ${JSON.stringify(facts)}\n`),
});
void hosts.listen().then(() => process.stdout.write("listening\n"));
// As the app: it goes on until it is told to quit.
process.stdin.resume().once("end", () => {
  hosts.stop();
  process.exit(0);
});
