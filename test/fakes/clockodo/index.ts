import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createFailures, type FailureRule, failNow } from "../kimai/failures";
import { listen } from "../listen";
import { compareWithDocument, countHeld, type Held } from "./held-against-document";
import { type Answered, type Asked, type FakeState, type FakeUser, problem } from "./model";
import { route } from "./routes";
import { people, seedState } from "./seed";

/**
 * A Clockodo in this process, over real HTTP, as clockodo-api.md says; what is marked unsure there can be switched
 * (`settings`), and adapters have to live with both. It keeps state, so what one request writes the next one reads.
 *
 * ```ts
 * const clockodo = await startFakeClockodo({ now: "2026-11-19T10:07:33Z" });
 * createClockodoService({ url: clockodo.url, user: clockodo.people.mara.email }, …)   // secret: clockodo.people.mara.key
 * expect(clockodo.unknownParameters()).toEqual([]);
 * clockodo.assertKeysOnlyInHeaders();
 * ```
 */
export interface FakeClockodoOptions {
  now?: string | number;
  frozen?: boolean;
  settings?: Partial<FakeState["settings"]>;
  company?: Partial<FakeState["company"]>;
  /** Enforce the limits of §1.4; absent: not. */
  limits?: boolean;
  seed?(state: FakeState): void;
  /** Not part of the counts that the gate prints. */
  uncounted?: boolean;
}

interface RecordedRequest {
  method: string;
  url: string;
  /** Below `/api`: `/v2/clock`. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: string;
  status?: number;
  /** Milliseconds by the fake's clock. */
  at: number;
}

export interface FakeClockodo {
  /** With `/api` at its end. */
  url: string;
  people: typeof people;
  state: FakeState;
  requests: RecordedRequest[];
  now(): number;
  advance(seconds: number): void;
  fail(rule: FailureRule): void;
  /** Loses the answer to one request. @param happened whether it took effect */
  lose(method: string, path: RegExp, happened?: boolean): void;
  heal(): void;
  count(method: string, path: RegExp): number;
  /** `GET /v3/users?foo`: parameters that were sent and that the reference does not know; Clockodo ignores them silently. */
  unknownParameters(): string[];
  /** What was sent and answered until now, held against the published document. */
  againstDocument(): Held;
  /** Throws when a key was sent anywhere but in its header, or is in one of these texts. */
  assertKeysOnlyInHeaders(...texts: string[]): void;
  /** Throws where something was asked or answered otherwise than the published document says. */
  close(): Promise<void>;
}

/** Requests in so many seconds (§1.4). */
const everyRequest = [
  [60, 900],
  [900, 2_250],
  [3_600, 4_500],
  [86_400, 20_000],
] as const;
const identificationLength = 50;

