import type { ClientId } from "../machine";

export interface Sample {
  name: string;
  client: ClientId;
  /** null: there is no file. */
  text: string | null;
}

const claude = (name: string, text: string | null): Sample => ({ name, client: "claude-desktop", text });
const code = (name: string, text: string | null): Sample => ({ name, client: "vscode", text });
const crlf = (text: string) => text.replaceAll("\n", "\r\n");
const bom = "\uFEFF";

const filesystem = `{
  "mcpServers": {
    "filesystem": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-filesystem", "/Users/marta/Documents"]
    }
  }
}
`;
const preferences = `{
  "preferences": { "legacyQuickEntryEnabled": false, "menuBarEnabled": true },
  "isUsingBuiltInNodeForMcp": true,
  "coworkUserFilesPath": "/home/marta/Claude",
  "mcpServers": {
    "github": {
      "command": "docker",
      "args": ["run", "-i", "--rm", "-e", "GITHUB_PERSONAL_ACCESS_TOKEN", "ghcr.io/github/github-mcp-server"],
      "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "ghp_0123456789" }
    },
    "postgres": { "command": "uvx", "args": ["postgres-mcp"], "env": { "DATABASE_URI": "postgresql://u:p@localhost/db" } }
  },
  "scale": 0
}`;
const wiki = `{
  "servers": {
    // company wiki
    "wiki": { "type": "http", "url": "https://wiki.hollmann-ree.example/mcp" } // read only
  }
}
`;
const inputs = `{
\t"inputs": [
\t\t{ "type": "promptString", "id": "perplexity-key", "description": "Perplexity API Key", "password": true }
\t],
\t"servers": {
\t\t"Perplexity": {
\t\t\t"type": "stdio",
\t\t\t"command": "npx",
\t\t\t"args": ["-y", "server-perplexity-ask"],
\t\t\t"env": { "PERPLEXITY_API_KEY": "\${input:perplexity-key}" }
\t\t}
\t}
}
`;

