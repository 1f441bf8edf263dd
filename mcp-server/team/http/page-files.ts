import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { matchPath, pagePaths } from "../api/page-paths";
import { sendProblem } from "./answers";
import type { Route } from "./frame";

/** The built pages: one document for all of them, and what it loads. They are few and read once. */
export interface PageFiles {
  document: Buffer;
  /** By path. Their names change with what is in them. */
  assets: ReadonlyMap<string, { body: Buffer; type: string }>;
}

const types: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/** The one style element that react-aria makes itself (touch-action of pressable things). */
const reactAriaStyle = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/** `style-src-attr`: positions that react-aria computes; no other style may be inline, and no script. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${reactAriaStyle}`,
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** @throws what the system says where the pages were not built */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const assets = new Map<string, { body: Buffer; type: string }>();
  const names = await readdir(join(folder, "assets"));
  await Promise.all(
    names.map(async (name) => {
      const type = types[extname(name)] ?? "application/octet-stream";
      assets.set(`/assets/${name}`, { body: await readFile(join(folder, "assets", name)), type });
    }),
  );
  return { document: await readFile(join(folder, "index.html")), assets };
}

/** People's pages. Only paths that are listed lead to a file, so that no path leads out of the folder. */
export function pageFilesRoute({ document, assets }: PageFiles): Route {
  return {
    name: "pages",
    matches: () => true,
    handle(request, response, { url: { pathname } }) {
      const asset = assets.get(pathname);
      const isPage = pagePaths.some((pattern) => matchPath(pattern, pathname));
      const isBrowser = /\btext\/html\b/.test(request.headers.accept ?? "");
      if (!asset && (pathname.startsWith("/assets/") || !(isPage || isBrowser)))
        return sendProblem(response, 404, "not_found", "There is nothing here.");
      if (request.method !== "GET" && request.method !== "HEAD") {
        response.setHeader("Allow", "GET, HEAD");
        return sendProblem(response, 405, "method_not_allowed", "This address is for browsers.");
      }
      const { body, type } = asset ?? { body: document, type: "text/html; charset=utf-8" };
      if (asset) response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      response.setHeader("Content-Security-Policy", policy);
      response.writeHead(asset || isPage ? 200 : 404, { "Content-Type": type, "Content-Length": body.length });
      response.end(request.method === "HEAD" ? undefined : body);
    },
  };
}
