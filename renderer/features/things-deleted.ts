import type { TFunction } from "i18next";

/** `activities`, `entries at least (you may not see all)`: what services call the things that go along. */
const things = [
  ["project", /^projects?\b/],
  ["activity", /^activit(y|ies)\b/],
  ["entry", /^entr(y|ies)\b/],
] as const;

/** `3 activities` in the window's words where it has some. */
export function thingsDeleted({ what, count }: { what: string; count: number }, t: TFunction): string {
  const [kind] = things.find(([, pattern]) => pattern.test(what)) ?? [];
  if (!kind) return `${count} ${what}`;
  return `${t(`project.goes.${kind}`, { count })}${what.includes("at least") ? ` ${t("project.goesLeast")}` : ""}`;
}
