import { leastLevel } from "../domain/company-policy";
import type { ServiceId } from "../domain/entities";
import {
  type Cell,
  cells,
  isCell,
  type Kind,
  kindOfRecord,
  kinds,
  type Level,
  recordCell,
} from "../domain/permission-cells";
import { type ClientLimit, type ProfileName, profileLevel } from "../domain/permission-profiles";
import { type RecordType, recordTypes } from "../domain/records";
import { descriptorOf } from "../service-catalog/descriptors";

/**
 * What an AI may do. The person sets it per account (and less per client), the server checks it before any handler
 * runs. This file is the one table behind the server, the settings window and `doctor`.
 */

/** What a tool does with records. */
export type RecordUse = "read" | "write" | "delete";

/** Types of record of a service with which a client may do that: what a tool lists, and a call allows. */
export const recordTypesFor = (service: ServiceId, use: RecordUse, level: (cell: Cell) => Level): RecordType[] =>
  recordTypes.filter(
    (type) =>
      descriptorOf(service).records.includes(type) &&
      (use === "write" ? (["create", "update"] as const) : [use]).some((action) => {
        const cell = recordCell(type, action);
        return cell !== null && level(cell) !== "off";
      }),
  );

/** Not where the service's interface lacks the action: there is nothing to switch. */
export const hasCell = (service: ServiceId, cell: string): cell is Cell =>
  isCell(cell) && !descriptorOf(service).lacks.includes(cell);

/** Kinds that an account of this service can have at all. */
export const kindsOf = (service: ServiceId): Kind[] => {
  const { records, isLocal } = descriptorOf(service);
  const ofRecords = new Set(records.map((type) => kindOfRecord[type]));
  const others = ["others_time", "others_absence", "person"];
  return kinds.filter(
    (kind) => ["timer", "time", "absence"].includes(kind) || ofRecords.has(kind) || (!isLocal && others.includes(kind)),
  );
};

const offered = new Map<ServiceId, ReadonlySet<Cell>>();

/** What an account of this service can have and do at all. Found once: every list of tools asks for it hundreds of times. */
export function cellsOf(service: ServiceId): ReadonlySet<Cell> {
  const known = offered.get(service);
  if (known) return known;
  const had = kindsOf(service).map((kind) => `${kind}.`);
  const found = new Set(cells.filter((cell) => hasCell(service, cell) && had.some((kind) => cell.startsWith(kind))));
  offered.set(service, found);
  return found;
}

/** The part of an account's settings that says what an AI may do with it. */
export interface AccountPermissions {
  profile: ProfileName;
  /** Cells that differ from the profile. */
  cells: Partial<Record<Cell, Level>>;
  /** Tools with a switch of their own; `false` is off whatever the cells say. */
  tools: Record<string, boolean>;
  /** Where nobody can be asked a client may say itself that its person agreed (docs/decisions/ask.md). */
  confirmsItself?: boolean;
  /** The person has put off what an AI may do: nothing, until a profile is picked. */
  undecided?: boolean;
}

/**
 * The level that holds for one client on one account: the account's cell, lowered by the client's limit and by the
 * company's policy, and off where the service itself refuses.
 * @param refused `AccountFacts.refused`; unknown facts refuse nothing, the service then answers for itself.
 * @param bound what the company's policy allows of this cell at most
 */
export function effectiveLevel(
  permissions: AccountPermissions,
  limit: ClientLimit,
  cell: Cell,
  refused: Record<string, string> = {},
  bound: Level = "allow",
): Level {
  if (limit === "nothing" || permissions.undecided || cell in refused) return "off";
  const own = permissions.cells[cell] ?? profileLevel(permissions.profile, cell);
  return leastLevel(bound, limit === "same" ? own : leastLevel(own, profileLevel(limit, cell)));
}