export async function startFakeClockodo(options: FakeClockodoOptions = {}): Promise<FakeClockodo> {
  const state = seedState();
  Object.assign(state.settings, options.settings);
  Object.assign(state.company, options.company);
  options.seed?.(state);
  const started = Date.now();
  const origin = options.now === undefined ? started : new Date(options.now).getTime();
  let advanced = 0;
  const now = () => origin + advanced + (options.frozen ? 0 : Date.now() - started);
  const requests: RecordedRequest[] = [];
  const unknown = new Set<string>();
  /** What was answered, as text: state that is answered changes later. */
  const answered: { request: RecordedRequest; status: number; text: string }[] = [];
  const exchanges = () => answered.map(({ request, status, text }) => ({ ...request, status, answer: text }));
  const failures = createFailures();

  function authenticate(headers: IncomingMessage["headers"]): FakeUser | Answered {
    const basic = /^Basic (.+)$/.exec(headers.authorization ?? "")?.[1];
    const [email, key] = basic
      ? Buffer.from(basic, "base64").toString("utf8").split(/:(.*)/)
      : [headers["x-clockodoapiuser"], headers["x-clockodoapikey"]];
    const user = state.users.find((each) => each.email === email && each.key === key && each.active);
    // A missing and a wrong credential look the same (§1.5).
    if (!user)
      return {
        status: 401,
        body: { errors: [{ type: "General", message: "Authentication failed", details: null, path: null }] },
      };
    const named = headers["x-clockodo-external-application"];
    if (typeof named !== "string" || named.length > identificationLength || !named.includes(";"))
      return { status: 400, body: { error: { message: "The external application header is missing or wrong." } } };
    return user;
  }

  /** What the extra limits of §1.4 count this request under. */
  function overLimit(method: string, path: string, query: URLSearchParams): boolean {
    if (!options.limits) return false;
    const within = (seconds: number, fits: (one: RecordedRequest) => boolean) =>
      requests.filter((one) => one.at > now() - seconds * 1000 && fits(one)).length;
    if (everyRequest.some(([seconds, most]) => within(seconds, () => true) > most)) return true;
    if (
      /\/entrygroups$/.test(path) &&
      within(60, (one) => one.method === method && /\/entrygroups$/.test(one.path)) > 10
    )
      return true;
    const enhanced = (one: URLSearchParams) => ["1", "true"].includes(one.get("enhanced_list") ?? "");
    return enhanced(query) && within(900, (one) => /\/entries$/.test(one.path) && enhanced(one.query)) > 300;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString("utf8");
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", "http://fake");
    const path = url.pathname.replace(/^\/api/, "");
    const recorded: RecordedRequest = {
      method,
      url: request.url ?? "",
      path,
      query: url.searchParams,
      headers: request.headers,
      body,
      at: now(),
    };
    requests.push(recorded);
    response.on("finish", () => {
      recorded.status = response.statusCode;
    });
    response.setHeader("date", new Date(now()).toUTCString());
    const failure = failures.next(method, path);
    if (failure && (await failNow(failure, request, response))) return;
    const user = authenticate(request.headers);
    let answer: Answered;
    if (!("id" in user)) answer = user;
    else if (overLimit(method, path, url.searchParams)) {
      const { retryAfter } = state.settings;
      answer = problem(state, 429, "General", "Too many requests");
      if (retryAfter !== null) answer.headers = { "retry-after": String(retryAfter) };
    } else {
      const [first = "", ...rest] = path.split("/").filter(Boolean).map(decodeURIComponent);
      const version = /^v\d$/.test(first) ? first : null;
      const known = new Set<string>();
      const asked: Asked = {
        state,
        user,
        method,
        path: version ? rest : [first, ...rest],
        version,
        query: url.searchParams,
        body: body === "" ? {} : (JSON.parse(body) as Record<string, unknown>),
        now: now(),
        known: (...names) => {
          for (const name of names) known.add(name);
        },
      };
      answer = route(asked);
      for (const name of new Set(url.searchParams.keys()))
        if (!known.has(name)) unknown.add(`${method} ${path}?${name}`);
    }
    const text = JSON.stringify(answer.body);
    answered.push({ request: recorded, status: answer.status, text });
    if (answer.delayMs) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
    if (failure?.kind === "drop") request.socket.destroy();
    if (failure?.kind === "drop" || failure?.kind === "silence") return;
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(text);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error) => {
      console.error("fake Clockodo:", error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const { port, close } = await listen(server);

  return {
    url: `http://127.0.0.1:${port}/api`,
    people,
    state,
    requests,
    now,
    advance(seconds) {
      advanced += seconds * 1000;
    },
    fail: failures.add,
    lose: (method, path, happened = true) =>
      failures.add({ method, path, times: 1, failure: { kind: "drop", afterEffect: happened } }),
    heal: failures.clear,
    count: (method, path) => requests.filter((each) => each.method === method && path.test(each.path)).length,
    unknownParameters: () => [...unknown],
    // Looked for when asked, so that nobody waits for it while a request runs.
    againstDocument: () => compareWithDocument(exchanges()),
    assertKeysOnlyInHeaders(...texts) {
      const sent = requests.map(
        ({ url, body, headers: { "x-clockodoapikey": _key, authorization: _basic, ...others } }) =>
          [url, body, JSON.stringify(others)].join("\n"),
      );
      for (const { key } of state.users)
        for (const text of [...sent, ...texts])
          if (text.includes(key)) throw new Error(`the key ${key} is in: ${text.slice(0, 500)}`);
    },
    async close() {
      await close();
      const held = compareWithDocument(exchanges());
      if (!options.uncounted) countHeld(held);
      if (held.mismatches.length > 0)
        throw new Error(`Clockodo's document says otherwise:\n${held.mismatches.join("\n")}`);
    },
  };
}
