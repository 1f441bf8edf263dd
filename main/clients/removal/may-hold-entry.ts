import type { FileSystem } from "../file-system";

/** Whether our entry may lie in files that cannot be understood: our argument is somewhere in them. */
export async function mayHoldEntry(fs: FileSystem, clientId: string, files: string[]): Promise<boolean> {
  const texts = await Promise.all(files.map((file) => fs.read(file).catch(() => new Uint8Array())));
  return texts.some((bytes) => Buffer.from(bytes).includes(`--client=${clientId}`));
}
