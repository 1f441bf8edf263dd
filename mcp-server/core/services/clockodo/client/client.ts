import { z } from "zod";
import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import type { AdapterEnvironment, RateLimit } from "../../../domain/ports";
import { reworded } from "../../../domain/reworded";
import { createHttpClient, type HttpRequest } from "../../http/client";
import type { Query, Segment } from "../../http/path";
import { explainer, isOwnRefusal } from "./errors";
import { fieldNames } from "./field-names";

const usualAddress = "https://my.clockodo.com/api";

const longestIdentification = 50;
/** Nobody waits longer than this for a turn: clients give up a call after a minute. */
const longestWaitSeconds = 45;

/**
 * An answer that is not Clockodo's, where nobody set an address that could be checked: something stands between.
 * @param ownAddress whether the account has an address of its own
 */
export function advised(error: unknown, ownAddress: boolean): unknown {
  if (ownAddress || !(error instanceof ServiceError) || !["not_this_product", "redirected"].includes(error.kind))
    return error;
  return reworded(error, error.message, {
    next: "A proxy, a sign-in page of the network, or maintenance at Clockodo may answer instead: open my.clockodo.com in the browser, then try again.",
  });
}

/**
 * Application and technical contact, 50 characters at most (clockodo-api.md §1.2). The contact is the key's person, whom
 * Clockodo knows: Punchcard has no mailbox of its own. An address that does not fit is left out, never cut.
 */
function identification(user: string): string {
  const whole = `Punchcard;${user}`;
  return whole.length <= longestIdentification ? whole : "Punchcard;";
}

/** What Clockodo lets one user send (§1.4). */
const everyRequest: readonly RateLimit[] = [
  { name: "minute", count: 900, seconds: 60 },
  { name: "quarter", count: 2_250, seconds: 900 },
  { name: "hour", count: 4_500, seconds: 3_600 },
  { name: "day", count: 20_000, seconds: 86_400 },
];
/** On top of those, by what is asked. */
export const enhancedEntries: RateLimit = { name: "enhanced_entries", count: 300, seconds: 900 };
export const groupsRead: RateLimit = { name: "groups_read", count: 10, seconds: 60 };
export const groupsChanged: RateLimit = { ...groupsRead, name: "groups_changed" };
export const groupsDeleted: RateLimit = { ...groupsRead, name: "groups_deleted" };

interface Asked {
  query?: Query;
  body?: unknown;
  /** Further limits that this request counts against. */
  limits?: readonly RateLimit[];
  /** A write that asks only (`dry_run`, the first step of entry groups). */
  reads?: boolean;
  accept?: readonly number[];
}

interface Listing extends Pick<Asked, "query" | "limits"> {
  /** Where the rows stand: `data`, `entries`, … */
  key?: string;
  perPage?: number;
}

/** Clockodo's resources with their answers checked. Ids, rows and names are Clockodo's own here. */
export interface ClockodoClient {
  get<T>(schema: z.ZodType<T>, path: readonly Segment[], asked?: Omit<Asked, "body">, call?: Call): Promise<T>;
  write<T>(
    schema: z.ZodType<T>,
    method: "POST" | "PUT" | "PATCH" | "DELETE",
    path: readonly Segment[],
    asked?: Asked,
    call?: Call,
  ): Promise<T>;
  /**
   * All pages of a list, in order, at most three at a time; without `paging` in the answer it is the whole list.
   */
  all<T>(
    row: z.ZodType<T>,
    path: readonly Segment[],
    options: Listing,
    call?: Call,
  ): AsyncGenerator<{ rows: T[]; total: number | null }>;
  /** The rows of all pages. */
  list<T>(row: z.ZodType<T>, path: readonly Segment[], options: Listing, call?: Call): Promise<T[]>;
  clockSkew(): number | undefined;
  close(): Promise<void>;
}

export interface Timing {
  silenceMs?: number;
  retryBaseMs?: number;
}

const pagingOf = z.object({
  paging: z
    .object({ current_page: z.number(), count_pages: z.number(), count_items: z.number() })
    .nullish()
    .catch(null),
});
const atOnce = 3;

/** The address before the version of a resource, whether it was given with `/api`, with `/api/v2` or without. */
const apiBelow = (url: string) => url.replace(/\/+$/, "").replace(/(\/api)?(\/v\d+)?$/, "/api");

/** Whose key it is, and where it is used if not at Clockodo itself. `tlsVerify`: false, or a file with CA certificates. */
export interface ClockodoPlace {
  user: string;
  url?: string;
  tlsVerify?: boolean | string;
}

