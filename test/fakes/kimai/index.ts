import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { listen } from "../listen";
import { testAuthority, testCertificate, testKey } from "./certificate";
import { createFailures, type Failure, type FailureRule, failNow } from "./failures";
import { type Answered, type FakeSettings, type FakeState, type FakeUser, fail } from "./model";
import { route } from "./routes";
import { seedEntries, seedState, type TokenName, tokens, usualSettings } from "./seed";

/**
 * A Kimai 2.66 in this process, over real HTTP: it answers as kimai-api.md §3 and the recordings say (replay.test.ts
 * holds it to them). It keeps state, so what one request writes the next one reads.
 *
 * ```ts
 * const kimai = await startFakeKimai({ entries: 10_000 });
 * createKimaiService({ url: kimai.url, tlsVerify: true }, …)   // token: kimai.tokens.user
 * kimai.fail({ method: "POST", times: 1, failure: { kind: "drop", afterEffect: true } });
 * kimai.assertTokensOnlyInAuthorization();
 * await kimai.close();
 * ```
 * Mind that the adapter finds out rights by empty forms (`POST /timesheets` and others with `{}`): let it read its facts
 * before a failure of `POST` is set up, or that failure hits the form and not the write.
 * People: `user` John Doe (4), `teamlead` Tony Maier (3), `admin` Anna Smith (2), `super` Susan Super (1), and beside them
 * Paula Puck (5, in Tony's team) and Nina Nowhere (6, in none). Work: seed.ts.
 */
export interface FakeKimaiOptions {
  /** How this Kimai is set up; what is absent is Kimai's default. */
  settings?: Partial<FakeSettings>;
  /** Where the fake's clock starts (ISO or milliseconds); absent: now. It runs on unless `frozen`. */
  now?: string | number;
  frozen?: boolean;
  /** IANA zones of the four people; absent: four different ones. */
  zones?: Partial<Record<TokenName, string>>;
  /** So many ended entries of `user` before now, one an hour. */
  entries?: number;
  /** Path of a Kimai in a subfolder, `/kimai`. */
  basePath?: string;
  /** https with a certificate of `FakeKimai.authority`. */
  tls?: boolean;
  /** Changes the state before the first request. */
  seed?(state: FakeState): void;
}

interface RecordedRequest {
  method: string;
  /** As it was sent, with the query. */
  url: string;
  /** Below `/api`, without the query: `/timesheets/5`. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  /** As it was sent. */
  body: string;
  /** Set once it is answered. */
  status?: number;
  /** Of the body that was answered. */
  bytes?: number;
}

export interface FakeKimai {
  /** Address as a person would enter it, without `/api`. */
  url: string;
  tokens: typeof tokens;
  state: FakeState;
  requests: RecordedRequest[];
  /** PEM of the authority behind `tls`. */
  authority: string;
  /** Milliseconds since 1970 by the fake's clock. */
  now(): number;
  advance(seconds: number): void;
  fail(rule: FailureRule): void;
  heal(): void;
  seedEntries(count: number, who?: { user?: number; everyMinutes?: number }): void;
  /** How many requests of a method and path came. */
  count(method: string, path: RegExp): number;
  /** Throws when a token was sent anywhere but in the Authorization header, or is in one of these texts (logs, results). */
  assertTokensOnlyInAuthorization(...texts: string[]): void;
  close(): Promise<void>;
}

