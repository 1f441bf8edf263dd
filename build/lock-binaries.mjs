/** Operating systems and processors as npm names them (`os`, `cpu` in package.json), by their part of a package's name. */
const systems = ["android", "darwin", "freebsd", "linux", "openbsd", "openharmony", "win32"];
const processors = ["arm64", "arm", "ia32", "loong64", "ppc64", "riscv64", "s390x", "x64"];

/**
 * Finds the optional dependencies that a lock file names but does not describe.
 * @param {import("./lock-binaries.mjs").Lock} lock
 * @returns {import("./lock-binaries.mjs").MissingBinary[]}
 */
export function missingBinaries(lock) {
  const byName = new Map();
  for (const [path, entry] of Object.entries(lock.packages))
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {}))
      if (!resolves(lock, path, name)) byName.set(name, { name, version, isDev: entry.dev === true });
  return [...byName.values()];
}

/** @returns whether Node's lookup from the package at `path` reaches an entry for `name` */
function resolves(lock, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    if (lock.packages[folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`]) return true;
    if (folder === "") return false;
  }
}

/**
 * Adds entries without address and checksum: npm asks the registry for both on the platforms that install the package.
 * @throws {Error} when a version is a range or a name states no platform, because the entry would be a guess
 */
export function withMissingBinaries(lock, missing) {
  const added = missing.map(({ name, version, isDev }) => [
    `node_modules/${name}`,
    inNpmsOrder({ version: exact(name, version), ...platform(name), ...(isDev && { dev: true }), optional: true }),
  ]);
  const [project, ...packages] = Object.entries(lock.packages);
  const sorted = [...packages, ...added].sort(([a], [b]) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries([project, ...sorted]) };
}

/** npm writes the version first and the rest alphabetically; the same order keeps its next run free of changes. */
const inNpmsOrder = ({ version, ...others }) => ({
  version,
  ...Object.fromEntries(Object.entries(others).sort(([a], [b]) => a.localeCompare(b, "en"))),
});

function exact(name, version) {
  if (/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) return version;
  throw new Error(`${name}: "${version}" is a range; only exact versions of platform binaries can be added`);
}

function platform(name) {
  const parts = name.split("/").at(-1).split("-");
  const os = systems.filter((system) => parts.includes(system));
  const cpu = processors.filter((processor) => parts.includes(processor));
  if (os.length !== 1 || cpu.length !== 1)
    throw new Error(`${name}: the name does not state one operating system and one processor`);
  const libc = parts.some((part) => part.startsWith("musl"))
    ? "musl"
    : parts.some((part) => part.startsWith("gnu")) && "glibc";
  return { cpu, ...(os[0] === "linux" && libc && { libc: [libc] }), os };
}
