import type { OpenBackend } from "./store";

/**
 * electron-store as the writer of settings.json. Migrations are our own: its `__internal__` key and its silent reset of
 * invalid files would not fit the file that servers read (mcp-server/core/platform/settings.ts).
 */
export const openElectronStore: OpenBackend = ({ cwd, name, fileMode }) => {
  // Loaded by the first write: reading needs no library, and the tray shows sooner without it.
  const { default: ElectronStore } = require("electron-store") as typeof import("electron-store");
  return new ElectronStore({
    cwd,
    name,
    configFileMode: fileMode,
    accessPropertiesByDotNotation: false,
    serialize: (value) => `${JSON.stringify(value, null, 2)}\n`,
  });
};
