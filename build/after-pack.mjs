// electron-builder's afterPack: what the packed app needs and nobody else brings.
import { copyFileSync, existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** Electron links the C runtime statically, our two native modules do not, and a fresh Windows has none. */
const runtime = "vcruntime140.dll";

/** Folders below one that hold native modules. */
export function nativeFolders(folder) {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
  return [...new Set(files.filter((file) => file.endsWith(".node") && statSync(file).isFile()).map(dirname))];
}

/**
 * Puts the runtime beside each native module: Windows looks there first, because Node loads them by their full path.
 * @param redist folder of Visual Studio's redistributable files (`Microsoft.VC143.CRT`), from which it may be passed on
 * @throws where it is not there: the app would keep no account on a computer without it
 */
export function addRuntime(unpacked, redist) {
  const source = redist ? join(redist, runtime) : "";
  if (!redist || !existsSync(source))
    throw new Error(`PUNCHCARD_VC_REDIST has to name the folder of Visual Studio with ${runtime} in it`);
  const folders = nativeFolders(unpacked);
  if (folders.length === 0) throw new Error(`no native module below ${unpacked}`);
  for (const folder of folders) copyFileSync(source, join(folder, runtime));
  return folders;
}

export default function afterPack({ electronPlatformName, appOutDir }) {
  if (electronPlatformName === "win32")
    addRuntime(join(appOutDir, "resources", "app.asar.unpacked"), process.env.PUNCHCARD_VC_REDIST);
}
