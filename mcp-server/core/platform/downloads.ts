import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { privateFolder } from "./private-folder";

/** Devices of Windows, whatever their ending. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Bytes; file systems take 255, and a number may follow. */
const longest = 200;

/**
 * A name that stays in its folder on every system: the service chose it. No path, no leading dot, no invisible or
 * reserved characters; never empty.
 */
export function safeName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  const plain = last
    .normalize("NFC")
    .replace(/[\p{C}\p{Default_Ignorable_Code_Point}<>:"|?*]/gu, "")
    .replace(/\s+/g, " ")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const dot = plain.lastIndexOf(".");
  const ending = dot > 0 && plain.length - dot <= 10 ? plain.slice(dot) : "";
  const stem = Array.from(plain.slice(0, plain.length - ending.length));
  while (Buffer.byteLength(stem.join("") + ending) > longest) stem.pop();
  const short = `${stem.join("").replace(/[.\s]+$/, "")}${ending}`;
  if (short === "") return "file";
  return reserved.test(short) ? `_${short}` : short;
}

/**
 * Keeps a file of a service in `<home>/downloads`, readable by its owner only. What is there already stays: the new one
 * gets a number.
 * @returns its path
 */
export async function saveDownload(home: string, name: string, bytes: Uint8Array): Promise<string> {
  const folder = join(home, "downloads");
  privateFolder(folder);
  const safe = safeName(name);
  const dot = safe.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ""];
  for (let count = 1; ; count++) {
    const path = join(folder, count === 1 ? safe : `${stem} (${count})${ending}`);
    try {
      // "x" follows no link and overwrites nothing.
      await writeFile(path, bytes, { flag: "wx", mode: 0o600 });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || count === 10_000) throw error;
    }
  }
}
