import { randomBytes } from "node:crypto";
import { ServiceError } from "../../../domain/errors";
import type { Log, NetworkGuard } from "../../../domain/ports";
import {
  type AnswerLimits,
  boundedStream,
  deadline,
  tooLargeError,
  tooSlowError,
  usualLimits,
} from "../../../platform/bounded-body";
import type { TlsVerify } from "../../../platform/http-dispatcher";
import {
  connectionError,
  demandProtected,
  type Explained,
  type Failed,
  redirectError,
  statusError,
} from "../../http/errors";
import { retryAfterSeconds } from "../../http/retry";
import { type Lease, leaseDispatcher } from "../../http/shared-dispatcher";
import { isWrite } from "./tools";

export type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>;

/** The server does not know our session any more (404, calamari-api.md §3.2): nothing of the call was done. */
export class SessionEnded extends Error {}

const product = "Calamari";
export const signInAgain = "Open Punchcard, Settings, Accounts, and sign in to Calamari again.";
const copyAgain = "Copy the address again from Configuration, Integrations, MCP Server in Calamari.";
const whoAsks = "Ask an administrator to look under Configuration, Integrations, MCP Server in Calamari.";

/** What Calamari's gateway means by a status that is an error for every service. */
function explain(status: number, again: string): Explained | undefined {
  if (status === 401)
    return {
      kind: "unauthorized",
      message: "Calamari does not accept this sign-in any more.",
      next: again,
    };
  if (status === 403)
    return {
      kind: "forbidden",
      message: "Calamari does not let this person in: the MCP Server may not be switched on for the company.",
      next: whoAsks,
    };
  if (status === 404 || status === 405)
    return {
      kind: "not_this_product",
      message: "There is no MCP server of Calamari at this address.",
      next: copyAgain,
    };
  if (status === 429)
    return { message: "Calamari asks to send fewer requests.", next: "Wait some minutes, then try again." };
  return undefined;
}

/** The gateway itself asks for a token (calamari-api.md §3.2). */
const isChallenge = (answer: Response) => /^Bearer\b/i.test(answer.headers.get("www-authenticate") ?? "");

async function isProtocolError(answer: Response): Promise<boolean> {
  const text = await answer.text().catch(() => "");
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && "jsonrpc" in body;
  } catch {
    return false;
  }
}

export interface GatewayHttp {
  /**
   * For MCP itself: with the access token, once more after it was renewed, and every failure as a ServiceError, or
   * `SessionEnded`. Answers that are neither JSON nor an event stream are failures too.
   */
  mcp: Fetch;
  /** For the token endpoint: errors of OAuth are the caller's to read. */
  plain: Fetch;
  /** Why an answer was cut since this was asked last: the SDK, which reads it, tells only that it ended. */
  takeBreach(): ServiceError | null;
  close(): Promise<void>;
}

