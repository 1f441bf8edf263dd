import type { Plugin } from "vite";

/**
 * Writes every letter that is not ASCII as `\uXXXX` in the bundles that Node reads: V8 keeps a file with a single other
 * letter in two bytes each, and has to decode it before it can begin.
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
  code.replaceAll(/[^\0-~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
