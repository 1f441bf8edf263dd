// node build/vc-redist.mjs: the line that names Visual Studio's redistributable C runtime to build/after-pack.mjs (Windows).
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const finder = join(process.env["ProgramFiles(x86)"] ?? "", "Microsoft Visual Studio/Installer/vswhere.exe");
const studio = execFileSync(finder, ["-latest", "-products", "*", "-property", "installationPath"], {
  encoding: "utf8",
});
const versions = join(studio.trim(), "VC/Redist/MSVC");
const folders = readdirSync(versions)
  .filter((name) => /^\d+\.\d+\.\d+$/.test(name))
  .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
  .flatMap((name) => readdirSync(join(versions, name, "x64")).map((crt) => join(versions, name, "x64", crt)))
  .filter((folder) => /\.CRT$/.test(folder) && existsSync(join(folder, "vcruntime140.dll")));
if (!folders[0]) throw new Error(`no vcruntime140.dll below ${versions}`);
console.log(`PUNCHCARD_VC_REDIST=${folders[0]}`);
