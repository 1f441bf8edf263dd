import { type Answered, fail, ok } from "../../model";

/** Pages with their headers, as §3.3 has them; a page past the end is 404. */
export function paged<T>(query: URLSearchParams, found: T[], row: (each: T) => unknown): Answered {
  const size = Math.min(Number(query.get("size")) || 50, 500);
  const page = Number(query.get("page")) || 1;
  const pages = Math.max(1, Math.ceil(found.length / size));
  if (page > pages) return fail(404);
  return ok(found.slice((page - 1) * size, page * size).map(row), {
    "X-Page": String(page),
    "X-Total-Count": String(found.length),
    "X-Total-Pages": String(pages),
    "X-Per-Page": String(size),
  });
}