/** @param tokens asked before each request; told which token was refused */
export function gatewayHttp(
  where: {
    url: string;
    tlsVerify: TlsVerify;
    silenceMs: number;
    network?: NetworkGuard;
    /** Absent: in the app. */
    signInAgain?: string;
  } & Partial<AnswerLimits>,
  tokens: { current(): Promise<string>; renew(refused: string): Promise<string> },
  log: Log,
): GatewayHttp {
  const pools = new Map<string, Promise<Lease>>();
  const timeouts = { connectMs: 10_000, silenceMs: where.silenceMs };
  const { maxBytes = usualLimits.maxBytes, totalMs = usualLimits.totalMs } = where;
  let breach: ServiceError | null = null;

  const poolOf = (origin: string) => {
    const open = pools.get(origin) ?? leaseDispatcher(origin, where.tlsVerify, timeouts, where.network);
    pools.set(origin, open);
    open.catch(() => pools.delete(origin));
    return open;
  };

  async function sent(input: string | URL, init: RequestInit, failed: Failed): Promise<Response> {
    demandProtected(String(input), product);
    const { fetch } = await import("undici");
    const { dispatcher } = await poolOf(failed.origin);
    const until = deadline(init.signal, totalMs);
    const broken = (error: ServiceError) => {
      log("gateway", { id: failed.requestId, cut: error.detail ?? error.kind });
      breach = error;
      return error;
    };
    try {
      const answer = await fetch(input, { ...(init as object), redirect: "manual", signal: until.signal, dispatcher });
      log("gateway", { id: failed.requestId, path: new URL(input).pathname, status: answer.status });
      if (answer.body === null) {
        until.clear();
        return answer as unknown as Response;
      }
      const body = boundedStream(
        answer.body as ReadableStream<Uint8Array>,
        maxBytes,
        () => broken(tooLargeError(failed, maxBytes)),
        () => {
          if (until.expired() && !init.signal?.aborted) broken(tooSlowError(failed, totalMs));
          until.clear();
        },
      );
      return new Response(body, { status: answer.status, headers: [...answer.headers] });
    } catch (error) {
      until.clear();
      if (init.signal?.aborted) throw error;
      if (until.expired()) throw tooSlowError(failed, totalMs);
      log("gateway", { id: failed.requestId, path: new URL(input).pathname, error: (error as Error).name });
      throw connectionError(error, failed);
    }
  }
  const failedOf = (input: string | URL, write: boolean): Failed => ({
    product,
    origin: new URL(input).origin,
    write,
    requestId: randomBytes(4).toString("hex"),
    onServer: where.network !== undefined,
  });

  return {
    async plain(input, init = {}) {
      const failed = failedOf(input, false);
      const answer = await sent(input, init, failed);
      if (answer.status >= 300 && answer.status < 400)
        throw redirectError(failed, answer.status, answer.headers.get("location"));
      // Read here, so that what is wrong with it is told as that.
      const text = await answer.text().catch((error: unknown) => {
        throw breach ?? connectionError(error, failed);
      });
      return new Response(text, { status: answer.status, headers: [...answer.headers] });
    },
    async mcp(input, init = {}) {
      // Standing streams carry what a server wants to tell by itself; nothing of that is waited for.
      if (init.method === "GET") return new Response(null, { status: 405 });
      demandProtected(String(input), product);
      const failed = failedOf(input, isWrite(init.body));
      const headers = new Headers(init.headers);
      const ask = (token: string) => {
        headers.set("authorization", `Bearer ${token}`);
        return sent(input, { ...init, headers }, failed);
      };
      const token = await tokens.current();
      let answer = await ask(token);
      // What else a proxy answers in its place does not say that the gateway left the call undone.
      if (answer.status === 401 && (!failed.write || isChallenge(answer))) {
        await answer.body?.cancel();
        answer = await ask(await tokens.renew(token));
      }
      if (answer.status === 404 && headers.has("mcp-session-id")) {
        if (!failed.write || (await isProtocolError(answer))) throw new SessionEnded();
      }
      if (answer.status >= 300 && answer.status < 400)
        throw redirectError(failed, answer.status, answer.headers.get("location"));
      if (!answer.ok) {
        if (!answer.bodyUsed) await answer.body?.cancel();
        const retryAfter = retryAfterSeconds(answer.headers.get("retry-after"), Date.now());
        throw statusError(answer.status, failed, {
          own: answer.status === 401 && isChallenge(answer),
          retryAfter,
          explained: explain(answer.status, where.signInAgain ?? signInAgain),
        });
      }
      const type = answer.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
      if (
        init.method === "POST" &&
        answer.status !== 202 &&
        !["application/json", "text/event-stream"].includes(type)
      ) {
        await answer.body?.cancel();
        throw new ServiceError("not_this_product", "This address answers, but not as Calamari's MCP server does.", {
          requestId: failed.requestId,
          detail: type || "no content type",
          saved: failed.write ? "unknown" : "no",
          next: copyAgain,
        });
      }
      return answer;
    },
    takeBreach() {
      const last = breach;
      breach = null;
      return last;
    },
    async close() {
      const open = await Promise.allSettled(pools.values());
      pools.clear();
      for (const one of open) if (one.status === "fulfilled") await one.value.release();
    },
  };
}
