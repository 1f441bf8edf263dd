import type { ClientId } from "../machine";

export interface RefusedSample {
  name: string;
  client: ClientId;
  text: string;
  /** Why it is left alone. */
  code: string;
}

const strict = [
  "claude-desktop",
  "claude-code",
  "cursor",
  "windsurf",
  "antigravity",
  "junie",
  "lmstudio",
  "cline",
  "kiro",
  "auggie",
  "qoder",
  "warp",
  "droid",
  "kimi",
  "anythingllm",
] as const;
const every = (clients: readonly ClientId[], name: string, code: string, text: string): RefusedSample[] =>
  clients.map((client) => ({ name, client, code, text }));

/** As some editors on Windows save; without a mark, so that only the zeros tell. */
const utf16 = (text: string) => text.replace(/./gs, "$&\0");

/** Files that no client should be given back changed: broken, doubtful, or read by the client in another way than by us. */
export const refusedCorpus: RefusedSample[] = [
  ...every(strict, "a comment", "client_comments", '{\n  // mine\n  "mcpServers": {}\n}\n'),
  ...every([...strict, "gemini"], "a comma too many", "client_trailing_comma", '{\n  "mcpServers": { "a": {}, }\n}\n'),
  ...every([...strict, "gemini", "copilot"], "cut off", "client_malformed", '{\n  "mcpServers": {\n    "a": {'),
  ...every([...strict, "gemini", "copilot"], "a list of servers", "client_wrong_type", '{ "mcpServers": [] }'),
  ...every(
    [...strict, "gemini", "copilot"],
    "servers twice",
    "client_duplicate",
    '{ "mcpServers": {}, "mcpServers": {} }',
  ),
  ...every(["claude-desktop", "claude-code", "vscode", "zed", "copilot"], "UTF-16", "client_encoding", utf16("{}\n")),
  ...every(["codex"], "UTF-16", "client_encoding", utf16('model = "x"\n')),
  ...every(["goose"], "UTF-16", "client_encoding", utf16("a: 1\n")),
  ...every(["opencode", "kilo"], "a list of servers", "client_wrong_type", '{ "mcp": [] }'),
  ...every(["opencode", "kilo"], "cut off", "client_malformed", '{ "mcp": { // x'),
  ...every(["qwen"], "a comma too many", "client_trailing_comma", '{ "mcpServers": { "a": {}, } }'),
  ...every(["vscode"], "servers twice", "client_duplicate", '{ "servers": {}, "servers": {} }'),
  ...every(["vscode"], "a number for servers", "client_wrong_type", '{ "servers": 5 }'),
  ...every(["zed"], "a text for servers", "client_wrong_type", '{ "context_servers": "none" }'),
  ...every(["codex", "grok"], "a number for servers", "client_wrong_type", "mcp_servers = 5\n"),
  ...every(["codex"], "a list of servers", "client_wrong_type", "[[mcp_servers]]\n"),
  ...every(["goose"], "a list of extensions", "client_wrong_type", "extensions:\n  - a\n"),
  ...every(["goose"], "a text for extensions", "client_wrong_type", "extensions: none\n"),
  ...every(["goose"], "an alias to nothing", "client_malformed", "a: 1\nextensions: *x\n"),
  ...every(["goose"], "an alias for extensions", "client_wrong_type", "a: &x\n  b: 1\nextensions: *x\n"),
  ...every(["gemini", "cursor", "amp"], "BOM", "client_bom", "\uFEFF{}"),
  ...every(["vscode", "vscodium"], "cut off", "client_malformed", '{ "servers": { // x'),
  ...every(
    ["zed"],
    "our name twice",
    "client_duplicate",
    '{"context_servers":{"punchcard":{"args":["--client=zed"]},"punchcard":{}}}',
  ),
  ...every(
    ["zed"],
    "another's server of our name",
    "client_foreign",
    '{"context_servers":{"punchcard":{"command":"x"}}}',
  ),
  ...every(["codex"], "an inline table of servers", "client_wrong_type", 'mcp_servers = { a = { command = "a" } }\n'),
  ...every(
    ["codex"],
    "our server inline",
    "client_wrong_type",
    '[mcp_servers]\npunchcard = { command = "punchcard-mcp" }\n',
  ),
  ...every(["codex"], "a table twice", "client_duplicate", "[tui]\n[mcp_servers.a]\n[tui]\n"),
  ...every(["codex"], "JSON", "client_malformed", '{ "mcpServers": {} }\n'),
  ...every(["codex"], "a string without end", "client_malformed", 'a = """\n[mcp_servers.a]\n'),
  ...every(["codex"], "a month that there is not", "client_malformed", "day = 2026-13-01\n"),
  ...every(["codex"], "a minute that there is not", "client_malformed", "at = 10:60:00\n"),
  // Goose's parser takes the character for the end of the line, so that there are two of them.
  ...every(["goose"], "a line end of other alphabets", "client_unsupported", "# x\u2028extensions:\nextensions:\n"),
  ...every(["goose"], "flow style", "client_unsupported", "extensions: { a: { cmd: x } }\n"),
  ...every(["goose"], "a tab", "client_malformed", "extensions:\n\ta:\n"),
  ...every(["goose"], "two documents", "client_unsupported", "a: 1\n---\nb: 1\n"),
  ...every(["goose"], "extensions twice", "client_duplicate", "extensions:\nb: 1\nextensions:\n"),
];
