import {
  type CallToolResult,
  type ElicitRequestFormParams,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
  type ServerContext,
  type ServerEventBus,
} from "@modelcontextprotocol/server";
import { contentTools, inputSchemas, prompts, readResource, resources, resourceTemplate } from "./content";
import { promptRound, roundTools, stateCodec } from "./rounds";

type Call = (ctx: ServerContext, args: Record<string, unknown>) => Promise<CallToolResult>;

const said = (words: string): CallToolResult => ({ content: [{ type: "text", text: words }] });

/** Tools that tell something before they answer, or ask in the way of 2025. */
const liveTools = (bus: ServerEventBus): Record<string, Call> => ({
  async test_tool_with_logging(ctx) {
    for (const data of ["Tool execution started", "Tool processing data", "Tool execution completed"])
      await ctx.mcpReq.log("info", data);
    return said("Tool with logging executed successfully");
  },
  async test_tool_with_progress(ctx) {
    const progressToken = ctx.mcpReq._meta?.progressToken ?? 0;
    for (const progress of [0, 50, 100])
      await ctx.mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress, total: 100 } });
    return said(String(progressToken));
  },
  async test_streaming_elicitation(ctx) {
    const progressToken = ctx.mcpReq._meta?.progressToken ?? 0;
    await ctx.mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress: 1, total: 1 } });
    return said("Streaming complete");
  },
  async test_logging_tool(ctx) {
    await ctx.mcpReq.log("info", "logged");
    return said("Logging evaluated");
  },
  async test_trigger_tool_change() {
    bus.publish({ kind: "tools_list_changed" });
    return said("told");
  },
  async test_trigger_prompt_change() {
    bus.publish({ kind: "prompts_list_changed" });
    return said("told");
  },
  async test_sampling(ctx, { prompt }) {
    const { content } = await ctx.mcpReq.requestSampling(
      { messages: [{ role: "user", content: { type: "text", text: String(prompt) } }], maxTokens: 100 },
      // Without sessions nothing comes back, and the suite itself waits for half a minute.
      { timeout: 1_000 },
    );
    return said(`LLM response: ${JSON.stringify(content)}`);
  },
  test_elicitation: (ctx, { message }) => elicit(ctx, String(message), { username: { type: "string" } }),
  test_elicitation_sep1034_defaults: (ctx) =>
    elicit(ctx, "Please review", {
      name: { type: "string", default: "John Doe" },
      age: { type: "integer", default: 30 },
      score: { type: "number", default: 95.5 },
      status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
      verified: { type: "boolean", default: true },
    }),
  test_elicitation_sep1330_enums: (ctx) =>
    elicit(ctx, "Please select", {
      untitledSingle: { type: "string", enum: ["option1", "option2", "option3"] },
      titledSingle: {
        type: "string",
        oneOf: [
          { const: "value1", title: "First Option" },
          { const: "value2", title: "Second Option" },
        ],
      },
      legacyEnum: { type: "string", enum: ["opt1", "opt2"], enumNames: ["Option One", "Option Two"] },
      untitledMulti: { type: "array", items: { type: "string", enum: ["option1", "option2", "option3"] } },
      titledMulti: { type: "array", items: { anyOf: [{ const: "value1", title: "First Choice" }] } },
    }),
});

async function elicit(
  ctx: ServerContext,
  message: string,
  properties: ElicitRequestFormParams["requestedSchema"]["properties"],
) {
  const { action, content } = await ctx.mcpReq.elicitInput({
    message,
    requestedSchema: { type: "object", properties },
  });
  return said(`User response: action=${action}, content=${JSON.stringify(content ?? {})}`);
}

/** A server with what the suite looks for, in place of Punchcard's tools; HTTP, sign-in and SDK stay ours. */
export function conformanceServer(bus: ServerEventBus): Server {
  const live = liveTools(bus);
  const server = new Server(
    { name: "punchcard-conformance", version: "1.0.0" },
    {
      capabilities: {
        tools: { listChanged: true },
        resources: { subscribe: true, listChanged: true },
        prompts: { listChanged: true },
        logging: {},
        completions: {},
      },
      requestState: { verify: stateCodec.verify },
    },
  );
  const names = [...Object.keys(contentTools), ...Object.keys(live), ...Object.keys(roundTools)];
  server.setRequestHandler("tools/list", () => ({
    tools: names.map((name) => ({ name, description: name, inputSchema: inputSchemas[name] ?? { type: "object" } })),
  }));
  server.setRequestHandler("tools/call", async ({ params }, ctx) => {
    const fixed = contentTools[params.name];
    if (fixed) return fixed;
    const run = live[params.name] ?? roundTools[params.name];
    if (!run) throw new ProtocolError(ProtocolErrorCode.InvalidParams, "There is no such tool.");
    return run(ctx, params.arguments ?? {});
  });
  server.setRequestHandler("resources/list", () => ({
    resources: Object.keys(resources).map((uri) => ({ uri, name: uri })),
  }));
  server.setRequestHandler("resources/templates/list", () => ({
    resourceTemplates: [{ uriTemplate: resourceTemplate, name: "template" }],
  }));
  server.setRequestHandler("resources/read", ({ params: { uri } }) => {
    const read = readResource(uri);
    if (!read) throw new ResourceNotFoundError(uri);
    return read;
  });
  server.setRequestHandler("resources/subscribe", () => ({}));
  server.setRequestHandler("resources/unsubscribe", () => ({}));
  server.setRequestHandler("prompts/list", () => ({
    prompts: [
      ...Object.entries(prompts).map(([name, prompt]) => ({
        ...{ name, description: name },
        arguments: prompt.arguments?.map((argument) => ({ name: argument, required: true })),
      })),
      { name: "test_input_required_result_prompt", description: "asks before it answers" },
    ],
  }));
  server.setRequestHandler("prompts/get", ({ params }, ctx) => {
    if (params.name === "test_input_required_result_prompt") return promptRound(ctx);
    const prompt = prompts[params.name];
    if (!prompt) throw new ProtocolError(ProtocolErrorCode.InvalidParams, "There is no such prompt.");
    return { messages: prompt.messages(params.arguments ?? {}) };
  });
  server.setRequestHandler("completion/complete", () => ({ completion: { values: [], total: 0, hasMore: false } }));
  return server;
}
