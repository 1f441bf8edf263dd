import type { Plugin } from "vite";

/**
 * Escapes every character that is not ASCII as `\uXXXX` in the bundles that Node reads. A single such character makes V8
 * store the whole file with two bytes for each character.
 */
export const asciiOutput = (): Plugin => ({
  name: "punchcard:ascii-output",
  applyToEnvironment: ({ config }) => config.consumer === "server",
  enforce: "pre",
  generateBundle(_options, bundle) {
    for (const part of Object.values(bundle)) if (part.type === "chunk") part.code = ascii(part.code);
  },
});

const ascii = (code: string) =>
  code.replaceAll(/[^\0-~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
