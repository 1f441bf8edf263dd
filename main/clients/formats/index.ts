import type { ConfigEditor } from "../types";
import type { JsonRules } from "./json/parse";

/** The parsers are loaded with the first file of their format, so that the tray starts without them. */
export type LoadEditor = () => Promise<ConfigEditor>;

export const jsonEditor =
  (container: string, rules: JsonRules): LoadEditor =>
  async () =>
    (await import("./json/editor")).jsonEditor(container, rules);
export const tomlEditor: LoadEditor = async () => (await import("./toml/editor")).tomlEditor;
export const gooseEditor: LoadEditor = async () => (await import("./yaml/editor")).gooseEditor;
