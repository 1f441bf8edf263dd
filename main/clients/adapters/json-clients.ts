import type { EntryExtras, JsonRules } from "../formats/types";
import type { ClientAdapter, ClientContext, Detected } from "../types";
import {
  antigravityFiles,
  clineFiles,
  copilotFiles,
  cursorFiles,
  geminiFiles,
  junieFiles,
  lmStudioFiles,
  rooFiles,
  windsurfFiles,
  zedFiles,
} from "./client-locations";
import type { Machine } from "./config-locations";
import { fileClient } from "./file-client";

/** Parsers of which nobody knows that they read more than JSON (reference/ai-clients.md §3.3). */
const strict: JsonRules = { comments: false, trailingCommas: false, bom: "refuse" };
const lenient: JsonRules = { comments: true, trailingCommas: true, bom: "keep" };

interface JsonClient {
  id: string;
  label: string;
  detect(machine: Machine): Promise<Detected>;
  /** The object that holds the servers. */
  container: "mcpServers" | "context_servers";
  rules: JsonRules;
  entry?: EntryExtras;
  /** It reads its file only at its start, or when told to. */
  needsRestart: boolean;
  discontinued?: boolean;
  snippet: string;
}

const common = { container: "mcpServers", rules: strict, needsRestart: false, snippet: "mcp-servers" } as const;

const jsonClientTable: JsonClient[] = [
  { ...common, id: "cursor", label: "Cursor", detect: cursorFiles },
  { ...common, id: "windsurf", label: "Windsurf", detect: windsurfFiles, needsRestart: true },
  {
    ...common,
    id: "gemini",
    label: "Gemini CLI",
    detect: geminiFiles,
    // A comma too many or a byte order mark, and it refuses to start (§1.8).
    rules: { comments: true, trailingCommas: false, bom: "refuse" },
    needsRestart: true,
  },
  { ...common, id: "antigravity", label: "Antigravity", detect: antigravityFiles, needsRestart: true },
  {
    ...common,
    id: "copilot",
    label: "GitHub Copilot CLI",
    detect: copilotFiles,
    rules: lenient,
    entry: { type: "local", tools: ["*"] },
    needsRestart: true,
    snippet: "copilot",
  },
  {
    ...common,
    id: "zed",
    label: "Zed",
    detect: zedFiles,
    container: "context_servers",
    rules: lenient,
    // Older versions need it, newer ones do not mind (§1.9).
    entry: { source: "custom" },
    snippet: "zed",
  },
  { ...common, id: "junie", label: "Junie", detect: junieFiles },
  { ...common, id: "lmstudio", label: "LM Studio", detect: lmStudioFiles },
  { ...common, id: "cline", label: "Cline", detect: clineFiles },
  // Archived in May 2026 (§1.13).
  { ...common, id: "roo", label: "Roo Code", detect: rooFiles, discontinued: true },
];

/** Clients that differ in where their file lies, how strictly they read it and what an entry looks like. */
export function jsonClients(context: ClientContext): ClientAdapter[] {
  return jsonClientTable.map(({ id, label, detect, container, rules, entry, needsRestart, discontinued, snippet }) =>
    fileClient(
      {
        id,
        label,
        capabilities: { format: "json", mustBeQuit: false, needsRestart, discontinued, snippet },
        format: { format: "json", container: container, rules: rules },
        entry,
        detect: () => detect(context),
      },
      context,
    ),
  );
}
