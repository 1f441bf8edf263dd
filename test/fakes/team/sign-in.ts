import { createHash, randomBytes } from "node:crypto";
import type { Answer, Browser } from "./browser";
import { marta, password } from "./server";

export interface Tokens {
  access_token: string;
  refresh_token: string;
  scope: string;
  expires_in: number;
}

/** A client as it registers itself (RFC 7591). @returns its id */
export async function register(browser: Browser, redirect: string, more: object = {}): Promise<string> {
  const body = { client_name: "Test client", redirect_uris: [redirect], ...more };
  const answer = await browser.send("/oauth/register", { method: "POST", json: body });
  if (answer.status !== 201) throw new Error(`registration: ${answer.status} ${answer.text}`);
  return (JSON.parse(answer.text) as { client_id: string }).client_id;
}

export interface Request {
  client: string;
  redirect: string;
  verifier: string;
}

/** The address that a client opens in the browser. @param more parameters; undefined leaves one out */
export function authorizePath(
  { client, redirect, verifier }: Request,
  more: Record<string, string | undefined> = {},
): string {
  const parameters = {
    client_id: client,
    redirect_uri: redirect,
    response_type: "code",
    state: "state-1",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...more,
  };
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `/oauth/authorize?${new URLSearchParams(given)}`;
}

export const newVerifier = () => randomBytes(32).toString("base64url");

/** What the page of a question would be told: its address in the API, as the browser has it in its own path. */
const questionOf = ({ headers }: Answer): string => `/api${headers.location ?? ""}`;

/** What is sent with each change; empty: nobody is signed in. */
export const csrfOf = async (browser: Browser): Promise<string> =>
  (JSON.parse((await browser.get("/api/session")).text) as { csrf?: string }).csrf ?? "";

/** Signs in where nobody is, and reads what the client asks, as the page does. @returns the question, a ConsentView */
export async function passSignIn(browser: Browser, answer: Answer, email = marta.email): Promise<Answer> {
  if ((await csrfOf(browser)) === "") await browser.send("/api/sign-in", { method: "POST", json: { email, password } });
  return browser.get(questionOf(answer));
}

/** Answers a question as the page does. */
export async function decide(browser: Browser, page: Answer, choice: object): Promise<Answer> {
  const { uid } = JSON.parse(page.text) as { uid?: string };
  if (uid === undefined) throw new Error(`no question: ${page.status} ${page.text}`);
  const headers = { "x-csrf-token": await csrfOf(browser) };
  return browser.send(`/api/consent/${uid}`, { method: "POST", json: choice, headers });
}

/** Presses Allow. @returns where the browser is sent */
export async function allow(browser: Browser, page: Answer, choice: object = {}): Promise<URL> {
  const usual = { decision: "allow", level: "track", days: 30, accounts: null, understood: true };
  const decided = await decide(browser, page, "decision" in choice ? choice : { ...usual, ...choice });
  if (decided.status !== 200) return new URL(`error:${decided.status}`);
  const { location } = JSON.parse(decided.text) as { location: string };
  const { pathname, search } = new URL(location);
  const answer = await browser.follow(await browser.get(pathname + search));
  return new URL(answer.headers.location ?? `error:${answer.status}`);
}

/** Exchanges what a client got. */
export const exchange = (browser: Browser, fields: Record<string, string>) =>
  browser.send("/oauth/token", { method: "POST", form: fields });

export interface SignedIn extends Tokens {
  client: string;
  redirect: string;
  code: string;
  verifier: string;
}

/** The whole way of a client that registers itself. */
export async function connect(
  browser: Browser,
  choice: object = {},
  redirect = "http://127.0.0.1:3118/callback",
): Promise<SignedIn> {
  const request = { client: await register(browser, redirect), redirect, verifier: newVerifier() };
  const page = await passSignIn(browser, await browser.get(authorizePath(request)));
  const code = (await allow(browser, page, choice)).searchParams.get("code") ?? "";
  const answer = await exchange(browser, {
    grant_type: "authorization_code",
    code,
    client_id: request.client,
    redirect_uri: redirect,
    code_verifier: request.verifier,
  });
  if (answer.status !== 200) throw new Error(`token: ${answer.status} ${answer.text}`);
  return { ...(JSON.parse(answer.text) as Tokens), ...request, code };
}

/** One message to /mcp. */
export const callMcp = (browser: Browser, token: string | undefined, message: object) =>
  browser.send("/mcp", {
    method: "POST",
    json: { jsonrpc: "2.0", id: 1, ...message },
    headers: {
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2025-11-25",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
  });
