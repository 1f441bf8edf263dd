import type { Snippet } from "../../ipc/contract/clients";
import { shapes } from "../formats/json/shapes";
import { tomlServer } from "../formats/toml/write";
import type { ServerEntry } from "../formats/types";
import { yamlString } from "../formats/yaml/write";
import { serverName } from "../server-entry";

type Places = Record<"linux" | "macos" | "windows", string>;
const json = (value: unknown) => JSON.stringify(value, null, 2);
const home = (path: string): Places => ({
  linux: `~/${path}`,
  macos: `~/${path}`,
  windows: `%USERPROFILE%\\${path.replaceAll("/", "\\")}`,
});

/** Forms that only a client or two want; the last three of clients that are not registered with by a button. */
export function moreSnippets(intent: (client: string) => ServerEntry, by: (places: Places) => string): Snippet[] {
  const crush = intent("crush");
  const list = intent("continue");
  return [
    {
      id: "opencode",
      label: "opencode, Kilo",
      language: "jsonc",
      text: json({
        mcp: { [serverName]: { type: "local", ...shapes["one-list"].write({ ...intent("other") }, undefined) } },
      }),
      where: `opencode: ${by(home(".config/opencode/opencode.json"))} · Kilo: ${by(home(".config/kilo/kilo.json"))}`,
    },
    {
      id: "amp",
      label: "Amp",
      language: "json",
      text: json({ "amp.mcpServers": { [serverName]: intent("amp") } }),
      where: by(home(".config/amp/settings.json")),
    },
    {
      id: "grok",
      label: "Grok",
      language: "toml",
      text: tomlServer(serverName, intent("grok")).join("\n"),
      where: by(home(".grok/config.toml")),
    },
    {
      id: "continue",
      label: "Continue",
      language: "yaml",
      text: [
        "mcpServers:",
        `  - name: ${serverName}`,
        "    type: stdio",
        `    command: ${yamlString(list.command)}`,
        "    args:",
        ...list.args.map((argument) => `      - ${yamlString(argument)}`),
        ...(list.env
          ? ["    env:", ...Object.entries(list.env).map(([key, value]) => `      ${key}: ${yamlString(value)}`)]
          : []),
      ].join("\n"),
      where: by(home(".continue/config.yaml")),
    },
    {
      id: "openclaw",
      label: "OpenClaw",
      language: "json",
      text: json({ mcp: { servers: { [serverName]: intent("openclaw") } } }),
      where: by(home(".openclaw/openclaw.json")),
    },
    {
      id: "crush",
      label: "Crush",
      language: "json",
      text: json({ mcp: { [serverName]: { type: "stdio", ...crush } } }),
      where: by(home(".config/crush/crush.json")),
    },
  ];
}
