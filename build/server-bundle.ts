import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { deflateRawSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";
import { lazyParts } from "./lazy-parts";

/**
 * Stands in for the SDK's own shims, of its server and its client: the same names without a JSON Schema library (150 kB, a tenth of the start).
 * Our server gives its own validator, so this one is never asked.
 */
const shims = {
  id: "\0punchcard-mcp-shims",
  code: `export { default as process } from "node:process";
    export const CORS_IS_POSSIBLE = false;
    export class DefaultJsonSchemaValidator {
      getValidator() {
        throw new Error("the bundled server has no default JSON Schema validator");
      }
    }`,
};

/** Compressed bytes from which on a part would slow down every start. */
const large = 200_000;

/**
 * Keeps the server one file and its start short. A client waits for `tools/list` each time it starts us, and V8 reads
 * through every function of a file before it runs the first one. So what only a call needs (adapters, HTTP, keychain,
 * time zones) is split off at each dynamic import and put back into the same file as text, which is compiled when it
 * is first asked for; what is not needed to list the tools is also compressed, so that the file is read faster. What is
 * large even then (public holidays of the world) lies in a file of its own beside it.
 */
export function lazyServerBundle(): Plugin {
  const beside = new Map<string, Buffer>();
  return {
    name: "punchcard:lazy-server-bundle",
    applyToEnvironment: (environment) => environment.name === "server",
    enforce: "pre",
    resolveId: (id) => (/^@modelcontextprotocol\/(server|client)\/_shims$/.test(id) ? shims.id : null),
    load: (id) => (id === shims.id ? shims.code : null),
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === "chunk");
      const entry = chunks.find((chunk) => chunk.isEntry);
      if (!entry) throw new Error("the server bundle has no entry");
      const late = chunks.filter((chunk) => chunk !== entry);
      const atStart = closure(late, "stdio");
      const texts = Object.fromEntries(
        late.map(({ fileName, code }): [string, string | [string] | null] => {
          const name = basename(fileName);
          if (atStart.has(fileName)) return [name, code];
          const packed = deflateRawSync(code, { level: 9 });
          if (packed.length < large) return [name, [packed.toString("base64")]];
          beside.set(`${name}.deflate`, packed);
          return [name, null];
        }),
      );
      for (const chunk of late) delete bundle[chunk.fileName];
      const [, shebang = "", code = ""] = /^(#!.*\n)?([\s\S]*)$/.exec(entry.code) ?? [];
      const all = JSON.stringify(texts);
      const names = late.filter(({ fileName }) => atStart.has(fileName)).map(({ fileName }) => basename(fileName));
      const stamp = createHash("sha256").update(all).digest("hex").slice(0, 16);
      const given = [all, JSON.stringify(names), JSON.stringify(stamp), `{${JSON.stringify(entry.fileName)}:exports}`];
      entry.code = `${shebang}(function(require){${code}\n})((${lazyParts})(${given.join()},require,__dirname));\n`;
    },
    writeBundle({ dir }) {
      for (const [name, packed] of beside) writeFileSync(join(dir ?? "", name), packed);
    },
  };
}

/** The file names of a part and of all that it loads at once. */
function closure(parts: Rolldown.OutputChunk[], name: string): Set<string> {
  const first = parts.find((part) => part.name === name);
  if (!first) throw new Error(`the server bundle has no part ${name}`);
  const found = new Set([first.fileName]);
  for (const fileName of found)
    for (const next of parts.find((part) => part.fileName === fileName)?.imports ?? []) found.add(next);
  return found;
}
