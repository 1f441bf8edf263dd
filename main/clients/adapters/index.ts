import type { ClientAdapter, ClientContext } from "../types";
import { claudeCode } from "./claude-code";
import { claudeDesktop } from "./claude-desktop";
import { codex } from "./codex";
import type { Extension } from "./extension";
import { goose } from "./goose";
import { grok } from "./grok";
import { jsonClients } from "./json-clients";
import { snippetClients } from "./snippet-clients";
import { vscode } from "./vscode";

/** Every client that Punchcard knows, in the order in which people see them (docs/clients.md has the table). */
export const allAdapters = (context: ClientContext, ofClaude: Extension): ClientAdapter[] => [
  claudeDesktop(context, ofClaude),
  claudeCode(context),
  codex(context),
  vscode("vscode", context),
  vscode("vscode-insiders", context),
  vscode("vscodium", context),
  ...jsonClients(context),
  goose(context),
  grok(context),
  ...snippetClients(context),
];
