import { randomBytes } from "node:crypto";
import { ServiceError } from "../../domain/errors";
import type { Log, NetworkGuard } from "../../domain/ports";
import { message } from "../../messages/message";
import { deadline, readBytes, tooSlowError, usualLimits } from "../../platform/bounded-body";
import type { Timeouts, TlsVerify } from "../../platform/http-dispatcher";
import {
  connectionError,
  demandProtected,
  type Explained,
  type Failed,
  isReset,
  notThisProduct,
  redirectError,
  refusedInFront,
  statusError,
} from "./errors";
import { encodePath, encodeQuery, type Query, queryNames, type Segment } from "./path";
import { redactor } from "./redact";
import { isPassing, pauseFor, type RetryRule, retryAfterSeconds, usualRetry, waitBefore } from "./retry";
import { type Lease, leaseDispatcher } from "./shared-dispatcher";

export interface HttpOptions {
  /** Address before the segments, without a slash at its end: `https://kimai.example.org/api`. */
  baseUrl: string;
  tlsVerify: TlsVerify;
  /** Where a connection may lead; absent: anywhere. */
  network?: NetworkGuard;
  /** The product is never asked over http, but on this computer. */
  protectedOnly?: boolean;
  /** Credential and other headers; asked before each request, never kept, never logged. */
  headers(): Promise<Record<string, string>>;
  log: Log;
  /** Waited for before each attempt; what it throws ends the request, of which nothing was sent then. */
  before?(signal: AbortSignal | undefined): Promise<void>;
  /** What the person calls the service: `Kimai`. */
  product: string;
  /** Reads an error answer in the service's own terms. The secret is already removed from `body`. */
  explain?(status: number, body: unknown, request: HttpRequest): Explained | undefined;
  /**
   * Whether an error answer below 500 has the form in which the product itself refuses. Only such an answer proves that a
   * write was not executed: a proxy may send any other one after the product did the work.
   * @param body the parsed JSON; null for an empty body, undefined where it is no JSON
   */
  isOwnRefusal(status: number, body: unknown, header: (name: string) => string | null): boolean;
  /** It refuses in forms of its own: 401 and 403 without JSON are given to `explain` too, with null as their body. */
  refusesInAnyForm?: boolean;
  /** `totalMs`: until the last byte of an answer. */
  timeouts?: Partial<Timeouts & { totalMs: number }>;
  retry?: Partial<RetryRule>;
  /** Our clock, milliseconds since 1970; absent: the machine's. */
  now?(): number;
  /** Largest answer that is read, in bytes after decompression. */
  maxBytes?: number;
}

export interface HttpRequest {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: readonly Segment[];
  query?: Query;
  /** Sent as JSON. */
  body?: unknown;
  /** It can change something, so it is sent once; absent: everything but GET and HEAD. */
  write?: boolean;
  /** Error statuses that this caller reads itself. */
  accept?: readonly number[];
  /** The answer is a file of at most so many bytes, not JSON. */
  file?: { maxBytes: number };
  signal?: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  /** The parsed JSON; null where the body is empty; the bytes (`Uint8Array`) where a file was asked for. */
  body: unknown;
  header(name: string): string | null;
  requestId: string;
}

export interface HttpClient {
  /** @throws ServiceError for every answer that is neither 2xx nor accepted, and every failure; the signal's reason when a read ends */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Seconds by which the service's clock is ahead of ours, from its last answer with a date. */
  clockSkew(): number | undefined;
  close(): Promise<void>;
}

