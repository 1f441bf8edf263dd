import type { Sample } from "./json";

const crlf = (text: string) => text.replaceAll("\n", "\r\n");
const codex = (name: string, text: string | null): Sample => ({ name, client: "codex", text });

const typical = `model = "gpt-5.5-codex"
model_reasoning_effort = "high" # slow, but right
approval_policy = "on-request"

[projects."/home/marta/src/site"]
trust_level = "trusted"

[mcp_servers.context7]
command   = "npx"
args      = ["-y", "@upstash/context7-mcp"]   # aligned by hand

[mcp_servers.context7.env]
CONTEXT7_API_KEY = "ctx7sk-0123"
`;
const rich = `# Codex
personality = 'pragmatic'
notify = [
  "notify-send",   # a comment with "quotes" and ]
  'Codex', # [mcp_servers.punchcard]
]

[tui]
notifications = true
status_line = ["model-with-reasoning", "context-remaining"]

[model_providers.azure]
name = "Azure"
base_url = "https://x.openai.azure.com/openai"
env_key = "AZURE_OPENAI_API_KEY"
query_params = { api-version = "2025-04-01-preview" }

[mcp_servers.figma]
url = "http://127.0.0.1:3845/mcp"
bearer_token_env_var = "FIGMA_TOKEN"
enabled = false
startup_timeout_sec = 20.0
tools.get_code.approval_mode = "approve"

[[hooks]]
event = "stop"
[[hooks]]
event = "start"
at = 2026-11-21T09:44:00Z
`;

/** Codex configurations, and what TOML allows around our table. */
export const tomlCorpus: Sample[] = [
  codex("missing file", null),
  codex("empty file", ""),
  codex("blank lines only", "\n\n"),
  codex("BOM only", "\uFEFF"),
  codex("comment only, no final newline", "# my settings"),
  codex("model only", 'model = "gpt-5.5-codex"\n'),
  codex("model only, no final newline", 'model = "gpt-5.5-codex"'),
  codex("typical", typical),
  codex("typical, CRLF", crlf(typical)),
  codex("typical, BOM and CRLF", `\uFEFF${crlf(typical)}`),
  codex("typical, no final newline", typical.trimEnd()),
  codex("typical, comment at the end", `${typical}# end`),
  codex("typical, blank lines at the end", `${typical}\n\n\n`),
  codex("typical, blanks at the end", `${typical}   `),
  codex("rich: arrays of tables last", rich),
  codex("rich, CRLF", crlf(rich)),
  codex("rich, indented with tabs", rich.replace(/^(?=[a-z])/gm, "\t")),
  codex(
    "strings of several lines that look like tables",
    `developer_instructions = """\n[mcp_servers.punchcard]\ncommand = "x" \\\n  # no comment\n"""\nnotes = '''\n[mcp_servers]\n'''\n`,
  ),
  codex("quotes before the end of a string", "a = \"\"\"\"two quotes\"\"\"\"\"\nb = ''''x'''''\n"),
  codex("dotted servers", 'mcp_servers.a.command = "a"\nmcp_servers.a.args = []\n'),
  codex("servers in one table", '[mcp_servers]\na = { command = "a", args = ["x"] }\nb.command = "b"\n'),
  codex("an empty table of servers", "[mcp_servers]\n"),
  codex("quoted names", '["mcp_servers"."docs server"]\n"command" = "d"\n\'args\' = []\n'),
  codex(
    "spaces in headers",
    '[ mcp_servers . a ] # here\ncommand="a"\n[mcp_servers.b]\n[ mcp_servers . a . env ]\nX=""\n',
  ),
  codex("tables out of order", '[mcp_servers.a.env]\nX = "1"\n[tui]\n[mcp_servers.a]\ncommand = "a"\n[mcp_servers]\n'),
  codex(
    "every kind of value",
    'a = [1, +2, -3, 1_000, 0xDEAD_beef, 0o755, 0b1101]\nb = [3.14, -0.0, 5e+22, 6.626e-34, inf, -inf, nan]\nc = [true, false]\nd = [1979-05-27T07:32:00Z, 1979-05-27 07:32:00.999999-07:00, 1979-05-27T07:32:00, 1979-05-27, 07:32:00]\ne = { x = { y = [ { z = 1 }, {} ] } }\nf = [[], [[]],]\n"" = ""\n1234 = "\\u00e9\\U0001F550\\t"\n',
  ),
  codex(
    "inline tables over several lines, as TOML 1.1 has them",
    '[mcp_servers.a]\ncommand = "a"\nenv = {\n  A = "1", # one\n  B = "\\e\\x41",\n}\n',
  ),
  codex("a zero at the end", "a = 0"),
  codex("umlauts and emoji", 'name = "Zoë 🕐" # ü\n["ä.ö"]\n\'ü\' = "\\"]"\n'),
  codex(
    "__proto__",
    '__proto__ = 1\n[mcp_servers.__proto__]\ncommand = "p"\n[mcp_servers.constructor]\ncommand = "c"\n',
  ),
  codex(
    "our name elsewhere",
    '[projects.punchcard]\ntrust_level = "trusted"\n[profiles.mcp_servers.punchcard]\ncommand = "x"\n',
  ),
];
