import { existsSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientPrograms } from "./programs";
import { removeHomes, sandbox, script } from "./sandbox";

/** Coding agents whose own program lists what we wrote, and mostly starts our server. */
const { programs } = clientPrograms();
interface Agent {
  program: string;
  id: string;
  file: string;
  before: string;
  /** Its own command. */
  list: string[];
  said: (launcher: string, id: string) => RegExp;
}
const plain = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
const connected = (launcher: string, id: string) =>
  new RegExp(`${plain(launcher)} --client=${id} \\(stdio\\) - Connected`);
const mcpServers = '{\n  "mcpServers": {\n    "wiki": { "url": "http://127.0.0.1:9/mcp" }\n  }\n}\n';
const mcp =
  '{\n  // mine\n  "mcp": {\n    "wiki": { "type": "remote", "url": "http://127.0.0.1:9/mcp", "enabled": false },\n  },\n}\n';

const agents: Agent[] = [
  {
    ...{
      program: "opencode",
      id: "opencode",
      file: ".config/opencode/opencode.json",
      before: mcp,
      list: ["mcp", "list"],
    },
    said: (launcher) => new RegExp(`punchcard\\s.*connected[^]*${plain(launcher)} --client=opencode`),
  },
  {
    ...{ program: "kilo", id: "kilo", file: ".config/kilo/kilo.json", before: mcp, list: ["mcp", "list"] },
    said: (launcher) => new RegExp(`punchcard\\s.*connected[^]*${plain(launcher)} --client=kilo`),
  },
  {
    ...{
      program: "qwen",
      id: "qwen",
      file: ".qwen/settings.json",
      before: `// mine\n${mcpServers}`,
      list: ["mcp", "list"],
    },
    said: connected,
  },
  {
    ...{ program: "qodercli", id: "qoder", file: ".qoder/settings.json", before: mcpServers, list: ["mcp", "list"] },
    said: connected,
  },
  {
    ...{ program: "auggie", id: "auggie", file: ".augment/settings.json", before: mcpServers },
    list: ["mcp", "list", "--json"],
    said: (launcher) =>
      new RegExp(`"name": "punchcard",\\s*"transport": "stdio",\\s*"command": "${plain(launcher)} --client=auggie"`),
  },
  {
    ...{ program: "cline", id: "cline", file: ".cline/data/settings/cline_mcp_settings.json", before: mcpServers },
    list: ["config", "mcp", "--json"],
    said: () => /"name":"punchcard","transportType":"stdio","disabled":false/,
  },
];

beforeAll(() => {
  if (!existsSync(script)) throw new Error("Build first: npm run build");
});
afterAll(removeHomes);

describe.each(agents)("$program", ({ program, id, file, before, list, said }) => {
  it.skipIf(!programs[program])("reads what we wrote beside what was there, and forgets it", async () => {
    const place = sandbox();
    const config = place.file(file, before);
    // Programs color what they print to a terminal, and some to anything.
    const listed = async () => stripVTControlCharacters(await place.said(program, ...list));
    expect(await listed()).not.toMatch(said(place.launcher, id));
    config.write(before);
    expect(await place.clients.register(id)).toMatchObject({ state: "registered" });
    expect(await listed()).toMatch(said(place.launcher, id));
    await place.clients.unregister(id);
    expect(config.text()).not.toContain("punchcard");
    expect(await listed()).not.toMatch(said(place.launcher, id));
  });
});
