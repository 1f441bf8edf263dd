import { z } from "zod";
import { ServiceError } from "../../../domain/errors";
import type { AdapterEnvironment } from "../../../domain/ports";
import type { TlsVerify } from "../../../platform/http-dispatcher";
import { createHttpClient, type HttpAnswer, type HttpClient, type HttpRequest } from "../../http/client";
import type { Query, Segment } from "../../http/path";
import { apiBase } from "./address";
import { explain, isOwnRefusal } from "./errors";
import { entity, expanded, formError, type WireEntity, type WireExpanded } from "./wire";

interface KimaiPage<T> {
  rows: T[];
  total: number | null;
  pages: number;
}

interface KimaiRows<T> {
  rows: T[];
  total: number | null;
}

interface KimaiFile {
  bytes: Uint8Array;
  mimeType: string | null;
  disposition: string | null;
}

/** An invoice with pictures has some hundred kilobytes. */
const largestFile = 25 * 1024 * 1024;

type Method = "POST" | "PUT" | "PATCH" | "DELETE";

/** Kimai's routes with their answers checked. Ids, forms and rows are Kimai's own here; mapping.ts makes them ours. */
export interface KimaiClient {
  get<T>(schema: z.ZodType<T>, path: readonly Segment[], query?: Query, signal?: AbortSignal): Promise<T>;
  write<T>(
    schema: z.ZodType<T>,
    method: Method,
    path: readonly Segment[],
    body?: unknown,
    signal?: AbortSignal,
    query?: Query,
  ): Promise<T>;
  /** One page of records with everything they name inside; headers tell how many there are (§3.3). */
  page(query: Query, signal?: AbortSignal): Promise<KimaiPage<WireExpanded>>;
  /** The same with ids only, which is an eighth of the bytes. */
  plainPage(query: Query, signal?: AbortSignal): Promise<KimaiPage<WireEntity>>;
  /** One page of another list that has pages: invoices (§3.3). */
  rows<T>(schema: z.ZodType<T>, path: readonly Segment[], query: Query, signal?: AbortSignal): Promise<KimaiRows<T>>;
  /** A file behind a route, with the headers that name it. */
  file(path: readonly Segment[], signal?: AbortSignal): Promise<KimaiFile>;
  /** How many records a query has, without them. */
  count(query: Query, signal?: AbortSignal): Promise<number>;
  /**
   * The fields that the form of this route offers the caller, or null without the right to it. An empty form is always
   * refused with their list, and nothing is created: each form that we ask has a required name or project (§3.2).
   */
  formFields(route: FormRoute): Promise<string[] | null>;
  clockSkew(): number | undefined;
  close(): Promise<void>;
}

/** Each of these forms has a name, a project or members without which nothing is created. */
type FormRoute = "timesheets" | "customers" | "projects" | "activities" | "tags" | "users" | "teams";

export const nothing = z.unknown().transform(() => undefined);

export interface Timing {
  silenceMs?: number;
  retryBaseMs?: number;
}

export function createKimaiClient(
  where: { url: string; tlsVerify: TlsVerify },
  env: AdapterEnvironment,
  timing: Timing,
): KimaiClient {
  const http: HttpClient = createHttpClient({
    baseUrl: apiBase(where.url),
    tlsVerify: where.tlsVerify,
    headers: async () => ({ authorization: `Bearer ${(await env.secret()).trim()}` }),
    log: env.log,
    network: env.network,
    product: "Kimai",
    explain,
    isOwnRefusal,
    now: env.now,
    timeouts: timing.silenceMs === undefined ? {} : { silenceMs: timing.silenceMs },
    retry: timing.retryBaseMs === undefined ? {} : { baseMs: timing.retryBaseMs },
  });

  function checked<T>(schema: z.ZodType<T>, answer: HttpAnswer, request: HttpRequest): T {
    const parsed = schema.safeParse(answer.body);
    if (parsed.success) return parsed.data;
    env.log("kimai.shape", { id: answer.requestId, issues: parsed.error.issues.slice(0, 5).map(describe) });
    const write = request.method !== "GET";
    throw new ServiceError("not_this_product", `Kimai's answer is not what this version of Punchcard understands.`, {
      requestId: answer.requestId,
      saved: write ? "unknown" : "no",
      detail: parsed.error.issues[0] && describe(parsed.error.issues[0]),
      next: "Check that the address is the one of a Kimai, version 2 or newer.",
    });
  }

  async function sheets<T>(row: z.ZodType<T>, query: Query, signal?: AbortSignal): Promise<KimaiPage<T>> {
    const request: HttpRequest = { method: "GET", path: ["timesheets"], query, signal };
    const answer = await http.send(request);
    const rows = checked(z.array(row), answer, request);
    return { rows, total: numberIn(answer, "x-total-count"), pages: numberIn(answer, "x-total-pages") ?? 1 };
  }

  return {
    async get(schema, path, query, signal) {
      const request: HttpRequest = { method: "GET", path, query, signal };
      return checked(schema, await http.send(request), request);
    },
    async write(schema, method, path, body, signal, query) {
      const request: HttpRequest = { method, path, body, signal, query };
      return checked(schema, await http.send(request), request);
    },
    page: (query, signal) => sheets(expanded, [["full", 1], ...query], signal),
    plainPage: (query, signal) => sheets(entity, query, signal),
    async rows(schema, path, query, signal) {
      const request: HttpRequest = { method: "GET", path, query, signal };
      const answer = await http.send(request);
      return { rows: checked(z.array(schema), answer, request), total: numberIn(answer, "x-total-count") };
    },
    async file(path, signal) {
      const answer = await http.send({ method: "GET", path, signal, file: { maxBytes: largestFile } });
      const { body } = answer;
      return {
        bytes: body instanceof Uint8Array ? body : new Uint8Array(),
        mimeType: answer.header("content-type"),
        disposition: answer.header("content-disposition"),
      };
    },
    async count(query, signal) {
      const answer = await http.send({ method: "HEAD", path: ["timesheets"], query: [["size", 1], ...query], signal });
      return Number(answer.header("x-total-count") ?? 0);
    },
    async formFields(route) {
      const path = [route];
      const answer = await http.send({ method: "POST", path, body: {}, write: false, accept: [400, 403, 404, 405] });
      const form = formError.safeParse(answer.body);
      return answer.status === 400 && form.success ? Object.keys(form.data.errors.children) : null;
    },
    clockSkew: () => http.clockSkew(),
    close: () => http.close(),
  };
}

function numberIn(answer: HttpAnswer, header: string): number | null {
  const value = answer.header(header);
  return value !== null && /^\d+$/.test(value) ? Number(value) : null;
}

/** Where a shape is wrong; never the value. */
const describe = (issue: z.core.$ZodIssue) => `${issue.path.join(".") || "(answer)"}: ${issue.code}`;
