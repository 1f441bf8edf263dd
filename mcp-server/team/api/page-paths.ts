/**
 * Where people's pages lie. `:id` stands for letters, digits, `-` and `_`. Each has a row in `renderer/team/pages.ts`;
 * the compiler asks for it.
 */
export const pagePaths = [
  ...(["/", "/sign-in", "/invitation", "/approve/:id", "/consent/:uid", "/connect/:service", "/accounts/:id"] as const),
  "/connect/:service/signed-in",
  ...(["/activity", "/admin/people", "/admin/policy", "/admin/health"] as const),
] as const;

export type PagePath = (typeof pagePaths)[number];

/** @param pattern as `/api/grants/:id` @returns the parts that it names; undefined: another path */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":") && /^[\w-]{1,128}$/.test(value)) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}
