// The one place that knows where the project is published. On GitHub that is the repository whose workflow runs.
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const manifest = join(resolve(dirname(fileURLToPath(import.meta.url)), ".."), "package.json");

/**
 * Addresses of the project. Without `GITHUB_REPOSITORY` they derive from `repository` of package.json, and as long as
 * that is missing from its `homepage`, whose placeholder (RFC 2606) leads to no site.
 *
 * @param env `GITHUB_REPOSITORY` (`owner/name`) and `GITHUB_SERVER_URL`, as a runner of GitHub sets them
 * @returns `repository` is null where no repository is published; `registryName` is the name in the MCP registry, whose
 * namespace `io.github.<owner>` belongs to whoever signs in to GitHub as that owner
 */
export function project(env = process.env, { homepage, repository } = JSON.parse(readFileSync(manifest, "utf8"))) {
  const slug = env.GITHUB_REPOSITORY || /github\.com\/([^/]+\/[^/]+?)(?:\.git)?$/.exec(repository?.url ?? "")?.[1];
  const server = env.GITHUB_SERVER_URL || "https://github.com";
  const [owner = "", name = ""] = (slug ?? "").split("/");
  const url = slug ? `${server}/${slug}` : homepage;
  return {
    owner,
    name,
    homepage: url,
    repository: slug ? { type: "git", url: `git+${url}.git` } : null,
    maintainer: `The Punchcard founders <${slug ? `${owner}@users.noreply.github.com` : "maintainers@punchcard.invalid"}>`,
    registryName: `io.github.${owner || "owner"}/punchcard`,
    /** Address of a file of a release. */
    download: (tag, file) => `${url}/releases/download/${tag}/${encodeURIComponent(file)}`,
    /** Address of a file of the repository, as it was at a tag. */
    raw: (tag, file) => (slug ? `https://raw.githubusercontent.com/${slug}/${tag}/${file}` : `${url}/${tag}/${file}`),
  };
}
