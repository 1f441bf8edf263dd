import type { AccountFacts } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import type { Service } from "../../domain/ports";
import type { MessageText } from "../../messages/catalog";
import type { CallRecord } from "../call-record";
import type { Part } from "../change";
import type { Difference } from "./same";

/** Taking one part back: first all parts are looked at, then each is sent and read back. */
export interface Step {
  part: Part;
  /** What is otherwise than the change left it; empty: all stands. @throws ServiceError where the service does not say */
  check(): Promise<Difference[]>;
  /** @returns what a person should know of it @throws ServiceError */
  send(): Promise<MessageText[]>;
}

export interface UndoOn {
  service: Service;
  facts: AccountFacts;
  record: CallRecord;
  signal: AbortSignal;
  /** The id under which a record is there now. */
  currentId(part: Part): Promise<string>;
  /** When the last write of a record ended, milliseconds since 1970; null: the journal has none. */
  lastWrite(part: Part): Promise<number | null>;
  /** Ids of running entries that this undo takes away or ends itself. */
  leaving: ReadonlySet<string>;
}

const isGone = (error: unknown) => error instanceof ServiceError && error.kind === "not_found";

/** Reads what should be there. `gone` where it is not. */
export async function differencesNow<T>(read: () => Promise<T>, compare: (now: T) => Difference[]) {
  try {
    return compare(await read());
  } catch (error) {
    if (isGone(error)) return ["gone"];
    throw error;
  }
}

/** For what must not be there. */
export async function demandGone(read: () => Promise<unknown>): Promise<Difference[]> {
  try {
    await read();
    return ["there"];
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

/** The service took it, and kept something else than was there before. */
export const notAsBefore = (differences: readonly Difference[]) =>
  new ServiceError("conflict", `The service kept something else than before: ${differences.join(", ")}.`, {
    saved: "yes",
    next: "Look at it there, and correct it.",
  });
