import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import type { AdapterEnvironment, RateLimit } from "../../../domain/ports";
import { tenantPerson } from "../../../service-catalog/calamari/address";
import { createHttpClient } from "../../http/client";
import type { Query } from "../../http/path";
import { checkedAnswer } from "../../shared/checked-answer";
import { keptToOwnPerson } from "../own-person/own-row-filter";
import { explain, isOwnRefusal } from "./errors";
import type { Endpoint } from "./paths";

/**
 * What Calamari lets a whole company send, in the lower of its two readings (calamari-api.md §1.4). Its ten a second are
 * counted where they arrive: five in 0.7 s are never more than ten there, as long as none is 0.4 s slower on its way than
 * another.
 */
const limits: readonly RateLimit[] = [
  { name: "burst", count: 5, seconds: 0.7 },
  { name: "hour", count: 720, seconds: 3_600 },
  { name: "day", count: 2_880, seconds: 86_400 },
];

/** Nobody waits for the rest of an hour: that is told instead. */
const longestSeconds = 60;

type PersonField = "person" | "employee" | "employees" | "creator" | "balanceOwner";

/**
 * Whom a request is about. A key of Calamari acts for the whole company (§1.1), so each request says it:
 * - `{ as }`: the account's own person, put into the body under that name by the client itself; with `other` somebody
 *   else, put there only where the running call may do the cell;
 * - `{ beyond }`: several or everybody, whom the body names; sent only where the running call may do that cell;
 * - `"nobody"`: an operation that tells of no person.
 */
export type About =
  | { as: PersonField; other?: undefined }
  | { as: PersonField; other: string | undefined; cell: string }
  | { beyond: string }
  | "nobody";

export interface Asked {
  about: About;
  body?: Readonly<Record<string, unknown>>;
  query?: Query;
}

/** Calamari's operations with their answers checked. Ids, rows and names are Calamari's own here. */
export interface CalamariClient {
  /** As the settings name the account's person: an e-mail address, a login, or `externalNumber:ABC123` (§1.2). */
  readonly person: string;
  /**
   * @throws ServiceError `forbidden` before anything is sent, where it is about others and the client's permissions keep
   * them from it
   */
  send<T>(endpoint: Endpoint<T>, asked: Asked, call?: Call): Promise<T>;
  /** Before something about others is taken from what was read earlier. @throws ServiceError `forbidden` as `send` */
  demand(cell: string): void;
  clockSkew(): number | undefined;
  close(): Promise<void>;
}

export interface Timing {
  silenceMs?: number;
  retryBaseMs?: number;
}

/** The company's address and the person for whom its key is used. `tlsVerify`: false, or a file with CA certificates. */
export interface CalamariPlace {
  /** `https://fjordworks.calamari.io`, with or without `/api`; regional hosts too. */
  url: string;
  person: string;
  tlsVerify?: boolean | string;
}

const apiBelow = (url: string) => url.replace(/\/+$/, "").replace(/(\/api)?$/, "/api");

export function createCalamariClient(where: CalamariPlace, env: AdapterEnvironment, timing: Timing): CalamariClient {
  const { person } = where;
  const http = createHttpClient({
    baseUrl: apiBelow(where.url),
    tlsVerify: where.tlsVerify ?? true,
    protectedOnly: true,
    // The user name is the same for everybody (§1.1).
    headers: async () => ({
      authorization: `Basic ${Buffer.from(`calamari:${(await env.secret()).trim()}`).toString("base64")}`,
    }),
    log: env.log,
    network: env.network,
    product: "Calamari",
    explain,
    isOwnRefusal,
    refusesInAnyForm: true,
    now: env.now,
    // Each attempt counts against the quota, also one that is made again.
    before: async (signal) => env.rateLimiter?.take(limits, { signal, longestSeconds }),
    timeouts: { silenceMs: timing.silenceMs ?? 30_000 },
    // What is over the quota of an hour is only further over it when it is sent again (§1.4 knows no Retry-After).
    retry: { baseMs: timing.retryBaseMs ?? 1_000, repeatsQuota: false },
  });

  /** The body with the person in it, or the refusal to ask. */
  function bound(endpoint: Endpoint, { about, body }: Asked): Readonly<Record<string, unknown>> | undefined {
    if (about === "nobody") {
      if (!endpoint.impersonal) throw new RangeError(`${endpoint.path.join("/")} is about people`);
      return body;
    }
    if ("beyond" in about) {
      demand(about.beyond);
      return body;
    }
    if (about.other !== undefined) demand(about.cell);
    const whom = about.other ?? person;
    return { ...body, [about.as]: about.as === "employees" ? [whom] : whom };
  }

  function demand(cell: string): void {
    if (env.may?.(cell)) return;
    throw keptToOwnPerson();
  }

  return {
    person,
    async send(endpoint, asked, call) {
      // Sent as the person, a blank or `*` could mean everybody.
      if (tenantPerson(person) === null)
        throw new ServiceError("invalid", "The settings do not say whose Calamari account this is.", {
          next: "Open Punchcard, and connect Calamari again with your e-mail address or login.",
        });
      const body = bound(endpoint, asked);
      const { method, path, write } = endpoint;
      const { query } = asked;
      const answer = await http.send({
        method,
        path,
        query,
        // Reads without arguments are POSTs with an empty object (§1.2).
        body: method === "GET" ? undefined : (body ?? {}),
        write,
        signal: call?.signal,
      });
      const { requestId } = answer;
      return checkedAnswer(endpoint.answer, answer.body, { product: "Calamari", write, requestId }, (issues) =>
        env.log("calamari.shape", { id: requestId, issues }),
      );
    },
    demand,
    clockSkew: () => http.clockSkew(),
    close: () => http.close(),
  };
}
