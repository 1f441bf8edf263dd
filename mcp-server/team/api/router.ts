import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import type { MessageText } from "#core/messages/catalog";
import { englishOf } from "#core/messages/message";
import { sendJson, sendProblem } from "../http/answers";
import type { Route, Visit } from "../http/frame";
import { readBody } from "../http/read-body";
import type { SignInMethod } from "../people/sessions";
import { type BrowserSessions, SessionCookie } from "./browser";
import type { PersonView } from "./contract";
import { csrfToken, isCsrfToken, isFromOurPages } from "./csrf";
import { matchPath } from "./page-paths";

/** Bytes of a request of a page. */
const longestBody = 256 * 1024;
/** U+0000 as JSON writes it. PostgreSQL keeps it in no text. */
const nul = /(?<!\\)(?:\\\\)*\\u0000/;

/** A refusal with its HTTP status. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** Shown to users. `message` is its English. */
    readonly text: MessageText,
    /** Seconds. */
    readonly retryAfter?: number,
  ) {
    super(englishOf(text));
    this.name = "ApiError";
  }
}

export interface ApiRequest<Body> {
  request: IncomingMessage;
  response: ServerResponse;
  visit: Visit;
  /** From the path: `:name` of the pattern. */
  params: Record<string, string>;
  body: Body;
}

export interface SignedInRequest<Body> extends ApiRequest<Body> {
  person: PersonView;
  /** How this browser was signed in. */
  method: SignInMethod;
  csrf: string;
  token: string;
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** An address of the API. What it returns is sent as JSON; undefined is 204. */
export type Endpoint<Body = unknown> = { method: Method; path: string; body?: z.ZodType<Body> } & (
  | { open: true; run(call: ApiRequest<Body>): Promise<unknown> }
  | { open?: false; run(call: SignedInRequest<Body>): Promise<unknown> }
);

/** Lets `body` decide the type of what `run` is given. */
export const endpoint = <Body>(one: Endpoint<Body>): Endpoint => one as Endpoint;

export interface RouterDeps {
  origin: string;
  sessions: BrowserSessions;
  formsKey: string;
}

/** The API of the pages: session, protection against forgery, checked bodies, one shape of refusals. */
export function apiRoute(endpoints: readonly Endpoint[], deps: RouterDeps): Route {
  const cookie = new SessionCookie(deps.origin);
  return {
    name: "api",
    matches: (path) => path.startsWith("/api/"),
    async handle(request, response, visit) {
      try {
        const answer = await serve(endpoints, deps, cookie, request, response, visit);
        if (response.headersSent) return;
        if (answer === undefined) return void response.writeHead(204).end();
        sendJson(response, 200, answer);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.retryAfter !== undefined) response.setHeader("Retry-After", String(error.retryAfter));
        sendProblem(response, error.status, error.code, error.text);
      }
    },
  };
}

async function serve(
  endpoints: readonly Endpoint[],
  { origin, sessions, formsKey }: RouterDeps,
  cookie: SessionCookie,
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
): Promise<unknown> {
  const found = endpoints.flatMap((one) => {
    const params = matchPath(one.path, visit.url.pathname);
    return params ? [{ one, params }] : [];
  });
  const chosen = found.find(({ one }) => one.method === request.method);
  if (found.length === 0) throw new ApiError(404, "not_found", "There is nothing here.");
  if (!chosen) throw new ApiError(405, "method_not_allowed", "This address does not take that method.");
  const { one, params } = chosen;
  const changes = one.method !== "GET";
  if (changes && !isFromOurPages(request, origin))
    throw new ApiError(403, "csrf", "This did not come from a page of Punchcard.");
  const token = cookie.read(request);
  if (one.open) return one.run({ request, response, visit, params, body: await readInput(one, request) });
  const session = token === undefined ? undefined : await sessions.find(token);
  if (token === undefined || !session) throw new ApiError(401, "signed_out", "Sign in first.");
  if (changes && !isCsrfToken(formsKey, token, request.headers["x-csrf-token"]))
    throw new ApiError(403, "csrf", "This page is out of date. Reload it and try again.");
  const csrf = csrfToken(formsKey, token);
  const body = await readInput(one, request);
  const { person, method } = session;
  return one.run({ request, response, visit, params, body, person, method, csrf, token });
}

async function readInput({ body, method }: Endpoint, request: IncomingMessage): Promise<unknown> {
  if (!body || method === "GET") return undefined;
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? ""))
    throw new ApiError(415, "bad_input", "The body has to be JSON.");
  let given: unknown;
  const text = await readBody(request, longestBody);
  if (nul.test(text)) throw new ApiError(400, "bad_input", "The body holds a character that no text has.");
  try {
    given = JSON.parse(text);
  } catch {
    throw new ApiError(400, "bad_input", "The body is not JSON.");
  }
  const parsed = body.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ApiError(400, "bad_input", `${issue?.path.join(".") || "The body"} is not as expected.`);
}
