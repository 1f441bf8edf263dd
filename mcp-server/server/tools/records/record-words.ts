import type { ServiceId } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import { fold } from "#core/domain/names";
import { type Cell, recordCell } from "#core/domain/permission-cells";
import {
  type RecordAction,
  type RecordPlace,
  type RecordsPort,
  type RecordType,
  type RecordTypeInfo,
  recordTypes,
  type ServiceRecord,
} from "#core/domain/records";
import { cleanText } from "#core/domain/text";
import { englishOf } from "#core/messages/message";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { ToolCall } from "../lib/define";
import { cleanMessage } from "../lib/errors";
import { said } from "../lib/question/english";
import { recordWord } from "../lib/record-word";

/** How types of record are called in messages, and what may be done with them here. */

/** `an activity` */
export function aRecord(type: RecordType): string {
  const word = recordWord(type);
  return `${/^[aeio]/.test(word) ? "an" : "a"} ${word}`;
}

/** A field whose value is never shown, neither before nor after nor in what is wrong with it. */
export const isSecret = (field: string): boolean => /(?:^|_)(?:password|secret|token|key)$/i.test(field);

/** Words that services and models use for our types. */
const otherWords: Record<string, RecordType> = {
  user: "person",
  people: "person",
  member: "membership",
  "custom field": "meta_field",
  favorite: "favourite",
  lock: "month_lock",
};

/** The type that a text begins with, and what follows: `project Website relaunch`. */
export function typeAtBegin(input: string): { type: RecordType; rest: string } | null {
  const text = input.trim();
  const words = [...recordTypes.map((type): [string, RecordType] => [recordWord(type), type])];
  words.push(...Object.entries(otherWords));
  words.sort(([a], [b]) => b.length - a.length);
  for (const [word, type] of words) {
    const begin = text.slice(0, word.length);
    if (fold(begin.replaceAll("_", " ")) !== word) continue;
    const rest = /^(?:\s*[:/]\s*|\s+|(?=#))(.+)$/s.exec(text.slice(word.length));
    if (rest?.[1]) return { type, rest: rest[1] };
  }
  return null;
}

/** @throws ServiceError `unsupported` where the service keeps no records, or none of this type */
export function recordsOf(call: ToolCall, type?: RecordType): RecordsPort {
  const { records } = call.service;
  const service: ServiceId = call.account.service;
  if (records && (type === undefined || descriptorOf(service).records.includes(type))) return records;
  const has = recordTypes.filter((one) => records && descriptorOf(service).records.includes(one));
  throw new ServiceError(
    "unsupported",
    type === undefined || !records
      ? "This service has no such records."
      : `This service has no ${recordWord(type, 2)}.`,
    { next: has.length > 0 ? `It has ${has.map((one) => recordWord(one, 2)).join(", ")}.` : undefined },
  );
}

/** @throws InputError `permission` where nobody may do that with this type */
export function cellOf(type: RecordType, action: "read" | "create" | "update" | "delete"): Cell {
  const cell = recordCell(type, action);
  if (cell) return cell;
  throw new InputError("permission", `Nobody can ${action} ${aRecord(type)} through Punchcard.`);
}

const cellAction = {
  list: "read",
  get: "read",
  download: "read",
  create: "create",
  copy: "create",
  update: "update",
  delete: "delete",
} as const satisfies Record<RecordAction, string>;

/** The cell behind what a service can do with a type; null: nobody may. */
export const actionCell = (type: RecordType, action: RecordAction): Cell | null => recordCell(type, cellAction[action]);

/** What can be done, in words: `list, get, create, delete (delete_record archives it)`. */
export const actionWords = (actions: readonly RecordAction[], { archives }: Pick<RecordTypeInfo, "archives"> = {}) =>
  actions.map((one) => (one === "delete" && archives ? "delete (delete_record archives it)" : one)).join(", ");

/**
 * @param refused of the account's facts: why the service closes it to this person
 * @throws ServiceError `forbidden` with that reason, else `unsupported` with what the type can do
 */
export function able(info: RecordTypeInfo, action: RecordAction, refused: Record<string, string> = {}): void {
  if (info.actions.includes(action)) return;
  const cell = actionCell(info.type, action);
  const why = cell === null ? undefined : refused[cell];
  if (why !== undefined)
    throw new ServiceError("forbidden", `You cannot ${action} ${recordWord(info.type, 2)}: ${cleanText(why, 300)}`, {
      next: "Nothing in Punchcard can change that: the service refuses it.",
    });
  const can =
    info.actions.length > 0 ? `What it can: ${actionWords(info.actions, info)}.` : "It can do nothing with them now.";
  const notes = info.notes.map((note) => englishOf(cleanMessage(note, 300))).join(" ");
  throw new ServiceError("unsupported", `The service cannot ${action} ${aRecord(info.type)}. ${can}`, {
    next: notes || undefined,
  });
}

/** As it is now; undefined where this client or the caller may not look at single ones. */
export async function readRecord(
  info: RecordTypeInfo,
  place: RecordPlace,
  call: ToolCall,
): Promise<ServiceRecord | undefined> {
  const cell = recordCell(info.type, "read");
  if (!info.actions.includes("get") || cell === null || call.level(cell) === "off") return undefined;
  await call.confirm({ cells: [cell], preview: [said({ kind: "readRecords", type: info.type })], targets: [] });
  try {
    return await recordsOf(call, info.type).get(place, { signal: call.signal });
  } catch (error) {
    if (error instanceof ServiceError && error.kind === "forbidden") return undefined;
    throw error;
  }
}
