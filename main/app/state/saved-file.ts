import { writeFile } from "node:fs/promises";
import { notSaved } from "../failure";

type Choose = (name: string) => Promise<string | null>;

/**
 * A file at the place that its person chooses.
 * @param choose asks where to; null: nowhere, and nothing is made then
 * @throws AppFailure `file` where the place cannot be written to
 */
export async function saveAs(
  name: string,
  choose: Choose,
  make: () => string | Uint8Array | Promise<string | Uint8Array>,
): Promise<{ path: string | null }> {
  const path = await choose(name);
  if (path === null) return { path };
  const content = await make();
  try {
    await writeFile(path, content);
  } catch (error) {
    throw notSaved("file", `${path} could not be written.`, "Choose another folder, or make room on the disk.", {
      detail: (error as NodeJS.ErrnoException).code,
    });
  }
  return { path };
}
