import { statfsSync } from "node:fs";
import { dirname } from "node:path";

/** Linux's numbers of file systems that lie on other computers, or come through a program that may (statfs(2)). */
const elsewhere = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2
  0x5346414f, // AFS
  0x00c36400, // Ceph
  0x01021997, // 9P: folders of Windows in WSL
  0x65735546, // FUSE: sshfs
]);

/**
 * Whether a file's folder may be in use by several computers at once. Seen on Linux, and for names such as `\\server\share`
 * on Windows; a drive letter of a share, and macOS' network volumes, are taken for folders of this computer.
 */
export function isOnNetwork(file: string, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === "win32") return /^[\\/]{2}(?![.?][\\/])|^\\\\\?\\UNC\\/i.test(file);
  if (platform !== "linux") return false;
  try {
    return elsewhere.has(statfsSync(dirname(file)).type);
  } catch {
    return false;
  }
}
