import { open } from "node:fs/promises";
import { ServiceError } from "#core/domain/errors";
import { type AppFailure, notSaved } from "../app/failure";

/** Bytes of a calendar. */
const largest = 10 * 1024 * 1024;
/** Milliseconds for one answer whole. */
const longest = 30_000;
const mostRedirects = 5;

/** How a later request asks whether anything changed. */
export interface Version {
  etag: string | null;
  modified: string | null;
}
/** null: the same as before. */
export type Read = { text: string; version: Version } | null;

export type Fetch = (
  url: URL,
  init: RequestInit,
  tlsVerify: true,
  limits: { maxBytes: number; totalMs: number },
) => Promise<Response>;

const tooLarge = () =>
  notSaved(
    "calendar_too_large",
    "The calendar is larger than 10 MB.",
    "Export a shorter period of it, or choose another one.",
  );

/** @throws AppFailure `calendar_file`, `calendar_too_large` */
export async function readCalendarFile(path: string, before: Version | null): Promise<Read> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw notSaved("calendar_file", "The calendar's file cannot be opened.", "Choose the file again.", {
      detail: error.code,
    });
  });
  try {
    const { size, mtimeMs, ino } = await file.stat().then((stats) => {
      if (stats.isFile()) return stats;
      throw notSaved("calendar_file", "This is no file.", "Choose the file again.");
    });
    if (size > largest) throw tooLarge();
    const version = { etag: `${size} ${ino}`, modified: String(mtimeMs) };
    if (before?.etag === version.etag && before.modified === version.modified) return null;
    return { text: await file.readFile("utf8"), version };
  } finally {
    await file.close();
  }
}

/**
 * Follows redirects itself: none may leave https, and what proves the person goes to the first origin only.
 * @throws AppFailure in words that never have the address in them, only its host
 */
export async function fetchCalendar(
  fetch: Fetch,
  address: URL,
  before: Version | null,
  signal: AbortSignal,
): Promise<Read> {
  const { username, password } = address;
  let url = new URL(address);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    url.username = "";
    url.password = "";
    const headers: Record<string, string> = { accept: "text/calendar, */*;q=0.5" };
    if (username && url.origin === address.origin) {
      const name = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
      headers.authorization = `Basic ${Buffer.from(name).toString("base64")}`;
    }
    if (before?.etag) headers["if-none-match"] = before.etag;
    if (before?.modified) headers["if-modified-since"] = before.modified;
    const limits = { maxBytes: largest, totalMs: longest };
    const answer = await fetch(url, { headers, redirect: "manual", signal }, true, limits).catch((error: unknown) => {
      throw failureOf(error, url.host, signal);
    });
    if (answer.status === 304 && before) return null;
    const location = [301, 302, 303, 307, 308].includes(answer.status) ? answer.headers.get("location") : null;
    if (location === null) {
      if (!answer.ok) throw statusFailure(answer.status, url.host);
      return {
        text: await answer.text(),
        version: { etag: answer.headers.get("etag"), modified: answer.headers.get("last-modified") },
      };
    }
    if (!URL.canParse(location, url.href)) throw redirected(url.host);
    url = new URL(location, url);
    if (url.protocol !== "https:") throw redirected(url.host);
  }
  throw redirected(url.host);
}

const redirected = (host: string) =>
  notSaved(
    "calendar_redirected",
    `${host} sends to an address that is not safe to read.`,
    "Copy the calendar's address again.",
  );

function statusFailure(status: number, host: string): AppFailure {
  const detail = `HTTP ${status}`;
  if (status === 401 || status === 403)
    return notSaved(
      "calendar_refused",
      `${host} does not let this address read the calendar.`,
      "Copy its secret address again.",
      { detail },
    );
  if (status === 404 || status === 410)
    return notSaved("calendar_gone", `${host} has no calendar at this address any more.`, "Copy its address again.", {
      detail,
    });
  return notSaved("calendar_unavailable", `${host} did not give out the calendar.`, "Try again later.", { detail });
}

function failureOf(error: unknown, host: string, signal: AbortSignal): AppFailure {
  if (signal.aborted) return notSaved("cancelled", "It was cancelled.");
  const { kind: code, detail } = error instanceof ServiceError ? error : { kind: "", detail: "" };
  if (detail === "too large") return tooLarge();
  const cause = (error as { cause?: { code?: string } }).cause?.code ?? detail;
  if (code === "timeout" || /TIMEOUT/.test(cause ?? ""))
    return notSaved("calendar_slow", `${host} did not answer in time.`, "Try again later.");
  if (/CERT|SSL|TLS|SELF_SIGNED/.test(cause ?? ""))
    return notSaved("calendar_certificate", `The certificate of ${host} is not trusted.`, undefined, { detail: cause });
  return notSaved("calendar_offline", `${host} cannot be reached.`, "Check the connection, then try again.", {
    detail: cause,
  });
}
