import type { MessageText } from "../messages/catalog";
import type { Call, Noted } from "./call";
import type { CalendarDay, Ref } from "./entities";

/**
 * Everything else that a service keeps, in one shape: list, look at, create, change, delete. Each type belongs to one kind
 * of permission (permissions.ts).
 */
export const recordTypes = [
  "customer",
  "project",
  "subproject",
  "activity",
  "lump_sum",
  "lump_sum_service",
  "tag",
  "person",
  "position",
  "contract_type",
  "preference",
  "team",
  "membership",
  "grant",
  "rate",
  "comment",
  "meta_field",
  "favourite",
  "invoice",
  "holiday",
  "holiday_group",
  "holiday_member",
  "month_lock",
  "work_time",
  "work_time_change",
  "target_hours",
  "leave_quota",
  "leave_carry",
  "overtime_carry",
  "overtime_reduction",
  "user_report",
  "access_group",
  "access",
  "subscription",
  "expense",
  "task",
  "token",
] as const;
export type RecordType = (typeof recordTypes)[number];

/** In what a project of our own is shown; each is a `--project-*` token of the windows. */
export const projectColors = ["blue", "violet", "magenta", "rust", "ochre", "green", "petrol", "slate"] as const;

export type RecordValue = string | number | boolean | null | Ref | RecordValue[] | { [name: string]: RecordValue };

/** What a record belongs to: a rate to its project, a membership to its team. */
export interface RecordParent extends Ref {
  type: RecordType;
}

export interface ServiceRecord {
  type: RecordType;
  id: string;
  name: string;
  parent?: RecordParent;
  /** By our field names (`describe`): references with names, days as `2026-11-19`, durations in seconds. Empty ones are absent. */
  values: Record<string, RecordValue>;
  /** What could not be read of it and why, as a sentence: the caller's rights show only a part. */
  missing?: string;
}

const fieldKinds = [
  "text",
  "number",
  "money", // a number in the record's currency
  "flag",
  "day", // 2026-11-19
  "month", // 2026-11
  "duration", // seconds
  "choice", // one of `choices`
  "ref", // id of a record of type `of`
  "list", // of `item`s
  "map", // name: text
] as const;
export type FieldKind = (typeof fieldKinds)[number];

export interface RecordField {
  name: string;
  kind: FieldKind;
  /** Refused without it on create. */
  needed?: boolean;
  /** When it can be given; absent: on create and on change. `never`: it can only be read. */
  when?: "create" | "change" | "never";
  choices?: readonly string[];
  /** What a `ref` or a list of refs points to. */
  of?: RecordType;
  item?: FieldKind;
  minLength?: number;
  maxLength?: number;
  /** A duration that may be below zero. */
  signed?: boolean;
  /** One sentence, where the name does not say it. */
  hint?: string;
  /** Its name or its choices are words of the service or its people, not ours. */
  fromService?: true;
}

const recordActions = ["list", "get", "create", "update", "delete", "copy", "download"] as const;
export type RecordAction = (typeof recordActions)[number];

/** A value of a new record that makes further records with it, in the same call: the rate of a project. */
export interface RecordPart {
  /** How the value is named and told; its items are plain values or objects of the further record's own. */
  field: RecordField;
  /** What each item makes. */
  type: RecordType;
  /** Which value of it an item gives that is no object. */
  plain: string;
  /** Where it names the new record: as what it belongs to, or in a value. */
  link: "of" | { value: string };
  /** No two of one record are alike in all of these values. */
  unique: readonly string[];
}

/** What this account can do with a type right now, by its rights and plugins. */
export interface RecordTypeInfo {
  type: RecordType;
  actions: readonly RecordAction[];
  /** Types that it must be asked below (`of`); empty: it stands alone. */
  parents: readonly RecordType[];
  /** Types that it stands below where that is said (`of`), but it can be asked for without. */
  within?: readonly RecordType[];
  fields: readonly RecordField[];
  /** What a new one may bring along; absent: nothing. */
  parts?: readonly RecordPart[];
  /** Names of `RecordQuery.filters` that it takes. */
  filters: readonly RecordField[];
  /** Filters and a period also narrow what is told of one record. */
  narrowsOne?: true;
  /** Deleting only puts it away: what that means, in a sentence. Absent: what is deleted is gone. */
  archives?: string;
  notes: readonly MessageText[];
}

export interface RecordQuery {
  type: RecordType;
  of?: { type: RecordType; id: string };
  /** Part of a name. */
  text?: string;
  /** Also hidden, ended, disabled. */
  includeHidden?: boolean;
  first?: CalendarDay;
  last?: CalendarDay;
  filters?: Record<string, RecordValue>;
  /** How many are wanted at most, and how many to skip. */
  limit: number;
  offset: number;
}

export interface RecordPage {
  records: ServiceRecord[];
  /** null where the service does not tell. */
  total: number | null;
  /** Why something is missing (rights: names only, no details), in words. */
  notes: MessageText[];
}

/** What of a record is wanted, where its type `narrowsOne`. */
export type Narrowed = Pick<RecordQuery, "filters" | "first" | "last">;

export interface RecordPlace {
  type: RecordType;
  id: string;
  of?: { type: RecordType; id: string };
}

/** Values to write, by our field names; `null` clears. References are ids, durations seconds, days `2026-11-19`. */
export type RecordDraft = Record<string, RecordValue>;

/** @throws ServiceError `unsupported` for types and actions that the service has not, `forbidden` before sending where known */
/** Something that is deleted with a record. `own`: it is in the record's own fields, so that making the record made it. */
interface Consequence {
  what: string;
  count: number;
  own?: true;
}

export interface RecordsPort {
  /** Without any request where possible; fields may be asked of the service (its form). */
  describe(type: RecordType, call?: Call): Promise<RecordTypeInfo>;
  list(query: RecordQuery, call?: Call): Promise<RecordPage>;
  get(place: RecordPlace & Narrowed, call?: Call): Promise<ServiceRecord>;
  /** @param copyOf id of the record of the same type that is copied first */
  create(
    wanted: { type: RecordType; of?: { type: RecordType; id: string }; values: RecordDraft; copyOf?: string },
    call?: Call,
  ): Promise<{ record: ServiceRecord } & Noted>;
  update(place: RecordPlace, values: RecordDraft, call?: Call): Promise<{ record: ServiceRecord } & Noted>;
  remove(place: RecordPlace, call?: Call): Promise<void>;
  /**
   * Removes what was created a moment ago as part of a whole that failed; absent: as `remove`.
   * @throws ServiceError `conflict` where somebody has used it since: what they did stays
   */
  takeBack?(place: RecordPlace, call?: Call): Promise<void>;
  /**
   * What would come of a new one, where a person has to see that first: balances before and after it. Sends nothing but
   * reads. Empty or absent: nothing to say.
   */
  foresee?(
    wanted: { type: RecordType; of?: { type: RecordType; id: string }; values: RecordDraft },
    call?: Call,
  ): Promise<string[]>;
  /** What the service would delete with it, with counts; empty: nothing. */
  consequences(place: RecordPlace, call?: Call): Promise<Consequence[]>;
  /** The file behind a record (invoice). */
  download?(place: RecordPlace, call?: Call): Promise<{ name: string; mimeType: string; bytes: Uint8Array }>;
}
