import { descriptorOf } from "#core/service-catalog/descriptors";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { Response } from "#main/ipc/contract/index";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";

export type Work = WorkChoice["work"];
export type WorkResult = Response<"work:search">;
export type WorkItem = WorkResult["items"][number];
export type Level = keyof Work;
const levels: readonly Level[] = ["customer", "project", "subproject", "activity"];

/** The name that stands for it, or an empty string where nothing is chosen: `Website relaunch`. */
export const workTitle = (work: Work) =>
  (work.subproject ?? work.project ?? work.activity ?? work.customer)?.name ?? "";

/** The rest of it with the text: `Design · Brightwater Museum`. */
export function workDetail(work: Work, options: { customer?: boolean; text?: string } = {}): string {
  const named = work.project || work.subproject;
  const parts = [
    work.subproject ? work.project?.name : undefined,
    named ? work.activity?.name : undefined,
    options.customer && (named || work.activity) ? work.customer?.name : undefined,
    options.text,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** Both in one line, for names of controls: `Website relaunch, Design`. */
export const workLine = (work: Work, text?: string) =>
  [workTitle(work), workDetail(work, { text })].filter(Boolean).join(", ");

const same = (a: Work[Level], b: Work[Level]) => (a?.id ?? "") === (b?.id ?? "") && (a?.name ?? "") === (b?.name ?? "");
export const sameWork = (a: Work, b: Work) => levels.every((level) => same(a[level], b[level]));

/** A level with an empty id exists by name only and has to be made. */
export const isNew = (work: Work) => levels.some((level) => work[level]?.id === "");

/** Levels that an account's bookings need: what its service always does, where main does not know yet. */
const requiredLevels = (account: AccountView | null): readonly string[] =>
  account?.required ?? (account ? descriptorOf(account.service).requiredWork : []);

/** The levels still missing before it can be booked on. */
export const missingLevels = (work: Work, account: AccountView | null): Level[] =>
  levels.filter((level) => requiredLevels(account).includes(level) && !work[level]);

/** The work that a found item stands for, with what is above it. */
export const workOf = (item: WorkItem): Work => ({ ...item.parents, [item.level]: { id: item.id, name: item.name } });