/** Configurations as people have them, and the shapes between which careless editors fail. */
export const corpus: Sample[] = [
  claude("missing file", null),
  claude("empty file", ""),
  claude("blank lines only", "\n\n"),
  claude("empty object", "{}"),
  claude("empty object, newline", "{}\n"),
  claude("empty object with a space", "{ }"),
  claude("empty object over two lines", "{\n}\n"),
  claude("empty servers, one line", '{"mcpServers":{}}'),
  claude("empty servers, spaced", '{ "mcpServers": {} }\n'),
  claude("empty servers, lines", '{\n  "mcpServers": {}\n}\n'),
  claude("empty servers, open", '{\n  "mcpServers": {\n  }\n}\n'),
  claude("one server", filesystem),
  claude("one server, no final newline", filesystem.trimEnd()),
  claude("one server, CRLF", crlf(filesystem)),
  claude("one server, tabs", filesystem.replaceAll("  ", "\t")),
  claude("one server, four spaces", filesystem.replaceAll("  ", "    ")),
  claude("one server, minified", JSON.stringify(JSON.parse(filesystem))),
  claude("one server, trailing blanks", filesystem.replaceAll("{\n", "{   \n")),
  claude("no indentation", filesystem.replace(/^ +/gm, "")),
  claude(
    "preferences only",
    '{\n  "globalShortcut": "",\n  "scale": 0,\n  "locale": "de-DE",\n  "userThemeMode": "dark"\n}',
  ),
  claude(
    "preferences, minified",
    '{"scale":0,"locale":"en-US","userThemeMode":"system","hasTrackedInitialActivation":true}',
  ),
  claude("preferences and servers", preferences),
  claude("preferences and servers, CRLF", crlf(preferences)),
  claude(
    "servers last",
    '{\n  "scale": 1.50,\n  "mcpServers": {\n    "a": { "command": "a" },\n    "b": { "command": "b" }\n  }\n}\n',
  ),
  claude("members on one line", '{ "mcpServers": { "a": { "command": "a" }, "b": { "command": "b" } }, "x": 1 }\n'),
  claude(
    "first member beside the brace",
    '{"mcpServers": {"a": {"command": "a"},\n    "b": {"command": "b"}},\n "z": [1,\n2]}\n',
  ),
  claude(
    "commas lead",
    '{\n  "mcpServers": {\n    "a": { "command": "a" }\n    , "b": { "command": "b" }\n  }\n  , "x": 1\n}\n',
  ),
  claude(
    "Windows paths",
    '{\n  "mcpServers": {\n    "w": { "command": "C:\\\\Program Files\\\\w.exe", "args": ["\\\\\\\\nas\\\\share"] }\n  }\n}',
  ),
  claude(
    "umlauts, emoji, escapes",
    '{\n  "näme": "Zoë 🕐 \\u00e9 \\ud83d\\ude00",\n  "mcpServers": { "ü": { "command": "/opt/ü/🕐" } }\n}\n',
  ),
  claude(
    "odd numbers",
    '{"a": 1.0, "b": 1e5, "c": 12345678901234567890, "d": -0, "mcpServers": {"x": {"command": "x"}}}',
  ),
  claude("our name elsewhere", '{\n  "punchcard": 1,\n  "projects": { "mcpServers": { "punchcard": {} } }\n}\n'),
  claude(
    "braces in strings",
    '{\n  "a": "{ // \\" }",\n  "mcpServers": {\n    "b": { "command": "} , { /* \\\\" }\n  }\n}\n',
  ),
  claude(
    "__proto__",
    '{\n  "__proto__": { "x": 1 },\n  "mcpServers": { "__proto__": { "command": "p" }, "constructor": { "command": "c" } }\n}\n',
  ),
  claude(
    "duplicates off our path",
    '{\n  "x": 1,\n  "x": 2,\n  "mcpServers": { "a": { "command": "a", "command": "b" } }\n}\n',
  ),
  claude("lone carriage returns", '{\r  "mcpServers": {\r    "a": { "command": "a" }\r  }\r}\r'),
  claude("many blank lines", '{\n\n\n  "mcpServers": {\n\n    "a": { "command": "a" }\n\n  }\n\n}\n\n\n'),
  code("missing file", null),
  code("empty file", ""),
  code("BOM only", bom),
  code("comment only", "// my servers"),
  code("comment only, newline", "/* my\n servers */\n"),
  code("company wiki", wiki),
  code("company wiki, CRLF and BOM", bom + crlf(wiki)),
  code("inputs with tabs", inputs),
  code("inputs with tabs, CRLF", crlf(inputs)),
  code("trailing commas", '{\n  "servers": {\n    "a": { "command": "a", },\n  },\n}\n'),
  code("trailing comma, one line", '{ "servers": { "a": { "command": "a" }, }, }'),
  code("comment in empty servers", '{\n  "servers": {\n    // none yet\n  }\n}\n'),
  code(
    "comment behind the brace",
    '{ // head\n  "servers": { // mine\n    "a": { "command": "a" } // tail\n  } /* end */\n} // bye',
  ),
  code("block comment over lines", '{\n  "servers": { /* one\n two */ "a": { "command": "a" }\n  }\n}\n'),
  code("block comment in one line", '{"servers":{/* x */"a":{"command":"a"}}}'),
  code("header comment", '// This file is mine.\n// Hands off: { "servers": {} }\n\n{\n  "servers": {}\n}\n'),
  code(
    "commented-out servers",
    '{\n  // "servers": { "old": {} },\n  "servers": {\n    // "old": { "command": "x" },\n    "new": { "command": "y" }\n    // , "third": {}\n  }\n}',
  ),
  code(
    "comment between members",
    '{\n  "servers": {\n    "a": { "command": "a" }, // about a\n    // about b\n    "b": { "command": "b" }\n    /* last */\n  }\n}\n',
  ),
  code("line comment, CRLF", '{\r\n  "servers": { // here\r\n    "a": { "command": "a" }\r\n  }\r\n}'),
  code(
    "sandbox and inputs, no servers",
    '{\n\t"sandbox": { "network": { "allowedDomains": ["a.example"] } },\n\t"inputs": []\n}',
  ),
  code("empty servers with a comment in line", '{\n  "servers": { /* none */ }\n}\n'),
  code("two comments with a brace between", '{\n  "servers": { /* none */ } /* } */\n}\n'),
];
