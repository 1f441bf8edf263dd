import type { ConfigEditor, FormatSpec } from "./types";

/** The parsers are loaded with the first file of their format, so that the tray starts without them. */
export async function editorOf(spec: FormatSpec): Promise<ConfigEditor> {
  if (spec.format === "toml") return (await import("./toml/editor")).tomlEditor;
  if (spec.format === "yaml") return (await import("./yaml/editor")).gooseEditor;
  return (await import("./json/editor")).jsonEditor(spec);
}
