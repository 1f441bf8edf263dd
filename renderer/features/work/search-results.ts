import type { AccountView } from "#main/ipc/contract/accounts";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";
import {
  type Level,
  missingLevels,
  type Work,
  type WorkResult,
  workDetail,
  workLine,
  workOf,
  workTitle,
} from "../../lib/work";

/** One line of a list of work. */
export interface Hit {
  key: string;
  title: string;
  detail: string;
  /** Whole, for the name of the line. */
  line: string;
  action:
    | { kind: "choose"; choice: WorkChoice }
    /** Something is missing before it can be booked on: choose that next. */
    | { kind: "narrow"; work: Work; missing: Level }
    | { kind: "create"; choice: WorkChoice };
}

export interface HitGroup {
  id: "recent" | Level | "create";
  hits: Hit[];
}

const keyOf = (work: Work, text: string) =>
  JSON.stringify([
    work.customer?.id,
    work.project?.id,
    work.subproject?.id,
    work.activity?.id,
    work.activity?.name,
    text,
  ]);

export function choiceHit(choice: WorkChoice, prefix: string): Hit {
  return {
    key: `${prefix}${keyOf(choice.work, choice.text)}`,
    title: workTitle(choice.work),
    detail: workDetail(choice.work, { text: choice.text }),
    line: workLine(choice.work, choice.text),
    action: { kind: "choose", choice },
  };
}

const fits = (work: Work, within: Work) =>
  (["customer", "project", "subproject", "activity"] as const).every(
    (level) => !work[level] || !within[level] || work[level].id === within[level].id,
  );

/**
 * Search results as groups of lines: recent work that matches, then by level.
 * @param within the part that is already chosen; only what fits to it is listed.
 * @param create a name that may be made where nothing has it (the time sheet on this computer).
 */
export function groupHits(
  result: WorkResult,
  account: AccountView | null,
  within: Work | null,
  create: string | null,
): HitGroup[] {
  const groups: HitGroup[] = [];
  if (!within && result.recent.length > 0)
    groups.push({ id: "recent", hits: result.recent.slice(0, 5).map((choice) => choiceHit(choice, "recent:")) });

  const wanted = within ? missingLevels(within, account) : null;
  for (const level of ["project", "subproject", "activity", "customer"] as const) {
    const hits = result.items
      .filter((item) => item.level === level && item.bookable)
      .filter((item) => !within || (wanted?.includes(level) && fits(workOf(item), within)))
      .map((item): Hit => {
        const work = { ...within, ...workOf(item) };
        const missing = missingLevels(work, account)[0];
        const parents = [item.parents.subproject?.name, item.parents.project?.name, item.parents.customer?.name];
        const detail = within ? "" : parents.filter(Boolean).join(" · ");
        return {
          key: `${level} ${item.id}`,
          title: item.name,
          detail,
          line: [item.name, detail].filter(Boolean).join(", "),
          action: missing
            ? { kind: "narrow", work, missing }
            : { kind: "choose", choice: { work, text: "", tags: [] } },
        };
      });
    // A customer alone says nothing about what was done: it is listed where the rest can be chosen next.
    if (hits.length > 0 && (level !== "customer" || hits.some((hit) => hit.action.kind === "narrow")))
      groups.push({ id: level, hits });
  }

  const taken = result.items.some(
    (item) => item.level === "project" && item.name.toLowerCase() === create?.toLowerCase(),
  );
  if (create && !taken && !within) {
    const work = { project: { id: "", name: create } };
    groups.push({
      id: "create",
      hits: [
        {
          key: "create",
          title: create,
          detail: "",
          line: create,
          action: { kind: "create", choice: { work, text: "", tags: [] } },
        },
      ],
    });
  }
  return groups;
}
