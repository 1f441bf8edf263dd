import type { ClientAdapter, ClientContext } from "../types";
import { gooseFiles } from "./client-locations";
import { fileClient } from "./file-client";

export function goose(context: ClientContext): ClientAdapter {
  return fileClient(
    {
      id: "goose",
      label: "Goose",
      capabilities: { format: "yaml", mustBeQuit: false, needsRestart: true, snippet: "goose" },
      format: { format: "yaml" },
      detect: () => gooseFiles(context),
    },
    context,
  );
}
