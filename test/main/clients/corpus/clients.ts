import type { ClientId } from "../machine";
import type { Sample } from "./json";

const crlf = (text: string) => text.replaceAll("\n", "\r\n");
const of = (client: ClientId, samples: Record<string, string | null>): Sample[] =>
  Object.entries(samples).map(([name, text]) => ({ name, client, text }));

const linear = `{
  "mcpServers": {
    "linear": { "url": "https://mcp.linear.app/sse" },
    "postgres": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-postgres", "postgresql://localhost/mydb"],
      "env": { "PGPASSWORD": "\${env:PGPASSWORD}" }
    }
  }
}
`;
const gemini = `{
  // sign-in
  "security": { "auth": { "selectedType": "oauth-personal" } },
  "ui": { "theme": "GitHub" }, /* dark ones hurt */
  "mcpServers": {
    "github": { "httpUrl": "https://api.githubcopilot.com/mcp/", "headers": { "Authorization": "Bearer x" }, "timeout": 5000, "trust": false }
  }
}`;
const claudeCode = `{
  "numStartups": 184,
  "projects": {
    "/home/marta/src/site": {
      "allowedTools": [],
      "mcpServers": {},
      "hasTrustDialogAccepted": true
    }
  },
  "mcpServers": {
    "context7": {
      "type": "http",
      "url": "https://mcp.context7.com/mcp"
    }
  },
  "oauthAccount": {
    "emailAddress": "marta@hollmann-ree.example"
  }
}`;
const zed = `// Zed settings
//
// For information on how to configure Zed, see the Zed
// documentation: https://zed.dev/docs/configuring-zed
{
  "ui_font_size": 16,
  "theme": {
    "mode": "system", // follows the desktop
    "light": "One Light",
    "dark": "One Dark",
  },
  "languages": { "Python": { "tab_size": 4, }, },
}
`;
const cline = `{
  "mcpServers": {
    "filesystem": {
      "autoApprove": ["read_file"],
      "disabled": false,
      "timeout": 60,
      "type": "stdio",
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-filesystem", "/home/marta"]
    }
  }
}`;

