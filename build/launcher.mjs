// node build/launcher.mjs [--shipped]: compiles what AI clients start (build/launcher/) into out/launcher/. Without a C
// compiler clients get the way without it (docs/decisions/launcher.md), and that is said here. What is shipped has to have it.
// node build/launcher.mjs --try: fails where there is no C compiler.
import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, say } from "./setup.mjs";

const flags = ["-std=c11", "-iquote", join(root, "build/launcher"), "-O2", "-Wall", "-Wextra", "-Werror"];
const shared = ["main", "hello", "buffer", "session"];
const posix = [...shared, "posix-socket", "posix-serve", "posix-own"];
const protect = ["-fstack-protector-strong", "-D_FORTIFY_SOURCE=2"];

/** By system: its files, and what the compiler is told besides. */
const systems = {
  linux: {
    files: [...posix, "linux"],
    // Static, so that it runs on every distribution, whatever C library that has; what is shipped has to be.
    ways: [["-static"], []],
    more: [...protect, "-s", "-Wl,-z,relro,-z,now,-z,noexecstack"],
    compilers: ["cc"],
  },
  darwin: {
    files: [...posix, "macos"],
    ways: [["-arch", "arm64", "-arch", "x86_64"]],
    more: [...protect, "-mmacosx-version-min=14.0"],
    compilers: ["cc"],
  },
  win32: {
    files: [...shared, "windows-text", "windows-peer", "windows-pipe", "windows-serve", "windows-own"],
    ways: [["-static"]],
    more: ["-municode", "-mconsole", "-s", "-ladvapi32"],
    compilers: ["x86_64-w64-mingw32-gcc", ...(process.platform === "win32" ? ["gcc"] : [])],
  },
};

/**
 * @param system other than this one: with a compiler that makes programs of it, into a folder that no package takes
 * @param instead files to compile in place of its own, by name, for tests; `name` keeps what is made of them apart
 * @returns the program's path; null: there is no compiler for it here
 * @throws where it does not compile, or none can be shipped
 */
export function buildLauncher({
  isShipped = false,
  system = process.platform,
  instead = {},
  name = "punchcard-mcp",
} = {}) {
  const { files, ways, more, compilers } = systems[system] ?? {};
  const isOwn = system === process.platform && name === "punchcard-mcp";
  const folder = join(root, isOwn ? "out/launcher" : `out/launcher-${system}`);
  const target = join(folder, system === "win32" ? `${name}.exe` : name);
  rmSync(target, { force: true });
  if (!files) return null;
  mkdirSync(folder, { recursive: true });
  const draft = `${target}.${process.pid}.exe`;
  const source = files.map((file) => instead[file] ?? join(root, "build/launcher", `${file}.c`));
  // Some systems have no static C library; on the computer that compiled it the other will do.
  const tried = (process.env.CC && system === process.platform ? [process.env.CC] : compilers).flatMap((compiler) =>
    (isShipped ? ways.slice(0, 1) : ways).map((way) => ({ compiler, way })),
  );
  let done;
  for (const { compiler, way } of tried) {
    // Libraries come after what needs them.
    const args = [...flags, ...way, "-o", draft, ...source, ...more];
    const now = spawnSync(compiler, args, { encoding: "utf8" });
    // That a compiler is missing says less than that another one refused it.
    if (!done || now.error?.code !== "ENOENT") done = now;
    if (done.status === 0) {
      renameSync(draft, target);
      return target;
    }
  }
  if (done.error?.code !== "ENOENT" || isShipped)
    throw new Error(`the launcher does not compile:\n${done.stderr || done.error}`);
  return null;
}

if (import.meta.filename === process.argv[1]) {
  const [isShipped, isTried] = ["--shipped", "--try"].map((one) => process.argv.includes(one));
  const made = buildLauncher({ isShipped });
  if (made === null && isTried) throw new Error("there is no C compiler here");
  if (made === null)
    say("NOTICE: no C compiler here: AI clients get no launcher, and each starts a server of its own.");
}
