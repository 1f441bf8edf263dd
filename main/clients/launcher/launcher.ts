import { randomBytes } from "node:crypto";
import { whileHeld } from "#core/platform/held-file";
import { launcherFile } from "#core/platform/state/home-files";
import type { FileSystem } from "../file-system";
import { refusal } from "../refusal";
import { diskFull, putFile } from "../replace-file";
import { pathsOf } from "../server-entry";
import type { ClientContext } from "../types";
import { type LauncherPart, launcherParts, type Parts } from "./files";
import { mark } from "./script";
import { transientInstall } from "./transient-install";

/**
 * Writes what clients start, unless it is right already. Called at each start of the app, which heals it after a move,
 * an update, a deletion or somebody's change. A copy of the app that will not stay (translocated, a mount) leaves the
 * old one alone.
 * @throws InputError `client_launcher` where the file cannot be written.
 */
export async function writeLauncher(parts: Parts, uid = process.getuid?.()): Promise<void> {
  if (transientInstall(parts)) return;
  try {
    const { files } = await launcherParts(parts, uid);
    for (const file of files) await put(parts.fs, parts.platform, file);
  } catch (error) {
    const full = diskFull(error);
    if (full) throw full;
    const path = launcherFile(parts.punchcardHome, parts.platform);
    const why = error instanceof Error ? error.message : String(error);
    throw refusal("client_launcher", `${path} could not be written: ${why}`, "Make the folder writable and try again.");
  }
}

/**
 * Writes it, and sees whether the system lets the program start: virus scanners and company rules of Windows take away or
 * hold up programs in a person's folder, and macOS kills what it finds badly signed. There the way without the program is written.
 * @returns whether clients are to start the program
 * @throws InputError `client_launcher` where nothing can be written.
 */
export async function placeLauncher(parts: Parts & Pick<ClientContext, "run">): Promise<boolean> {
  const { platform, launch, punchcardHome } = parts;
  if (launch.program === undefined || platform === "linux" || transientInstall(parts)) {
    await writeLauncher(parts);
    return launch.program !== undefined;
  }
  try {
    await writeLauncher(parts);
    const { code } = await parts.run(launcherFile(punchcardHome, platform), ["--peer"]);
    // It says who is at its input, or that it cannot tell.
    if (code === 0 || code === 1) return true;
  } catch {
    // Where the rest cannot be written either, that is what is thrown.
  }
  await writeLauncher({ ...parts, launch: { ...launch, program: undefined } });
  return false;
}

/**
 * For uninstallers: takes away what clients start, if it starts this very copy of the app. What another copy wrote, or
 * somebody else, stays.
 * @returns whether it was there and is gone
 */
export async function removeLauncher(parts: Parts, uid = process.getuid?.()): Promise<boolean> {
  const { fs, platform } = parts;
  const starts = (text: string) => text.split(/\r?\n/).filter((line) => /^(?:app|script)=|^ {2}"command":/.test(line));
  // Whether the program could be used is not known any more, and it may be gone from the app.
  const unread = async () => new Uint8Array();
  const ways = await Promise.all(
    [parts, { ...parts, launch: { ...parts.launch, program: undefined } }].map((way) =>
      launcherParts(way, uid, unread),
    ),
  );
  const isThere = async ({ files, naming }: (typeof ways)[number]) => {
    if ((await fs.facts(naming, { follow: false }))?.kind !== "file") return false;
    const there = Buffer.from(await fs.read(naming)).toString("utf8");
    const wanted = files.find(({ path }) => path === naming)?.bytes.toString("utf8") ?? "";
    return there.includes(mark) && starts(there).join() === starts(wanted).join();
  };
  const found = await Promise.all(ways.map(isThere));
  if (!found.includes(true)) return false;
  const paths = new Set(ways.flatMap(({ files }) => files.map(({ path }) => path)).reverse());
  for (const path of paths) await removePart(fs, platform, path);
  return true;
}

const isProgram = (platform: NodeJS.Platform, path: string) => platform === "win32" && path.endsWith(".exe");
const aside = (path: string) => `${path}.${randomBytes(4).toString("hex")}.old`;

async function put(fs: FileSystem, platform: NodeJS.Platform, { path, bytes, mode }: LauncherPart): Promise<void> {
  const there = await fs.facts(path, { follow: false });
  const found = there?.kind === "file" ? Buffer.from(await fs.read(path)) : null;
  if (isProgram(platform, path)) await removeFormer(fs, platform, path);
  // Windows keeps no permission bits.
  if (found?.equals(bytes) && (platform === "win32" || there?.mode === mode)) return;
  await fs.privateFolder(pathsOf(platform).dirname(path));
  // Not from us: clients must not start it as if it were, and still nobody loses a file.
  const isOurs = !found || /Written by Punchcard/.test(found.toString("utf8")) || bytes.indexOf(found) === 0;
  if (!isOurs) await fs.rename(path, `${path}.not-ours`);
  if (!isOurs || !found || !isProgram(platform, path)) return putFile(fs, platform, path, bytes, mode);
  // Windows lets a program that runs be renamed, and neither replaced nor removed.
  const former = aside(path);
  await whileHeld(() => fs.rename(path, former), { platform, wait: fs.wait });
  try {
    await putFile(fs, platform, path, bytes, mode);
  } catch (error) {
    await fs.rename(former, path).catch(() => undefined);
    throw error;
  }
  await fs.remove(former).catch(() => undefined);
}

/** Programs that ran when they were replaced. */
async function removeFormer(fs: FileSystem, platform: NodeJS.Platform, path: string): Promise<void> {
  const { basename, dirname, join } = pathsOf(platform);
  for (const name of await fs.list(dirname(path)))
    if (name.startsWith(`${basename(path)}.`) && name.endsWith(".old"))
      await fs.remove(join(dirname(path), name)).catch(() => undefined);
}

async function removePart(fs: FileSystem, platform: NodeJS.Platform, path: string): Promise<void> {
  if (!isProgram(platform, path)) return fs.remove(path);
  await removeFormer(fs, platform, path);
  if (!(await fs.facts(path, { follow: false }))) return;
  // While it runs it stays under a name that nobody starts.
  const former = aside(path);
  await fs.rename(path, former);
  await fs.remove(former).catch(() => undefined);
}
