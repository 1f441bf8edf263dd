import type { EntryExtras, JsonRules, ShapeName } from "../formats/types";
import type { ClientAdapter, ClientContext, Detected } from "../types";
import {
  ampFiles,
  anythingLlmFiles,
  auggieFiles,
  copilotXcodeFiles,
  droidFiles,
  kiloFiles,
  kimiFiles,
  kiroFiles,
  opencodeFiles,
  qoderFiles,
  qwenFiles,
  visualStudioFiles,
  warpFiles,
} from "./agent-locations";
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
/** Amp's settings are JSONC (ampcode.com/manual); whether it accepts a byte order mark is not documented. */
const lenientWithoutBom: JsonRules = { ...lenient, bom: "refuse" };

interface JsonClient {
  id: string;
  label: string;
  detect(machine: Machine): Promise<Detected>;
  /** The object that holds the servers. */
  container: "mcpServers" | "context_servers" | "servers" | "mcp" | "amp.mcpServers";
  /** A member of the container that holds the servers in newer versions. */
  nested?: string;
  rules: JsonRules;
  shape?: ShapeName;
  entry?: EntryExtras;
  /** It reads its file only at its start, or when told to. */
  needsRestart: boolean;
  discontinued?: boolean;
  onlyOn?: NodeJS.Platform;
  snippet: string;
}

const common = { container: "mcpServers", rules: strict, needsRestart: false, snippet: "mcp-servers" } as const;

/** A comma too many or a byte order mark, and it refuses to start (§1.8); Qwen Code is made from the same source. */
const geminiRules: JsonRules = { comments: true, trailingCommas: false, bom: "refuse" };

/** JSONC with the whole command line in one list; both read their file at their start. */
const commandList = {
  container: "mcp",
  rules: lenient,
  shape: "one-list",
  entry: { type: "local" },
  needsRestart: true,
  snippet: "opencode",
} as const;

const jsonClientTable: JsonClient[] = [
  { ...common, id: "cursor", label: "Cursor", detect: cursorFiles },
  { ...common, id: "windsurf", label: "Devin Desktop (Windsurf)", detect: windsurfFiles, needsRestart: true },
  {
    ...common,
    id: "gemini",
    label: "Gemini CLI",
    detect: geminiFiles,
    rules: geminiRules,
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
  { ...common, id: "cline", label: "Cline", detect: clineFiles, shape: "in-transport" },
  // Version 2 reads `mcp.servers.<name>`, and `mcp.<name>` as version 1 does (opencode.ai/docs/migrate-v1).
  { ...common, ...commandList, id: "opencode", label: "opencode", detect: opencodeFiles, nested: "servers" },
  { ...common, ...commandList, id: "kilo", label: "Kilo Code", detect: kiloFiles },
  { ...common, id: "qwen", label: "Qwen Code", detect: qwenFiles, rules: geminiRules, needsRestart: true },
  { ...common, id: "kiro", label: "Kiro", detect: kiroFiles },
  { ...common, id: "auggie", label: "Auggie", detect: auggieFiles, entry: { type: "stdio" }, needsRestart: true },
  {
    ...common,
    id: "amp",
    label: "Amp",
    detect: ampFiles,
    rules: lenientWithoutBom,
    needsRestart: true,
    container: "amp.mcpServers",
    snippet: "amp",
  },
  { ...common, id: "qoder", label: "Qoder", detect: qoderFiles, needsRestart: true },
  { ...common, id: "warp", label: "Warp", detect: warpFiles },
  { ...common, id: "droid", label: "Factory Droid", detect: droidFiles, entry: { type: "stdio" } },
  {
    ...common,
    id: "visual-studio",
    label: "Visual Studio",
    detect: visualStudioFiles,
    container: "servers",
    entry: { type: "stdio" },
    snippet: "vscode",
    onlyOn: "win32",
  },
  { ...common, id: "kimi", label: "Kimi CLI", detect: kimiFiles, needsRestart: true },
  { ...common, id: "anythingllm", label: "AnythingLLM", detect: anythingLlmFiles, needsRestart: true },
  {
    ...common,
    id: "copilot-xcode",
    label: "GitHub Copilot for Xcode",
    detect: copilotXcodeFiles,
    container: "servers",
    entry: { type: "stdio" },
    snippet: "vscode",
    onlyOn: "darwin",
  },
  // Archived in May 2026 (§1.13).
  { ...common, id: "roo", label: "Roo Code", detect: rooFiles, discontinued: true },
];

/** Clients that differ in where their file lies, how strictly they read it and what an entry looks like. */
export function jsonClients(context: ClientContext): ClientAdapter[] {
  return jsonClientTable.map(({ id, label, detect, container, nested, rules, shape, entry, ...can }) =>
    fileClient(
      {
        id,
        label,
        capabilities: { format: "json", mustBeQuit: false, ...can },
        format: { format: "json", container, nested, rules, shape },
        entry,
        detect: () => detect(context),
      },
      context,
    ),
  );
}