/** Configurations of the clients that differ in little more than their place, as these clients write them. */
export const clientCorpus: Sample[] = [
  ...of("vscodium", {
    "missing file": null,
    "as the editor makes it": '{\n\t"servers": {},\n\t"inputs": []\n}',
    "comment and trailing comma": '{\n\t// mine\n\t"servers": {\n\t\t"a": { "command": "a" },\n\t},\n}\n',
  }),
  ...of("claude-code", {
    "missing file": null,
    "a used one": claudeCode,
    "a used one, BOM": `\uFEFF${claudeCode}`,
    "our name in a project only":
      '{\n  "projects": {\n    "/x": {\n      "mcpServers": {\n        "punchcard": { "command": "x" }\n      }\n    }\n  }\n}',
  }),
  ...of("cursor", {
    "missing file": null,
    "as Cursor makes it": '{\n  "mcpServers": {}\n}',
    "remote and local": linear,
    "remote and local, CRLF": crlf(linear),
  }),
  ...of("windsurf", {
    "missing file": null,
    "as Windsurf makes it": '{\n    "mcpServers": {}\n}',
    "serverUrl and switched off":
      '{\n  "mcpServers": {\n    "figma": {\n      "serverUrl": "http://127.0.0.1:3845/sse",\n      "disabled": true,\n      "disabledTools": ["x"]\n    }\n  }\n}\n',
  }),
  ...of("gemini", {
    "missing file": null,
    "signed in only": '{\n  "security": {\n    "auth": {\n      "selectedType": "gemini-api-key"\n    }\n  }\n}',
    "comments and a server": gemini,
    "comments and a server, CRLF": crlf(gemini),
    "an older, flat file": '{"theme":"Default","selectedAuthType":"oauth-personal","mcp":{"allowed":["github"]}}',
  }),
  ...of("antigravity", {
    "missing file": null,
    "empty, as first opened": "",
    remote: '{\n  "mcpServers": {\n    "docs": {\n      "serverUrl": "https://docs.example/mcp"\n    }\n  }\n}',
  }),
  ...of("copilot", {
    "missing file": null,
    "as the CLI writes it":
      '{\n  "mcpServers": {\n    "playwright": {\n      "tools": [\n        "*"\n      ],\n      "type": "local",\n      "command": "npx",\n      "args": [\n        "@playwright/mcp@latest"\n      ]\n    }\n  }\n}',
    "comment, comma and BOM":
      '\uFEFF{\n  "mcpServers": { // two\n    "a": { "type": "http", "url": "https://a.example" },\n  },\n}\n',
  }),
  ...of("zed", {
    "missing file": null,
    "as Zed makes it": zed,
    "as Zed makes it, CRLF": crlf(zed),
    "older and newer entries":
      '{\n  "context_servers": {\n    "old": {\n      "source": "custom",\n      "command": { "path": "/opt/old", "args": [] },\n      "settings": {},\n    },\n    "new": { "enabled": false, "command": "/opt/new", "args": [] }, // off\n  },\n  "vim_mode": true\n}\n',
  }),
  ...of("junie", { "missing file": null, "local and remote": linear, empty: "{}\n" }),
  ...of("lmstudio", {
    "missing file": null,
    "as the app makes it": '{\n  "mcpServers": {}\n}\n',
    "Hugging Face":
      '{\n  "mcpServers": {\n    "hf-mcp-server": {\n      "url": "https://huggingface.co/mcp",\n      "headers": {\n        "Authorization": "Bearer hf_x"\n      }\n    }\n  }\n}',
  }),
  ...of("cline", {
    "missing file": null,
    "as the extension makes it": '{\n  "mcpServers": {}\n}',
    "approved tools": cline,
    "with transport, as its own command writes":
      '{\n  "mcpServers": {\n    "a": {\n      "transport": { "type": "stdio", "command": "a", "args": [] },\n      "disabled": false\n    }\n  }\n}\n',
    "approved tools, tabs and CRLF": crlf(cline.replaceAll("  ", "\t")),
  }),
  ...of("opencode", {
    "missing file": null,
    "as opencode makes it": '{\n  "$schema": "https://opencode.ai/config.json"\n}\n',
    "comments, commas and a local server":
      '{\n  // mine\n  "mcp": {\n    "a": { "type": "local", "command": ["npx", "-y", "a"], "environment": { "K": "v" }, "enabled": false, },\n  },\n}\n',
    "comments, CRLF": crlf(
      '{\n  "mcp": {\n    "b": { "type": "remote", "url": "https://b.example" }, // far\n  },\n}\n',
    ),
  }),
  ...of("opencode", {
    "servers of version 2": `{
  "mcp": {
    // native
    "servers": {
      "a": { "type": "local", "command": ["a"], "enabled": true, },
    },
    "timeout": 5000,
  },
}
`,
    "servers of both versions": `{
  "mcp": {
    "b": { "type": "remote", "url": "https://b.example" },
    "servers": {}
  }
}
`,
    "a server of version 1 that is called servers":
      '{\n  "mcp": { "servers": { "type": "local", "command": ["s"] } }\n}\n',
  }),
  ...of("kilo", {
    "missing file": null,
    "a remote server": '{"mcp":{"b":{"type":"remote","url":"https://b.example"}}}',
  }),
  ...of("qwen", { "missing file": null, "comments and a server": gemini }),
  ...of("kiro", { "missing file": null, "local and remote": linear, "as Kiro makes it": '{\n  "mcpServers": {}\n}' }),
  ...of("auggie", { "missing file": null, "local and remote": linear, "settings only": '{"theme": "dark"}\n' }),
  ...of("amp", {
    "missing file": null,
    "other settings":
      '{\n  "amp.notifications.enabled": false,\n  "amp.mcpServers": {\n    "x": { "command": "x", "args": [] }\n  }\n}\n',
    "comment and trailing commas":
      '{\n  // quiet\n  "amp.notifications.enabled": false,\n  "amp.mcpServers": {\n    "x": { "command": "x", },\n  },\n}\n',
    "servers of another program": '{\n  "mcpServers": { "y": { "command": "y" } }\n}\n',
  }),
  ...of("qoder", { "missing file": null, "local and remote": linear }),
  ...of("warp", { "missing file": null, "local and remote, CRLF": crlf(linear) }),
  ...of("kimi", { "missing file": null, "as its own command writes": linear }),
  ...of("anythingllm", {
    "missing file": null,
    "with its own switch":
      '{\n  "mcpServers": {\n    "a": { "command": "a", "args": [], "anythingllm": { "autoStart": false } }\n  }\n}\n',
  }),
  ...of("grok", {
    "missing file": null,
    "a model and two servers":
      '[models]\ndefault = "grok-build" # fast\n\n[mcp_servers.linear]\nurl = "https://mcp.linear.app/mcp"\nheaders = { "x-mcp-session-id" = "{{session_id}}" }\n\n[mcp_servers.fs]\ncommand = "npx"\nargs = ["-y", "fs"]\nenabled = false\n',
  }),
  ...of("droid", { "missing file": null, "approved tools": cline }),
];
