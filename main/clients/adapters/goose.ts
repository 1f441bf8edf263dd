import { gooseEditor } from "../formats";
import type { ClientAdapter, ClientContext } from "../types";
import { gooseFiles } from "./client-locations";
import { fileClient } from "./file-client";

export function goose(context: ClientContext): ClientAdapter {
  return fileClient(
    {
      id: "goose",
      label: "Goose",
      capabilities: { format: "yaml", mustBeQuit: false, needsRestart: true, snippet: "goose" },
      editor: gooseEditor,
      detect: () => gooseFiles(context),
    },
    context,
  );
}
