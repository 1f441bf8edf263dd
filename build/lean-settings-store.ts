import type { Plugin } from "vite";

const shim = "\0punchcard-conf-shim";
const unused = new Set(["ajv/dist/2020.js", "ajv-formats", "semver"]);

/**
 * Leaves out of the app what electron-store would check and migrate settings with: the app does both itself
 * (main/settings/backend.ts), and it is a third of what would be read before the tray shows.
 */
export function leanSettingsStore(): Plugin {
  return {
    name: "punchcard:lean-settings-store",
    applyToEnvironment: (environment) => environment.name === "main",
    enforce: "pre",
    resolveId: (id, importer) => (unused.has(id) && importer?.includes("node_modules/conf/") ? shim : null),
    load: (id) =>
      id === shim
        ? `const absent = () => { throw new Error("the bundled settings store has neither schema nor migrations"); };
           export const Ajv2020 = absent;
           export default { default: absent, clean: absent, eq: absent, gt: absent, lte: absent, satisfies: absent };`
        : null,
  };
}