/** @param where the person's e-mail address; the API key comes from `env.secret` */
export function createClockodoClient(where: ClockodoPlace, env: AdapterEnvironment, timing: Timing): ClockodoClient {
  const http = createHttpClient({
    baseUrl: apiBelow(where.url ?? usualAddress),
    tlsVerify: where.tlsVerify ?? true,
    protectedOnly: true,
    headers: async () => ({
      "X-ClockodoApiUser": where.user,
      "X-ClockodoApiKey": (await env.secret()).trim(),
      "X-Clockodo-External-Application": identification(where.user),
      "X-ClockodoEnableIsoUtcDateTimes": "1",
      "Accept-Language": "en",
    }),
    log: env.log,
    network: env.network,
    product: "Clockodo",
    explain: explainer(fieldNames),
    isOwnRefusal,
    now: env.now,
    // Grouped entries took 20 s in a real account (§1.4).
    timeouts: { silenceMs: timing.silenceMs ?? 60_000 },
    // After one second, then two, as Clockodo advises; longer waits are the person's to decide.
    retry: { baseMs: timing.retryBaseMs ?? 1_000 },
  });

  async function send(request: HttpRequest, limits: readonly RateLimit[], call: Call | undefined) {
    await env.rateLimiter?.take([...everyRequest, ...limits], {
      signal: call?.signal,
      longestSeconds: longestWaitSeconds,
      waits: (seconds) => env.log("clockodo.rate_limit", { seconds }),
    });
    return http.send(request).catch((error) => {
      throw advised(error, apiBelow(where.url ?? usualAddress) !== usualAddress);
    });
  }

  function checked<T>(schema: z.ZodType<T>, body: unknown, requestId: string, write: boolean): T {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.slice(0, 5).map(describe);
    env.log("clockodo.shape", { id: requestId, issues });
    throw new ServiceError("not_this_product", "Clockodo's answer is not what this version of Punchcard understands.", {
      requestId,
      saved: write ? "unknown" : "no",
      detail: issues[0],
      next: "Update Punchcard; the local log has more.",
    });
  }

  async function page(path: readonly Segment[], query: Query, limits: readonly RateLimit[], call: Call | undefined) {
    const answer = await send({ method: "GET", path, query, signal: call?.signal }, limits, call);
    return { ...answer, paging: pagingOf.safeParse(answer.body).data?.paging ?? null };
  }

  const made: Omit<ClockodoClient, "list"> = {
    async get(schema, path, { query, limits = [], accept } = {}, call) {
      const answer = await send({ method: "GET", path, query, accept, signal: call?.signal }, limits, call);
      return checked(schema, answer.body, answer.requestId, false);
    },
    async write(schema, method, path, { query, body, limits = [], reads = false, accept } = {}, call) {
      const request: HttpRequest = { method, path, query, body, accept, write: !reads, signal: call?.signal };
      const answer = await send(request, limits, call);
      return checked(schema, answer.body, answer.requestId, !reads);
    },
    async *all(row, path, { key = "data", perPage = 1000, query = [], limits = [] }, call) {
      const stop = new AbortController();
      const signal = call?.signal ? AbortSignal.any([call.signal, stop.signal]) : stop.signal;
      const ask = (number: number) =>
        page(path, [...query, ["items_per_page", perPage], ["page", number]], limits, { ...call, signal });
      const rowsOf = (answer: Awaited<ReturnType<typeof page>>) =>
        checked(z.object({ [key]: z.array(row) }), answer.body, answer.requestId, false)[key] ?? [];
      try {
        const first = await ask(1);
        const total = first.paging?.count_items ?? null;
        yield { rows: rowsOf(first), total };
        const last = first.paging?.count_pages ?? 1;
        const pending = new Map<number, ReturnType<typeof page>>();
        let next = 2;
        for (let number = 2; number <= last; number++) {
          while (next <= last && pending.size < atOnce) {
            const asked = ask(next);
            // An answer that nobody waits for yet must not end the process.
            asked.catch(() => {});
            pending.set(next++, asked);
          }
          const read = await pending.get(number);
          pending.delete(number);
          if (read) yield { rows: rowsOf(read), total };
        }
      } finally {
        stop.abort();
      }
    },
    clockSkew: () => http.clockSkew(),
    close: () => http.close(),
  };
  return {
    ...made,
    async list(row, path, options, call) {
      const found = [];
      for await (const { rows } of made.all(row, path, options, call)) found.push(...rows);
      return found;
    },
  };
}

/** Where a shape is wrong; never the value. */
const describe = (issue: z.core.$ZodIssue) => `${issue.path.join(".") || "(answer)"}: ${issue.code}`;
