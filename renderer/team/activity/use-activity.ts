import { useState } from "react";
import type { ActivityPage, ActivityRow } from "#team/api/contract";
import { callApi, type Problem } from "../lib/api";
import { type Read, useRead } from "../lib/use-api";

interface Activity {
  read: Read<ActivityPage>;
  rows: ActivityRow[];
  /** There is more before what is shown. */
  more: boolean;
  older(): Promise<void>;
  busy: boolean;
  problem: Problem | null;
  reload(): Promise<void>;
}

/** A person's activity, page after page. @param query without `to` and `?`: filters and `from` */
export function useActivity(query: string, to: string): Activity {
  const pathTo = (end: string) => `/api/activity?${query}&to=${encodeURIComponent(end)}`;
  const path = pathTo(to);
  const read = useRead<ActivityPage>(path);
  /** What was read after the first page, for exactly this query. */
  const [added, setAdded] = useState<{ path: string; pages: ActivityPage[] }>({ path, pages: [] });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const pages = [...(read.value ? [read.value] : []), ...(added.path === path ? added.pages : [])];
  const next = pages.at(-1)?.next ?? null;
  const older = async () => {
    if (next === null || busy) return;
    setBusy(true);
    const answer = await callApi<ActivityPage>("GET", pathTo(new Date(next).toISOString()));
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setAdded((now) => ({ path, pages: [...(now.path === path ? now.pages : []), answer.value] }));
  };
  const reload = async () => {
    setAdded({ path, pages: [] });
    await read.reload();
  };
  return { read, rows: pages.flatMap(({ rows }) => rows), more: next !== null, older, busy, problem, reload };
}