/** Opens nothing until the first request. */
export function createHttpClient(options: HttpOptions): HttpClient {
  const rule = { ...usualRetry, ...options.retry };
  const timeouts = { connectMs: 10_000, silenceMs: 30_000, totalMs: usualLimits.totalMs, ...options.timeouts };
  const maxBytes = options.maxBytes ?? usualLimits.maxBytes;
  const now = options.now ?? Date.now;
  const origin = new URL(options.baseUrl).origin;
  let connections: Promise<Lease> | null = null;
  let skew: number | undefined;

  async function attempt(request: HttpRequest, failed: Failed, url: string, count: number): Promise<HttpAnswer> {
    const { fetch } = await import("undici");
    connections ??= leaseDispatcher(origin, options.tlsVerify, timeouts, options.network).catch((error) => {
      connections = null;
      throw error;
    });
    const { dispatcher } = await connections;
    const credential = sendable(await options.headers(), options.product);
    const redact = redactor(credential, request.body);
    const line = { id: failed.requestId, method: request.method, path: logged(request), attempt: count };
    const started = now();
    const clock = performance.now();
    const taken = () => Math.round(performance.now() - clock);
    const until = deadline(request.signal, timeouts.totalMs);
    try {
      const response = await fetch(url, {
        method: request.method,
        headers: {
          accept: request.file ? "*/*" : "application/json",
          "user-agent": "Punchcard",
          ...(request.body === undefined ? {} : { "content-type": "application/json" }),
          ...credential,
        },
        body: request.body === undefined ? undefined : JSON.stringify(request.body),
        redirect: "manual",
        signal: until.signal,
        dispatcher,
      });
      const bytes = await readBytes(response.body, request.file?.maxBytes ?? maxBytes, failed);
      const date = Date.parse(response.headers.get("date") ?? "");
      if (!Number.isNaN(date)) skew = Math.round((date - (started + now()) / 2) / 1000);
      options.log("http", { ...line, status: response.status, ms: taken() });
      const { status } = response;
      const header = (name: string) => response.headers.get(name);
      if (request.file && response.ok) return { status, body: bytes, header, requestId: failed.requestId };
      return judge({ status, text: bytes.toString("utf8"), header }, request, failed, redact);
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      const late = until.expired() && !request.signal?.aborted;
      const ended = late ? tooSlowError(failed, timeouts.totalMs) : failure(error, request, failed);
      options.log("http", { ...line, failed: ended.detail ?? ended.kind, ms: taken() });
      throw ended;
    } finally {
      until.clear();
    }
  }

  function failure(error: unknown, request: HttpRequest, failed: Failed): ServiceError {
    if (!request.signal?.aborted) return connectionError(error, failed);
    if (!failed.write) throw request.signal.reason;
    return new ServiceError("timeout", message("request_aborted", { product: options.product }), {
      saved: "unknown",
      requestId: failed.requestId,
      cause: error,
    });
  }

  function judge(
    answer: { status: number; text: string; header(name: string): string | null },
    request: HttpRequest,
    failed: Failed,
    redact: (text: string) => string,
  ): HttpAnswer {
    const { status, header } = answer;
    const { requestId } = failed;
    if ((status >= 200 && status < 300) || request.accept?.includes(status)) {
      const json = parseJson(answer.text);
      if (json) return { status, body: json.value, header, requestId };
      options.log("http.error", { id: requestId, status, body: capped(redact(answer.text)) });
      throw notThisProduct(failed, `HTTP ${status}, ${header("content-type") ?? "no content type"}`);
    }
    const text = redact(answer.text);
    options.log("http.error", { id: requestId, status, body: capped(text) });
    if (status >= 300 && status < 400) throw redirectError(failed, status, header("location"));
    const json = parseJson(text);
    if (!json && status < 500 && ![401, 403, 408, 429].includes(status))
      throw notThisProduct(failed, `HTTP ${status}, ${header("content-type") ?? "no content type"}`);
    throw statusError(status, failed, {
      own: status < 500 && options.isOwnRefusal(status, json?.value, header),
      retryAfter: retryAfterSeconds(header("retry-after"), now()),
      explained: json
        ? options.explain?.(status, json.value, request)
        : [401, 403].includes(status)
          ? ((options.refusesInAnyForm ? options.explain?.(status, null, request) : undefined) ??
            refusedInFront(failed))
          : undefined,
    });
  }

  return {
    async send(request) {
      if (options.protectedOnly) demandProtected(origin, options.product);
      const url = options.baseUrl + encodePath(request.path) + encodeQuery(request.query ?? []);
      const write = request.write ?? !["GET", "HEAD"].includes(request.method);
      for (let count = 1; ; count++) {
        request.signal?.throwIfAborted();
        await options.before?.(request.signal);
        const requestId = `r-${randomBytes(4).toString("hex")}`;
        try {
          const failed = {
            product: options.product,
            origin,
            write,
            requestId,
            onServer: options.network !== undefined,
          };
          return await attempt(request, failed, url, count);
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          const { status } = error;
          // The product itself turned the write away with a time to come back; every other failure of a write is read back.
          const turnedAway = status === 429 && error.retryAfter !== undefined && error.saved === "no";
          if (write && !turnedAway) throw error;
          if (!isPassing(status) && !isReset(error.cause)) throw error;
          if (status === 429 && error.retryAfter === undefined && !rule.repeatsQuota) throw error;
          const wait = waitBefore(count, error.retryAfter, rule);
          if (wait === null) throw error;
          await pauseFor(wait, request.signal);
        }
      }
    },
    clockSkew: () => skew,
    async close() {
      const open = connections;
      connections = null;
      await (await open?.catch(() => null))?.release();
    },
  };
}

/** A pasted credential with a line break or a curly quote would end as an error that quotes it. */
function sendable(headers: Record<string, string>, product: string): Record<string, string> {
  if (Object.values(headers).every((value) => /^[\x20-\x7e]*$/.test(value))) return headers;
  throw new ServiceError("unauthorized", message("credential_invalid_characters", { product }), {
    next: "Copy it again, without line breaks and quotes, and enter it where the account was connected to Punchcard.",
  });
}

const logged = (request: HttpRequest) => encodePath(request.path) + queryNames(request.query ?? []);
const capped = (text: string) => (text.length > 2048 ? `${text.slice(0, 2048)}…` : text);

/** An empty body is JSON's null here: deletes and some errors have none. */
function parseJson(text: string): { value: unknown } | null {
  if (text.trim() === "") return { value: null };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
