/**
 * Runs inside the bundled server, before anything else of it (build/server-bundle.ts puts its text there): a `require`
 * for the parts that the bundle carries as text. It may use nothing from outside itself.
 *
 * What V8 made of the parts of the start is kept in `<home>/cache` when the process ends well, and taken from there the
 * next time: compiling is a fifth of the start. V8 itself refuses what another V8 or another text made, and then the
 * part is compiled as if there were no cache. It lies in the person's own folder, like the launcher that starts us.
 *
 * @param texts plain, or deflated as base64; null: deflated in a file beside the bundle
 * @param atStart parts worth keeping compiled, in the order of the cache file
 * @param stamp of all texts: a cache of another build is not even read
 * @param parts loaded already, by name
 * @param folder of the bundle
 */
export function lazyParts(
  texts: Record<string, string | [string] | null>,
  atStart: string[],
  stamp: string,
  parts: Record<string, object>,
  nodeRequire: NodeJS.Require,
  folder: string,
): (name: string) => unknown {
  const fs: typeof import("node:fs") = nodeRequire("node:fs");
  const { Script }: typeof import("node:vm") = nodeRequire("node:vm");
  const scripts: Record<string, import("node:vm").Script> = {};
  let complete = true;

  const settings = process.argv.findIndex((arg) => arg === "--settings" || arg.startsWith("--settings="));
  const given = process.argv[settings]?.split("=")[1] ?? process.argv[settings + 1];
  const home = settings < 0 || !given ? `${nodeRequire("node:os").homedir()}/.punchcard` : given;
  const file = `${home}/cache/start-${process.versions.v8}-${process.arch}.bin`;

  /** Header: the stamp and the length of each part. */
  function readCache(): Record<string, Buffer> {
    try {
      const data = fs.readFileSync(file);
      const end = data.indexOf(10);
      const [found, ...lengths] = data.subarray(0, end).toString("latin1").split(" ");
      if (found !== stamp || lengths.length !== atStart.length) return {};
      let at = end + 1;
      const cached = atStart.map((id, index): [string, Buffer] => {
        const from = at;
        at += Number(lengths[index]);
        return [id, data.subarray(from, at)];
      });
      return at === data.length ? Object.fromEntries(cached) : {};
    } catch {
      return {};
    }
  }

  function writeCache() {
    const loaded = atStart.flatMap((id) => scripts[id] ?? []);
    if (complete || loaded.length < atStart.length || process.exitCode) return;
    const draft = `${file}.${process.pid}`;
    try {
      if (!fs.existsSync(home)) return;
      fs.mkdirSync(`${home}/cache`, { recursive: true, mode: 0o700 });
      const data = loaded.map((script) => script.createCachedData());
      const head = [stamp, ...data.map(({ length }) => length)].join(" ");
      fs.writeFileSync(draft, Buffer.concat([Buffer.from(`${head}\n`), ...data]), { mode: 0o600 });
      fs.renameSync(draft, file);
    } catch {
      try {
        fs.rmSync(draft, { force: true });
      } catch {
        // Something else than a folder lies in its place: then there is nothing of ours to remove.
      }
    }
  }

  let cache: Record<string, Buffer> | undefined;
  return function load(name) {
    if (name[0] !== ".") return nodeRequire(name);
    const id = name.slice(name.lastIndexOf("/") + 1);
    if (parts[id]) return parts[id];
    const kept = texts[id];
    if (kept === undefined) throw new Error(`the server bundle has no part ${id}`);
    delete texts[id];
    const packed = kept === null ? fs.readFileSync(`${folder}/${id}.deflate`) : Buffer.from(kept[0] ?? "", "base64");
    const text = typeof kept === "string" ? kept : nodeRequire("node:zlib").inflateRawSync(packed).toString();
    const start = atStart.includes(id);
    if (start && !cache) {
      cache = readCache();
      process.once("exit", writeCache);
    }
    const script = new Script(`(function(require,module,exports,__dirname){${text}\n})`, {
      filename: `${folder}/${id}`,
      cachedData: start ? cache?.[id] : undefined,
    });
    if (start) {
      scripts[id] = script;
      complete &&= script.cachedDataRejected === false;
    }
    const part: { exports: object } = { exports: {} };
    parts[id] = part.exports;
    script.runInThisContext()(load, part, part.exports, folder);
    parts[id] = part.exports;
    return part.exports;
  };
}
