import type { IncomingMessage, ServerResponse } from "node:http";
import { toNodeHandler } from "@modelcontextprotocol/node";
import {
  type AuthInfo,
  bearerAuthChallengeResponse,
  createMcpHandler,
  getOAuthProtectedResourceMetadataUrl,
  type McpHttpHandler,
  OAuthError,
  type OAuthTokenVerifier,
  verifyBearerToken,
} from "@modelcontextprotocol/server";
import { audienceOf } from "../oauth/addresses";
import { grantOfToken } from "../oauth/bearer";
import type { Grant } from "../oauth/grants";
import { hashedId } from "../oauth/hashed-id";
import { sendProblem } from "./answers";
import { deepest, isTooComplex, largestBatch, mostValues } from "./message-shape";
import type { Metrics } from "./metrics";
import type { OpenPerson } from "./open-person";
import type { LimitName, RateLimits } from "./rate-limits";
import { readBody } from "./read-body";
import { calledTools, missingLevel, scopeChallenge } from "./step-up";

/** Bytes of one message; the same as the SDK's own limit. */
export const longestMessage = 4 * 1024 * 1024;
/** Streams of one person that wait for changes. */
const streamsOfOne = 8;

export interface McpDeps {
  origin: string;
  verifier: OAuthTokenVerifier;
  limits: RateLimits;
  metrics: Metrics;
  openPerson: OpenPerson;
  /** Told of each tool that the grant does not reach. */
  refused?(grant: Grant, tool: string): Promise<void>;
  /** Told of each request with a valid token. */
  used(grant: Grant): Promise<void>;
  onError(error: Error): void;
}

/** `/mcp`: bearer, limits, scope, and then a server for this one request. */
export class McpEndpoint {
  private readonly challenge: { resourceMetadataUrl: string };
  private readonly handlers = new Set<McpHttpHandler>();
  private readonly streams = new Map<string, number>();

  constructor(private readonly deps: McpDeps) {
    const resource = new URL(audienceOf(deps.origin));
    this.challenge = { resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(resource) };
  }

  /** @param address of who asks, for strangers' limit */
  async serve(request: IncomingMessage, response: ServerResponse, address: string): Promise<void> {
    const info = await this.authenticate(request, response, address);
    if (!info) return;
    const grant = grantOfToken(info);
    if (
      await this.isOverLimit(response, [
        ["person", grant.person],
        ["grant", grant.id],
      ])
    )
      return;
    if (request.method !== "POST") {
      response.setHeader("Allow", "POST");
      return sendProblem(response, 405, "method_not_allowed", "This address takes POST only.");
    }
    const message = readMessage(await readBody(request, longestMessage));
    if ("problem" in message) return sendRpcError(response, 400, message.code, message.problem);
    const tools = calledTools(message.value);
    const missing = missingLevel(tools, grant.level);
    if (missing) {
      // Once each: a batch may name one tool a hundred thousand times.
      for (const tool of new Set(tools)) if (missingLevel([tool], grant.level)) void this.deps.refused?.(grant, tool);
      return scopeChallenge(response, missing, this.challenge.resourceMetadataUrl);
    }
    for (const tool of tools) {
      this.deps.metrics.called(tool);
      if (await this.isOverLimit(response, [["tool", `${grant.person}/${tool}`]])) return;
    }
    void this.deps.used(grant).catch(this.deps.onError);
    await this.answer(request, response, message.value, info);
  }

  /** Ends what is running, for a server that stops. */
  async close(): Promise<void> {
    await Promise.all([...this.handlers].map((handler) => handler.close()));
  }

  private async authenticate(request: IncomingMessage, response: ServerResponse, address: string) {
    const options = { verifier: this.deps.verifier, expectedResource: new URL(audienceOf(this.deps.origin)) };
    try {
      return await verifyBearerToken(request.headers.authorization, options);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const answer = bearerAuthChallengeResponse(error, this.challenge);
      response.setHeaders(answer.headers);
      if (await this.isRefusedTooOften(request, response, address)) return undefined;
      response.writeHead(answer.status);
      response.end(await answer.text());
      return undefined;
    }
  }

  /** Counts a refused token. Requests without one are how clients learn where to sign in, and look nothing up. */
  private async isRefusedTooOften(request: IncomingMessage, response: ServerResponse, address: string) {
    const { authorization } = request.headers;
    if (authorization === undefined) return false;
    return this.isOverLimit(response, [
      ["credential", hashedId("refused", authorization)],
      ["stranger", address],
    ]);
  }

  private async isOverLimit(response: ServerResponse, keys: [LimitName, string][]): Promise<boolean> {
    for (const [name, key] of keys) {
      const seconds = await this.deps.limits.take(name, key);
      if (seconds === null) continue;
      this.deps.metrics.limited(name);
      response.setHeader("Retry-After", String(seconds));
      sendProblem(response, 429, "too_many_requests", `Too many requests. Try again in ${seconds} s.`);
      return true;
    }
    return false;
  }

  private async answer(request: IncomingMessage, response: ServerResponse, message: unknown, info: AuthInfo) {
    const { person, id } = grantOfToken(info);
    const { create, bus } = await this.deps.openPerson(person, grantOfToken(info));
    const isStream = (message as { method?: unknown }).method === "subscriptions/listen";
    if (isStream && !this.openStream(response, id, info)) return;
    const handler = createMcpHandler(create, {
      legacy: "stateless",
      bus,
      onerror: this.deps.onError,
    });
    this.handlers.add(handler);
    try {
      await toNodeHandler(
        { fetch: (web) => handler.fetch(web, { authInfo: info, parsedBody: message }) },
        { onerror: this.deps.onError, maxRequestBodySize: longestMessage },
      )(request, response, message);
    } finally {
      this.handlers.delete(handler);
    }
  }

  /** A stream lasts no longer than its token, so that who lost the grant hears nothing more. */
  private openStream(response: ServerResponse, grant: string, info: AuthInfo): boolean {
    const open = this.streams.get(grant) ?? 0;
    if (open >= streamsOfOne) {
      sendProblem(response, 429, "too_many_streams", `At most ${streamsOfOne} streams at once.`);
      return false;
    }
    this.streams.set(grant, open + 1);
    const end = setTimeout(() => response.destroy(), Math.max(0, (info.expiresAt ?? 0) * 1_000 - Date.now()));
    response.once("close", () => {
      clearTimeout(end);
      const left = (this.streams.get(grant) ?? 1) - 1;
      if (left === 0) this.streams.delete(grant);
      else this.streams.set(grant, left);
    });
    return true;
  }
}

/** A message or a batch of some. @returns what is wrong, with a code of JSON-RPC, where it is neither */
function readMessage(text: string): { value: object } | { code: number; problem: string } {
  if (isTooComplex(text))
    return { code: -32600, problem: `A message has at most ${deepest} levels and ${mostValues} values.` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { code: -32700, problem: "The body is not JSON." };
  }
  if (typeof value !== "object" || value === null)
    return { code: -32600, problem: "The body is not a message of JSON-RPC." };
  if (Array.isArray(value) && value.length > largestBatch)
    return { code: -32600, problem: `A batch has at most ${largestBatch} messages.` };
  return { value };
}

function sendRpcError(response: ServerResponse, status: number, code: number, message: string): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ jsonrpc: "2.0", id: null, error: { code, message } }));
}
