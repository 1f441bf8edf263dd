import type { AccountFacts } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { notThereIn } from "../../shared/record-engine";
import { isBefore } from "../mapping/phrases";
import { refusedTo } from "./product";

/** What the types of record have in common. */

export { pageOf } from "../../../domain/drafts";
export { demandBelow } from "../../shared/record-drafts";

/** For Kimai's gates: routes that an older one lacks answer 404. */
export function demandVersion({ version }: AccountFacts, needed: readonly [number, number], what: string): void {
  if (!isBefore(version, needed)) return;
  throw new ServiceError("unsupported", `${what} need Kimai ${needed.join(".")}; this is ${version}.`, {
    next: "Ask the administrator of your Kimai to update it.",
  });
}

export const notThere = notThereIn("Kimai");

/** What is asked; a bare 403 is said to be the caller's role. */
export async function asRefused<T>(what: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw refusedTo(error, what);
  }
}
