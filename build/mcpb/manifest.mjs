/**
 * The manifest of the extension, as MANIFEST.md 0.3 of modelcontextprotocol/mcpb describes it (0.4 only adds Python's uv).
 * No `user_config`: accounts and their secrets are Punchcard's own, in the OS keychain.
 *
 * @param app package.json
 * @param tools all there are; which of them a person's settings allow is known only to the running server
 */
export const manifest = (app, tools) => ({
  manifest_version: "0.3",
  name: app.name,
  display_name: app.productName,
  version: app.version,
  description:
    "Clock in and out, log and correct time, ask for leave: with the Punchcard that is installed on this computer.",
  long_description:
    "Starts the server of the **Punchcard** app on this computer. Install Punchcard first, start it once and connect your account there (Kimai, Clockodo, Calamari, or a time sheet on this computer).\n\nWhat Claude may do is set in Punchcard, on its pages *Permissions* and *AI clients*. No token is in this extension: Punchcard reads it from the keychain.\n\nUse either this extension or the entry that Punchcard's page *AI clients* writes, not both: with both, every tool is there twice.",
  author: { name: app.author },
  license: app.license,
  icon: "icon.png",
  keywords: ["time tracking", "Kimai", "Clockodo", "Calamari", "leave"],
  server: {
    type: "node",
    entry_point: "server/index.js",
    mcp_config: { command: "node", args: ["${__dirname}/server/index.js", "--client=claude-desktop"], env: {} },
  },
  tools: tools.map(({ name, description }) => ({ name, description })),
  tools_generated: true,
  prompts_generated: true,
  compatibility: { platforms: ["darwin", "win32", "linux"], runtimes: { node: ">=18.0.0" } },
});
