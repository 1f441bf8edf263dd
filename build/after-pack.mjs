// electron-builder's afterPack: what the packed app needs and nobody else brings.
import { chmodSync, copyFileSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
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

/**
 * Vulkan's loader and its software renderer: 7 MB that only WebGL and WebGPU use where there is no graphics driver. The
 * windows use neither, and without a driver Chromium draws pages without the GPU.
 */
const vulkanFiles = ["libvk_swiftshader.so", "vk_swiftshader_icd.json", "libvulkan.so.1"];

/** Removes what no window uses, and takes the right to execute from libraries, as Debian's policy requires (10.2). */
export function tidyLinux(folder) {
  for (const name of vulkanFiles) rmSync(join(folder, name), { force: true });
  for (const name of readdirSync(folder, { recursive: true }).map(String))
    if (/\.(?:so(?:\.\d+)*|node)$/.test(name) && statSync(join(folder, name)).isFile())
      chmodSync(join(folder, name), 0o644);
}

export default function afterPack({ electronPlatformName, appOutDir }) {
  if (electronPlatformName === "linux") tidyLinux(appOutDir);
  if (electronPlatformName === "win32")
    addRuntime(join(appOutDir, "resources", "app.asar.unpacked"), process.env.PUNCHCARD_VC_REDIST);
}