export async function startFakeKimai(options: FakeKimaiOptions = {}): Promise<FakeKimai> {
  const state = seedState({ ...usualSettings, ...options.settings }, options.zones ?? {});
  const started = Date.now();
  const origin = options.now === undefined ? started : new Date(options.now).getTime();
  let advanced = 0;
  const now = () => origin + advanced + (options.frozen ? 0 : Date.now() - started);
  if (options.entries) seedEntries(state, options.entries, { user: 4, until: now() });
  options.seed?.(state);
  const requests: RecordedRequest[] = [];
  const failures = createFailures();
  const base = `${(options.basePath ?? "").replace(/\/$/, "")}/api`;

  const listener: RequestListener = (request, response) => {
    handle(request, response).catch((error) => {
      console.error("fake Kimai:", error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", "http://fake");
    const inside = url.pathname === base || url.pathname.startsWith(`${base}/`);
    const path = inside ? url.pathname.slice(base.length) : url.pathname;
    const { headers } = request;
    const recorded: RecordedRequest = { method, url: request.url ?? "", path, query: url.searchParams, headers, body };
    requests.push(recorded);
    response.on("finish", () => {
      recorded.status = response.statusCode;
    });
    response.setHeader("date", new Date(now()).toUTCString());
    const failure = failures.next(method, path);
    if (failure && (await failNow(failure, request, response))) return;
    if (!inside) {
      if (url.pathname === base.replace(/api$/, "")) response.writeHead(302, { location: "/en/homepage" }).end();
      else response.writeHead(404, { "content-type": "text/html" }).end("<html><body>Not Found</body></html>");
      return;
    }
    // Asked by browsers before the request itself, without a token (§3, CORS).
    if (method === "OPTIONS") {
      response.writeHead(200).end();
      return;
    }
    // Before anybody is asked who they are (kimai-api.md, learned later).
    if (method === "OPTIONS") return void response.writeHead(200).end();
    const user = authenticate(state, request);
    const answer = "id" in user ? answerAs(user, method, path, url.searchParams, body, headers["content-type"]) : user;
    recorded.bytes = send(answer, method, request, response, failure);
  }

  function answerAs(
    user: FakeUser,
    method: string,
    path: string,
    query: URLSearchParams,
    text: string,
    type: string | undefined,
  ): Answered {
    const body = parseBody(text, type);
    if (body === undefined) return fail(400);
    const segments = path.split("/").filter(Boolean).map(decodeURIComponent);
    return route({ state, user, query, body, now: now() }, method === "HEAD" ? "GET" : method, segments);
  }

  const server = options.tls
    ? createSecureServer({ key: testKey, cert: testCertificate }, listener)
    : createServer(listener);
  const { port, close } = await listen(server);

  return {
    url: `${options.tls ? "https" : "http"}://127.0.0.1:${port}${options.basePath ?? ""}`,
    tokens,
    state,
    requests,
    authority: testAuthority,
    now,
    advance(seconds) {
      advanced += seconds * 1000;
    },
    fail: failures.add,
    heal: failures.clear,
    seedEntries(count, who = {}) {
      seedEntries(state, count, { user: who.user ?? 4, until: now(), everyMinutes: who.everyMinutes });
    },
    count: (method, path) => requests.filter((each) => each.method === method && path.test(each.path)).length,
    assertTokensOnlyInAuthorization(...texts) {
      const sent = requests.map(({ url, body, headers: { authorization: _, ...others } }) =>
        [url, body, JSON.stringify(others)].join("\n"),
      );
      for (const { token } of state.users)
        for (const text of [...sent, ...texts])
          if (token !== "" && text.includes(token)) throw new Error(`the token ${token} is in: ${text.slice(0, 500)}`);
    },
    close,
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

/** JSON or a form; other types are ignored; undefined for broken JSON. */
function parseBody(text: string, type = ""): unknown {
  if (text === "") return {};
  if (type.includes("x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  if (!type.includes("json")) return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function authenticate(state: FakeState, request: IncomingMessage): FakeUser | Answered {
  const header = request.headers.authorization;
  if (header === undefined) {
    // The deprecated way, which an application of before 2.14 still uses (§3.1).
    const { "x-auth-user": name, "x-auth-token": password } = request.headers;
    if (name === undefined) return fail(401);
    const found = state.users.find((each) => each.username === name && each.enabled && each.apiPassword === password);
    return found ?? { status: 403, body: { message: "Invalid credentials" } };
  }
  const token = header.startsWith("Bearer ") ? header.slice(7) : "";
  const made = state.apiTokens.find((each) => each.text === token)?.user;
  const user = state.users.find((each) => (each.token === token || each.id === made) && token !== "" && each.enabled);
  if (user) return user;
  const challenge = 'Bearer error="invalid_token",error_description="Invalid credentials."';
  return { status: 401, headers: { "WWW-Authenticate": challenge } };
}

/** @returns bytes of the body */
function send(
  answer: Answered,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
  failure: Failure | null,
): number {
  if (failure?.kind === "drop") request.socket.destroy();
  if (failure?.kind === "drop" || failure?.kind === "silence") return 0;
  const text = answer.raw ?? (answer.body === undefined ? "" : JSON.stringify(answer.body));
  response.writeHead(answer.status, {
    ...(answer.body === undefined ? {} : { "content-type": "application/json" }),
    ...answer.headers,
  });
  response.end(method === "HEAD" ? undefined : text);
  return method === "HEAD" ? 0 : Buffer.byteLength(text);
}
