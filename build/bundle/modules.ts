import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Plugin } from "vite";

const root = resolve(import.meta.dirname, "../..");

/** Folder of the npm package that a module belongs to; null for the project's own and for generated modules. */
export function packageFolder(id: string): string | null {
  const path = id.replace(/^\0/, "").replace(/\?.*$/, "");
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null;
}

/**
 * Writes `out/modules/<environment>.json`: the npm packages whose code is in a bundle, as `name@version`. A dependency list
 * cannot tell, because everything is bundled. build/bundle/components.mjs reads it.
 */
export function bundledModules(): Plugin {
  return {
    name: "punchcard:bundled-modules",
    generateBundle(_options, bundle) {
      const ids = Object.values(bundle).flatMap((part) => (part.type === "chunk" ? Object.keys(part.modules) : []));
      const folders = new Set(ids.map(packageFolder).filter((folder) => folder !== null));
      const packages = [...folders].map((folder) => {
        const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
        return `${name}@${version}`;
      });
      const file = join(root, "out/modules", `${this.environment.name}.json`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify([...new Set(packages)].sort())}\n`);
    },
  };
}
