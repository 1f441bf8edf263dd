import type { Client, JsonSchemaValidatorResult } from "@modelcontextprotocol/client";
import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import type { AdapterEnvironment } from "../../../domain/ports";
import { cleanText } from "../../../domain/text";
import type { TlsVerify } from "../../../platform/http-dispatcher";
import { checkedAnswer } from "../../shared/checked-answer";
import { adviceFor } from "../client/error-advice";
import { gatewayHttp, SessionEnded } from "./fetch";
import { createTokens } from "./tokens";
import { type Answer, type GatewayTool, tools } from "./tools";

export interface Timing {
  /** Milliseconds until the first byte of an answer. */
  silenceMs?: number;
  secondLookMs?: number;
  /** Limits of one answer. */
  maxBytes?: number;
  totalMs?: number;
}

/** Calamari's own MCP server, spoken to as the person who signed in. */
export interface Gateway {
  /** Names of the tools that it offers this person: a module that the company lacks has none. */
  tools(call?: Call): Promise<ReadonlySet<string>>;
  /** @throws ServiceError; the signal's reason where a read ends */
  call<T extends GatewayTool>(tool: T, args?: Record<string, unknown>, call?: Call): Promise<Answer<T>>;
  close(): Promise<void>;
}

const notAllowed = /not (authori[sz]ed|allowed|permitted)|permission|forbidden|access denied|no access/i;

/** Tools answer JSON as text (calamari-api.md §3.4); what is no JSON is told as it is. */
function contentOf({ content, structuredContent }: { content?: unknown; structuredContent?: unknown }): unknown {
  const parts = Array.isArray(content) ? (content as { type?: string; text?: string }[]) : [];
  const texts = parts.flatMap((part) => (part.type === "text" && part.text?.trim() ? [part.text] : []));
  const text = texts.join("\n");
  if (text === "") return structuredContent ?? null;
  // Words for the model may follow the JSON.
  for (const json of new Set([text, texts[0] ?? ""]))
    try {
      return JSON.parse(json);
    } catch {
      // It is no JSON.
    }
  return structuredContent ?? text;
}

/** A refusal by the codes in it that are known (calamari-api.md §2.1). Its own words may quote anybody: the log has them. */
function refusalOf(words: string): ServiceError {
  const known = words.match(/\b[A-Z][A-Z0-9_]{2,79}\b/g)?.flatMap((code) => adviceFor(code) ?? [])[0];
  if (known) return new ServiceError(known.kind ?? "invalid", known.message, { next: known.next });
  return notAllowed.test(words)
    ? new ServiceError("forbidden", "Calamari does not allow you this.", {
        next: "Ask an administrator of your company's Calamari.",
      })
    : new ServiceError("invalid", "Calamari refuses this.", { next: "The local log has what it answered." });
}

