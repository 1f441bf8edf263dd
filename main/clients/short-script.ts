import { spawnSync } from "node:child_process";
import { win32 } from "node:path";
import type { LaunchPaths } from "./types";

/** Windows' own 8.3 name of a folder, which it makes on most system drives; "": there is none. */
function shortNameOf(folder: string): string {
  const line = `"for %A in ("${folder}") do @echo %~sA"`;
  const done = spawnSync(process.env.ComSpec || "cmd.exe", ["/d", "/s", "/c", line], {
    encoding: "latin1",
    timeout: 2_000,
    windowsVerbatimArguments: true,
    windowsHide: true,
  });
  return (done.stdout ?? "").trim();
}

/**
 * The server's script under a name without a blank, as far as Windows has one. Clients that start a program by `cmd /C` lose
 * the quotes where two words have some, and the program itself lies below the person's name.
 */
export function withShortScript(
  launch: LaunchPaths,
  platform: NodeJS.Platform,
  shortName: (folder: string) => string = shortNameOf,
): LaunchPaths {
  if (platform !== "win32" || !launch.script.includes(" ")) return launch;
  // What lies in the archive has no name in the file system, and the archive is known by the end of its own.
  const archive = /^.*?\.asar(?=\\)/i.exec(launch.script)?.[0] ?? launch.script;
  const folder = win32.dirname(archive);
  // A variable of cmd would be put in its place.
  const short = folder.includes("%") ? "" : shortName(folder);
  // Other letters may have come in another code page.
  if (!/^[a-z]:\\[!-~]+$/i.test(short)) return launch;
  return { ...launch, script: short.replace(/\\$/, "") + launch.script.slice(folder.length) };
}
