import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createFailures, type FailureRule, failNow } from "../kimai/failures";
import { listen } from "../listen";
import type { Answered, Asked, FakeState } from "./model";
import { route, scopeOf } from "./routes";
import { people, seedState } from "./seed";

/**
 * A Calamari in this process, over real HTTP, as calamari-api.md says; what is marked unsure there can be switched
 * (`settings`), and adapters have to live with both. It keeps state, so what one request writes the next one reads.
 *
 * ```ts
 * const calamari = await startFakeCalamari({ now: "2026-11-19T10:07:33Z" });
 * createCalamariService({ url: calamari.url, person: calamari.people.nora }, …)   // secret: calamari.state.key
 * expect(calamari.unknownMembers()).toEqual([]);
 * calamari.assertKeyOnlyInHeaders();
 * expect(calamari.othersAskedFor(calamari.people.nora)).toEqual([]);
 * ```
 */
export interface FakeCalamariOptions {
  now?: string | number;
  frozen?: boolean;
  settings?: Partial<FakeState["settings"]>;
  seed?(state: FakeState): void;
}

interface RecordedRequest {
  method: string;
  /** Below `/api`, with a slash in front: `/clockin/terminal/v1/clock-in`. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: string;
  status?: number;
  /** Milliseconds by the fake's clock. */
  at: number;
}

export interface FakeCalamari {
  /** Without `/api`. */
  url: string;
  people: typeof people;
  state: FakeState;
  requests: RecordedRequest[];
  now(): number;
  advance(seconds: number): void;
  fail(rule: FailureRule): void;
  heal(): void;
  count(path: RegExp): number;
  /** `POST /leave/request/v1/create foo`: members and parameters that were sent and that the reference does not know. */
  unknownMembers(): string[];
  /** Requests that name somebody else than this person, or that ask for everybody by naming nobody. */
  othersAskedFor(person: string): string[];
  /** Throws when the key was sent anywhere but in its header, or is in one of these texts. */
  assertKeyOnlyInHeaders(...texts: string[]): void;
  close(): Promise<void>;
}

/** Requests in so many seconds (§1.4). */
const quotas = { day: [86_400, 2_880], hour: [3_600, 720], sec: [1, 10] } as const;
/** Operations that tell of nobody. */
const impersonal =
  /get-projects$|projects\/v1\/(create|archive)$|get-absence-types|get-break-types$|working-week|(teams|positions|contract-types)\/v1\/(all|remove)/;

