import { useEffect, useState } from "react";
import type { Response } from "#main/ipc/contract/index";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";
import { bridge } from "../../lib/bridge";
import { workOf } from "../../lib/work";

/** What is typed at once is asked once. */
const quiet = 150;

export interface Found {
  query: string;
  projects: WorkChoice[];
  older: Response<"entries:find"> | null;
}

/**
 * Every project, and the entries before this week, that have the words; asked when the typing rests.
 * @param before first day of this week
 */
export function useFound(query: string, before: string): { found: Found | null; searching: boolean } {
  const [found, setFound] = useState<Found | null>(null);
  const asked = query.trim();
  useEffect(() => {
    if (asked === "") return setFound(null);
    let current = true;
    const timer = setTimeout(async () => {
      const [work, older] = await Promise.all([
        bridge.invoke("work:search", { query: asked }),
        bridge.invoke("entries:find", { query: asked, before }),
      ]);
      if (!current) return;
      const items = work.ok
        ? work.value.items.filter(({ level }) => level === "project" || level === "subproject")
        : [];
      const projects = items.map((item) => ({ work: workOf(item), text: "", tags: [] }));
      setFound({ query: asked, projects, older: older.ok ? older.value : null });
    }, quiet);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked, before]);
  const fresh = found && found.query === asked ? found : null;
  return { found: fresh, searching: asked !== "" && !fresh };
}
