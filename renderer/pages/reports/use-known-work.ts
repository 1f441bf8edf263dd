import { useState } from "react";
import { useSearch } from "../../features/work/use-search";

type Level = "project" | "customer";
type Known = Partial<Record<string, readonly string[]>>;

/**
 * Names of projects and customers to choose from: those in the report first, then what the service finds.
 * @returns by level, and what to call with what was typed
 */
export function useKnownWork(known: Known, chosen: Partial<Record<string, string>>) {
  const [query, setQuery] = useState("");
  const { result } = useSearch(query, null);
  const namesOf = (level: Level): string[] => {
    const found = (result?.items ?? []).flatMap((item) =>
      item.level === level ? [item.name] : [item.parents[level]?.name ?? []].flat(),
    );
    const own = chosen[level];
    return [...new Set([...(own ? [own] : []), ...(known[level] ?? []), ...found])];
  };
  return { project: namesOf("project"), customer: namesOf("customer"), search: setQuery };
}