/** Opens nothing before the first call. One session for all calls, begun again when the server has forgotten it. */
export function openGateway(
  where: { mcpUrl: string; tlsVerify?: TlsVerify },
  env: AdapterEnvironment,
  timing: Timing,
): Gateway {
  const { silenceMs = 30_000, maxBytes, totalMs } = timing;
  const limits = { ...(maxBytes !== undefined && { maxBytes }), ...(totalMs !== undefined && { totalMs }) };
  const http = gatewayHttp(
    {
      ...{ url: where.mcpUrl, tlsVerify: where.tlsVerify ?? true, silenceMs, network: env.network },
      signInAgain: env.credential?.signInAgain,
      ...limits,
    },
    createTokens(env, () => http.plain),
    env.log,
  );
  let connected: Promise<Client> | null = null;
  /** What it said last that it offers; null: it was not asked. */
  let offered: ReadonlySet<string> | null = null;

  async function connect(): Promise<Client> {
    const { Client: McpClient, StreamableHTTPClientTransport } = await import("@modelcontextprotocol/client");
    // Answers are checked with schemas of our own (wire.ts).
    const jsonSchemaValidator = {
      getValidator:
        <T>() =>
        (input: unknown): JsonSchemaValidatorResult<T> => ({ valid: true, data: input as T, errorMessage: undefined }),
    };
    const client = new McpClient({ name: "punchcard", version: "1" }, { jsonSchemaValidator });
    client.onerror = (error) => env.log("gateway.protocol", { error: error.name });
    const transport = new StreamableHTTPClientTransport(new URL(where.mcpUrl), { fetch: http.mcp });
    await client.connect(transport, { timeout: silenceMs });
    return client;
  }

  function client(): Promise<Client> {
    if (connected) return connected;
    const opening = connect();
    connected = opening;
    opening.catch(() => {
      if (connected === opening) connected = null;
    });
    return opening;
  }

  /** What a failure means for a person; a write that broke off may have happened. */
  async function meant(error: unknown, tool: GatewayTool | null, call: Call | undefined): Promise<unknown> {
    const { ProtocolError, ProtocolErrorCode, SdkError, SdkErrorCode } = await import("@modelcontextprotocol/client");
    const write = tool !== null && tools[tool].writes;
    const saved = write ? "unknown" : "no";
    if (error instanceof ServiceError) return error;
    const cut = http.takeBreach();
    if (cut && !call?.signal?.aborted)
      return new ServiceError(cut.kind, cut.message, { saved, next: cut.next, detail: cut.detail, cause: error });
    if (call?.signal?.aborted)
      return write
        ? new ServiceError("timeout", "The request to Calamari was given up while it was under way.", {
            saved,
            next: "Look in Calamari whether it was saved before you do it again.",
          })
        : call.signal.reason;
    if (error instanceof SessionEnded)
      return new ServiceError("unavailable", "Calamari ends each session at once.", { next: "Try again later." });
    if (error instanceof ProtocolError) {
      const unknownTool = [ProtocolErrorCode.InvalidParams, ProtocolErrorCode.MethodNotFound].includes(error.code);
      return unknownTool
        ? new ServiceError("unsupported", "Calamari's MCP server does not have this, or takes it in another way now.", {
            next: "Update Punchcard, or connect Calamari with an API key.",
            detail: `MCP ${error.code}`,
          })
        : new ServiceError("unavailable", "Calamari's MCP server has a problem of its own.", {
            saved,
            next: "Try again in a moment.",
            detail: `MCP ${error.code}`,
          });
    }
    if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout)
      return new ServiceError("timeout", "Calamari did not answer in time.", {
        saved,
        next: write ? "Look in Calamari whether it was saved before you do it again." : "Try again in a moment.",
      });
    env.log("gateway.failed", {
      error: error instanceof Error ? `${error.name}: ${cleanText(error.message, 200)}` : "?",
    });
    return new ServiceError("not_this_product", "This address answers, but not as Calamari's MCP server does.", {
      saved,
      next: "Copy the address again from Configuration, Integrations, MCP Server in Calamari.",
    });
  }

  /** Once, and once more where the server had forgotten the session: then nothing was done by the first. */
  async function use<T>(
    tool: GatewayTool | null,
    call: Call | undefined,
    run: (open: Client, options: { signal?: AbortSignal; timeout: number }) => Promise<T>,
  ): Promise<T> {
    const options = { signal: call?.signal, timeout: silenceMs * 2 };
    call?.signal?.throwIfAborted();
    try {
      const opening = client();
      try {
        return await run(await opening, options);
      } catch (error) {
        if (!(error instanceof SessionEnded)) throw error;
        if (connected === opening) connected = null;
        return await run(await client(), options);
      }
    } catch (error) {
      throw await meant(error, tool, call);
    }
  }

  return {
    async tools(call) {
      const listed = await use(null, call, (open, options) =>
        open.listTools(undefined, { ...options, cacheMode: "bypass" }),
      );
      offered = new Set(listed.tools.map(({ name }) => name));
      return offered;
    },
    async call<T extends GatewayTool>(tool: T, args: Record<string, unknown> = {}, call?: Call) {
      if (offered && !offered.has(tool))
        throw new ServiceError("unsupported", `Your company's Calamari does not offer this to programs (${tool}).`, {
          next: "Do it in Calamari's own app, or ask an administrator which modules are switched on.",
        });
      const answer = await use(tool, call, (open, options) =>
        open.callTool({ name: tool, arguments: args }, { ...options, maxTotalTimeout: options.timeout }),
      );
      const content = contentOf(answer);
      if (answer.isError) {
        const words = cleanText(typeof content === "string" ? content : JSON.stringify(content), 300);
        env.log("gateway.refused", { tool, words });
        throw refusalOf(words);
      }
      const { answer: shape, writes: write } = tools[tool];
      return checkedAnswer<unknown>(shape, content, { product: "Calamari", write, asked: tool }, (issues) =>
        env.log("gateway.shape", { tool, issues }),
      ) as Answer<T>;
    },
    async close() {
      const open = await connected?.catch(() => null);
      connected = null;
      await open?.close().catch(() => undefined);
      await http.close();
    },
  };
}
