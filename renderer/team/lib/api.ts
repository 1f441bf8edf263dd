import type { MessageText } from "#core/messages/catalog";
import type { Problem as Refusal } from "#team/api/contract";
import { noteServerDate } from "./server-clock";

/** Why a request was refused, or did not get through. */
export interface Problem {
  /** As the server says it, or `offline`, `unreadable`, `cancelled`. */
  code: string;
  /** Shown for codes that have no text of their own. */
  message: MessageText;
  /** Seconds until it may be tried again. */
  retryAfter?: number;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };
export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** What a page of a signed-in person sends with each change; null: nobody is signed in. */
let csrf: string | null = null;
export const sendCsrf = (token: string | null): void => {
  csrf = token;
};

let onSignedOut: () => void = () => undefined;
/** @param listener called when the server says that nobody is signed in any more */
export const whenSignedOut = (listener: () => void): void => {
  onSignedOut = listener;
};

/** How the protection against forgery is read anew: the browser may have been signed in again since the page was opened. */
let renewCsrf: () => Promise<boolean> = async () => false;
/** @param renew @returns whether it is still the same person */
export const whenStale = (renew: () => Promise<boolean>): void => {
  renewCsrf = renew;
};

/** One request of a page. A refusal for a stale page changed nothing, so it is sent once more where the person is the same. */
export async function callApi<T>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer<T>> {
  const answer = await send<T>(method, path, body, signal);
  const isStale = !answer.ok && answer.problem.code === "csrf" && method !== "GET";
  if (isStale && (await renewCsrf())) return send(method, path, body, signal);
  return answer;
}

async function send<T>(method: Method, path: string, body: unknown, signal?: AbortSignal): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      headers: {
        ...(csrf !== null && method !== "GET" && { "X-CSRF-Token": csrf }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch {
    return signal?.aborted
      ? refused("cancelled", "It was cancelled.")
      : refused("offline", "The server cannot be reached.");
  }
  noteServerDate(response.headers.get("Date"));
  if (response.status === 204) return { ok: true, value: undefined as T };
  let given: unknown;
  try {
    given = await response.json();
  } catch {
    return refused("unreadable", "The server's answer cannot be read.");
  }
  if (response.ok) return { ok: true, value: given as T };
  const { error, message } = given as Partial<Refusal>;
  if (response.status === 401 && error === "signed_out") onSignedOut();
  const wait = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return refused(error ?? "unreadable", message ?? "The server's answer cannot be read.", wait);
}

const refused = (code: string, message: MessageText, retryAfter = Number.NaN): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { code, message, ...(Number.isFinite(retryAfter) && { retryAfter }) },
});
