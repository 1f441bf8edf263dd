import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { Stage } from "./stage";

const root = resolve(import.meta.dirname, "../..");

/** The built server on a stage, as a client that can ask its person starts it. The person says yes. */
export async function openSession(stage: Stage<unknown>, home: string, now: number) {
  mkdirSync(home, { recursive: true });
  // The second process knows what the service allows, as it does after the app has connected the account.
  const first = await connect(stage, home, now);
  await first.callTool({ name: "get_account", arguments: {} });
  await first.close();
  const client = await connect(stage, home, now);
  const { tools } = await client.listTools();
  return {
    instructions: client.getInstructions() ?? "",
    /** What a model sees of a tool in most clients: no output schema. */
    tools: tools
      .map(({ name, description, inputSchema }) => JSON.stringify({ name, description, inputSchema }))
      .join("\n"),
    async call(name: string, args: object): Promise<{ text: string; isError: boolean }> {
      try {
        const result = await client.callTool({ name, arguments: args as Record<string, unknown> });
        const text = (result.content as { type: string; text?: string }[])
          .map((one) => one.text ?? `(${one.type})`)
          .join("\n");
        return { text, isError: result.isError === true };
      } catch (error) {
        return { text: String(error), isError: true };
      }
    },
    close: () => client.close(),
    async read(uri: string): Promise<string> {
      const { contents } = await client.readResource({ uri });
      return contents.map((one) => ("text" in one ? one.text : `(${one.mimeType})`)).join("\n");
    },
  };
}

async function connect(stage: Stage<unknown>, home: string, now: number): Promise<Client> {
  const client = new Client({ name: "eval", version: "1" }, { capabilities: { elicitation: { form: {} } } });
  client.setRequestHandler("elicitation/create", async () => ({ action: "accept", content: { confirm: true } }));
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [
        ...["--require", resolve(root, "test/eval/clock.cjs"), resolve(root, "out/mcp-server/index.js")],
        ...["--settings", home, "--profile", "everything", ...stage.args],
      ],
      env: {
        ...{ HOME: home, PATH: process.env.PATH ?? "", TZ: "Europe/Berlin", EVAL_NOW: String(now) },
        ...(stage.env as Record<string, string>),
      },
      stderr: "inherit",
    }),
  );
  return client;
}
