import type { ClientAdapter, ClientContext } from "../types";
import { grokFiles } from "./agent-locations";
import { fileClient } from "./file-client";

/** Grok's command line, with the tables of Codex (docs.x.ai/build/features/mcp-servers). */
export function grok(context: ClientContext): ClientAdapter {
  return fileClient(
    {
      id: "grok",
      label: "Grok CLI",
      capabilities: { format: "toml", mustBeQuit: false, needsRestart: true, snippet: "grok" },
      format: { format: "toml" },
      detect: () => grokFiles(context),
    },
    context,
  );
}
