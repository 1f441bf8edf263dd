import { readFile } from "node:fs/promises";
import { extname, resolve, sep } from "node:path";
import type { Protocol } from "electron";
import { contentSecurityPolicy, origin, scheme } from "./security";

const contentTypes: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Must run before the app is ready. */
export function registerScheme(protocol: Pick<Protocol, "registerSchemesAsPrivileged">): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, codeCache: true, supportFetchAPI: false } },
  ]);
}

/**
 * The file below `root` that an address means.
 * @returns null: not our origin, outside of `root`, or of a kind that the app does not have.
 */
export function fileOf(address: string, root: string): { path: string; type: string } | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (`${url.protocol}//${url.host}` !== origin) return null;
  let name: string;
  try {
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (name.includes("\0") || name.includes("\\")) return null;
  const path = resolve(root, `.${name}`);
  if (!path.startsWith(resolve(root) + sep)) return null;
  const type = contentTypes[extname(path)];
  return type ? { path, type } : null;
}

/** Answers `app://punchcard/…` out of the built pages. */
export function pageServer(root: string): (request: { url: string; method: string }) => Promise<Response> {
  const headers = { "content-security-policy": contentSecurityPolicy, "x-content-type-options": "nosniff" };
  return async ({ url, method }) => {
    const file = method === "GET" ? fileOf(url, root) : null;
    if (!file) return new Response("not found", { status: 404, headers });
    try {
      const body = new Uint8Array(await readFile(file.path));
      return new Response(body, { headers: { ...headers, "content-type": file.type } });
    } catch {
      return new Response("not found", { status: 404, headers });
    }
  };
}