export async function startFakeCalamari(options: FakeCalamariOptions = {}): Promise<FakeCalamari> {
  const state = seedState();
  Object.assign(state.settings, options.settings);
  options.seed?.(state);
  const started = Date.now();
  const origin = options.now === undefined ? started : new Date(options.now).getTime();
  let advanced = 0;
  const now = () => origin + advanced + (options.frozen ? 0 : Date.now() - started);
  const requests: RecordedRequest[] = [];
  const unknown = new Set<string>();
  const failures = createFailures();

  const isAllowed = ({ authorization }: IncomingMessage["headers"]) =>
    authorization === `Basic ${Buffer.from(`calamari:${state.key}`).toString("base64")}`;

  function overQuota(): Answered | null {
    if (!state.settings.limits) return null;
    const used = (seconds: number) => requests.filter((one) => one.at > now() - seconds * 1000).length;
    const counts = Object.entries(quotas).map(([window, [seconds, limit]]) => ({ window, limit, used: used(seconds) }));
    if (counts.every((one) => one.used <= one.limit)) return null;
    const usage = counts.map((one) => `${one.used}/${one.window}`).join(", ");
    const most = counts.map((one) => `${one.limit}/${one.window}`).join(", ");
    const field = `Your current usage is ${usage}\nYour current limits ${most}.`;
    return { status: 429, body: { code: "QUOTA_EXCEEDED", field } };
  }

  function forbidden(): Answered {
    const { forbiddenBody } = state.settings;
    if (forbiddenBody === "html") return { status: 403, body: "<html><body>403 Forbidden</body></html>" };
    if (forbiddenBody === "empty") return { status: 403, body: undefined };
    return { status: 403, body: { message: "Access denied", code: "FORBIDDEN", field: null } };
  }

  function answerTo(recorded: RecordedRequest): Answered {
    const { method, path, query, headers } = recorded;
    if (!isAllowed(headers))
      return { status: 401, body: { message: "Authentication failure", code: "AUTH", field: null } };
    const quota = overQuota();
    if (quota) return quota;
    let body: unknown = {};
    try {
      if (recorded.body !== "") body = JSON.parse(recorded.body);
    } catch {
      return { status: 400, body: { message: "Invalid JSON", code: "INVALID_JSON_PAYLOAD", field: null } };
    }
    const known = new Set<string>();
    const asked: Asked = {
      state,
      method,
      path: path.slice(1),
      query,
      body: body as Record<string, unknown>,
      now: now(),
      known: (...names) => {
        for (const name of names) known.add(name);
      },
    };
    const scope = scopeOf(asked.path);
    if (scope && !state.settings.scopes.includes(scope.scope)) return forbidden();
    if (scope?.module && !state.settings.modules.includes(scope.module)) return forbidden();
    const answer = route(asked);
    for (const name of [...Object.keys(asked.body), ...query.keys()])
      if (!known.has(name)) unknown.add(`${method} ${path} ${name}`);
    return answer;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url ?? "/", "http://fake");
    const recorded: RecordedRequest = {
      method: request.method ?? "GET",
      path: url.pathname.replace(/^\/api/, ""),
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(parts).toString("utf8"),
      at: now(),
    };
    requests.push(recorded);
    response.on("finish", () => {
      recorded.status = response.statusCode;
    });
    response.setHeader("date", new Date(now()).toUTCString());
    const failure = failures.next(recorded.method, recorded.path);
    if (failure && (await failNow(failure, request, response))) return;
    const answer = answerTo(recorded);
    if (answer.delayMs) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
    if (failure?.kind === "drop") request.socket.destroy();
    if (failure?.kind === "drop" || failure?.kind === "silence") return;
    // A gateway that gave up waiting while the work was done behind it.
    if (failure?.kind === "status") {
      response.writeHead(failure.status, { "content-type": "text/html" }).end(failure.body);
      return;
    }
    const html = typeof answer.body === "string";
    response.writeHead(answer.status, {
      "content-type": html ? "text/html" : "application/json",
      ...answer.headers,
    });
    response.end(html ? answer.body : answer.body === undefined ? "" : JSON.stringify(answer.body));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error) => {
      console.error("fake Calamari:", error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const { port, close } = await listen(server);

  return {
    url: `http://127.0.0.1:${port}`,
    people,
    state,
    requests,
    now,
    advance(seconds) {
      advanced += seconds * 1000;
    },
    fail: failures.add,
    heal: failures.clear,
    count: (path) => requests.filter((each) => path.test(each.path)).length,
    unknownMembers: () => [...unknown],
    othersAskedFor(person) {
      const own = state.employees.find((each) => each.email === person);
      const self = [own?.email.toLowerCase(), own?.login, `externalNumber:${own?.externalNumber}`];
      const isSelf = (value: unknown) =>
        typeof value === "string" && (self.includes(value) || self.includes(value.toLowerCase()));
      const ownPaths = [`id:${own?.id}`, `email:${own?.email}`, String(own?.uuid)].map((id) => `/people/v2/${id}`);
      return requests
        .filter(({ path }) => !impersonal.test(path) && !ownPaths.includes(decodeURIComponent(path)))
        .filter(({ body }) => {
          const read = (body ? JSON.parse(body) : {}) as Record<string, unknown>;
          const named = [read.person, read.employee, read.creator, read.balanceOwner, read.employees, read.substitute]
            .flat()
            .filter((value) => value !== undefined);
          // A write by id alone (deleting a shift) names nobody either way.
          if (named.length === 0) return typeof read.id !== "number";
          return !named.every((value) => isSelf(value) || value === read.substitute);
        })
        .map(({ method, path, body }) => `${method} ${path} ${body}`);
    },
    assertKeyOnlyInHeaders(...texts) {
      const basic = Buffer.from(`calamari:${state.key}`).toString("base64");
      const sent = requests.map(({ path, query, body, headers: { authorization: _basic, ...others } }) =>
        [path, query.toString(), body, JSON.stringify(others)].join("\n"),
      );
      for (const text of [...sent, ...texts])
        if (text.includes(state.key) || text.includes(basic)) throw new Error(`the key is in: ${text.slice(0, 500)}`);
    },
    close,
  };
}
