// What is inside of the things that Punchcard publishes: npm packages in the bundles, native modules, and Electron.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Bundles of the npm package and the container; the app has all others too, but no team server. */
const serverBundles = ["server", "weekView", "team", "teamPages"];
const teamBundles = ["team", "teamPages"];

const json = (file) => JSON.parse(readFileSync(file, "utf8"));

/** Folder of a package that is installed at this version, also below another package. */
function folderOf(root, packages, name, version) {
  const entry = Object.entries(packages).find(
    ([place, one]) => place.endsWith(`node_modules/${name}`) && one.version === version,
  );
  const folder = entry && join(root, entry[0]);
  return folder && existsSync(join(folder, "package.json")) ? folder : null;
}

function licenseOf(manifest) {
  const { license, licenses } = manifest;
  if (typeof license === "string") return license;
  return license?.type ?? (licenses ?? []).map(({ type }) => type).join(" OR ") ?? "";
}

/** Text of a package's license files; empty where it ships none. */
function licenseText(folder) {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)/i.test(name) && !/\.(js|ts|json)$/.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim())
    .join("\n\n");
}

/** Native modules and what they load, from the lock file: all platforms, as each package of Punchcard has one of them. */
function nativePackages(packages, dependencies) {
  const seen = new Map();
  const visit = (name) => {
    const entry = packages[`node_modules/${name}`];
    if (!entry || seen.has(name)) return;
    seen.set(name, entry.version);
    for (const next of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) visit(next);
  };
  for (const name of Object.keys(dependencies)) visit(name);
  return [...seen].map(([name, version]) => `${name}@${version}`);
}

/**
 * Lists the third-party components of a product.
 *
 * @param root the repository, after `npm run build`
 * @param product `app` has the windows and Electron, `server` is the npm package and the container
 * @returns components sorted by name, with SPDX license and license text
 * @throws {Error} when a bundle was not built, so that nothing is left out silently
 */
export function componentsOf(root, product) {
  const { packages } = json(join(root, "package-lock.json"));
  const own = json(join(root, "package.json"));
  const folder = join(root, "out/modules");
  const bundles = readdirSync(folder).map((name) => name.replace(/\.json$/, ""));
  const missing = serverBundles.filter((name) => !bundles.includes(name));
  if (missing.length > 0) throw new Error(`not built: ${missing.join(", ")}; run \`npm run build\` first`);
  const included = bundles.filter((name) =>
    product === "server" ? serverBundles.includes(name) : !teamBundles.includes(name),
  );
  const ids = new Set(included.flatMap((name) => json(join(folder, `${name}.json`))));
  for (const id of nativePackages(packages, own.dependencies)) ids.add(id);
  if (product === "app") ids.add(`electron@${packages["node_modules/electron"].version}`);
  return [...ids].sort().map((id) => {
    const at = id.lastIndexOf("@");
    const [name, version] = [id.slice(0, at), id.slice(at + 1)];
    const place = folderOf(root, packages, name, version);
    const manifest = place ? json(join(place, "package.json")) : {};
    // Binaries of other platforms are not installed here; the lock file has their license.
    const locked = Object.entries(packages).find(([path]) => path.endsWith(`node_modules/${name}`))?.[1];
    return {
      name,
      version,
      license: licenseOf(manifest) || (locked?.license ?? ""),
      text: place ? licenseText(place) : "",
    };
  });
}
