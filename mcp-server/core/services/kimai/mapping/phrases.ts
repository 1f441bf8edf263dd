import { savedAndFound } from "../../shared/send-once";

/** Sentences that more than one part of the adapter says. */
export const noRight = "your Kimai role has no right to";
export const foundByLooking = savedAndFound("Kimai");

/** Whether a version is older; one that is not told in numbers is not. */
export function isBefore(version: string | undefined, [major, minor]: readonly [number, number]): boolean {
  const found = /^(\d+)\.(\d+)/.exec(version ?? "");
  if (!found) return false;
  return Number(found[1]) < major || (Number(found[1]) === major && Number(found[2]) < minor);
}
