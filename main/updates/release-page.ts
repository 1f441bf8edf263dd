import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";

/**
 * The page of a version's release on GitHub, made of what the package says and not of what a server said.
 * @param resources the app's folder of resources
 * @returns null: its updates do not come from GitHub
 */
export async function releasePage(resources: string, version: string): Promise<string | null> {
  try {
    const { provider, owner, repo } = parse(await readFile(join(resources, "app-update.yml"), "utf8"));
    if (provider !== "github" || !/^[\w.-]+$/.test(owner) || !/^[\w.-]+$/.test(repo)) return null;
    return `https://github.com/${owner}/${repo}/releases/tag/v${encodeURIComponent(version)}`;
  } catch {
    return null;
  }
}
