import type { z } from "zod";
import type { Call } from "../../domain/call";
import type { ServiceError } from "../../domain/errors";
import type { Below } from "../../domain/record-table";
import type {
  RecordDraft,
  RecordParent,
  RecordQuery,
  RecordType,
  RecordTypeInfo,
  ServiceRecord,
} from "../../domain/records";
import type { MessageText } from "../../messages/catalog";
import type { Query, Segment } from "../http/path";
import type { RowField } from "./record-drafts";
import type { Saving } from "./save-once";

export type Verb = "see" | "create" | "change" | "delete";
type Path = readonly Segment[];
type Body = Record<string, unknown>;
type Awaitable<T> = T | Promise<T>;

/** What the record engine needs to know of a service. */
export interface RecordProduct extends Saving {
  /** How the service is sent a change. */
  change: "PUT" | "PATCH";
  /** An id as the service writes it. @throws InputError `argument` */
  wireId(id: string, what: string): string | number;
  /** Rows out of whatever the service wraps lists in. */
  list<R>(row: z.ZodType<R>, path: Path, query: Query, call?: Call): Promise<R[]>;
  one<R>(row: z.ZodType<R>, path: Path, call?: Call): Promise<R>;
  write<R>(row: z.ZodType<R>, method: "POST" | "PUT" | "PATCH", path: Path, body: unknown, call?: Call): Promise<R>;
  remove(path: Path, call?: Call): Promise<unknown>;
  /** Permission cells that are known to be closed to this caller, with the reason. */
  refused(call?: Call): Promise<Readonly<Record<string, string>>>;
  /** @throws ServiceError where the cell is among `refused` */
  demand(cell: string, call?: Call): Promise<unknown>;
  /**
   * A failure in words: fields by our names, and whose refusal it is.
   * @param right what was refused, to follow "no right to"; absent: the service's own words are enough
   */
  failure(error: unknown, fields: readonly RowField[], right: string | undefined): unknown;
}

/** Where the rows of one type stand. */
export interface Place {
  path: Path;
  parent?: RecordParent;
}

/** One type of record as a row of a service's table. What is absent, the type cannot do or does as all do. */
export interface RecordSpec<R extends object, P extends Place = Place> {
  type: RecordType;
  /** For messages, with its article: `a rate`. */
  what: string;
  row: z.ZodType<R>;
  fields: readonly RowField[];
  filters?: readonly RowField[];
  notes: readonly MessageText[];
  parents?: readonly RecordType[];
  /** Kind of permission, demanded before anything is sent; absent: the service decides. */
  cell?: string;
  /** Said with the reason where nobody may read: `There are no expenses`. Absent: the reason alone is said. */
  none?: string;
  /** @throws InputError `argument` without the parent that it needs */
  place(of: Below, call?: Call): Awaitable<P>;
  /** What a refusal is of: `create rates of this project`. */
  may?(verb: Verb, place: P): string | undefined;
  /** What `describe` names of reading; absent: both. */
  reads?: readonly ("list" | "get")[];
  /** Absent: the member `id`. */
  idOf?(row: R): string;
  /** Absent: one request for all. @param query absent: all are wanted, to look for one */
  rows?(place: P, call?: Call, query?: RecordQuery): Promise<R[]>;
  /** A list in pages that the service filters itself; instead of `rows`. */
  page?(query: RecordQuery, call?: Call): Promise<{ rows: R[]; total: number | null }>;
  /** One by its id: `true` at its own path, or another way; absent: it is looked for among the rows. */
  alone?: true | ((id: string, place: P, call?: Call) => Promise<R>);
  /** @param query of a list, which may show less than a single one */
  recordOf(row: R, place: P, call?: Call, query?: RecordQuery): Awaitable<ServiceRecord>;
  /** The record of what was just written; must not fail. Absent: `recordOf`. @param values that were given */
  writtenOf?(row: R, place: P, values: RecordDraft): Awaitable<ServiceRecord>;
  wanted?(row: R, query: RecordQuery): boolean;
  /** Absent: as the service lists them. */
  order?(records: ServiceRecord[], query: RecordQuery): ServiceRecord[];
  /** @param all the rows, also those that are not wanted */
  listNotes?(call: Call | undefined, all: readonly R[], query: RecordQuery): Awaitable<string[]>;
  /** Where forms or rights change what `describe` tells. */
  described?(info: Info, call?: Call): Awaitable<Info>;
  create?: {
    /** Absent: what was given, by the wire names. */
    body?(values: RecordDraft, place: P, call?: Call): Awaitable<Body>;
    /** Refuses what is there already. */
    refuse?(before: readonly R[], body: Body, place: P): void;
    /** The rows among which it will appear, null where they are not shown; absent: all. */
    among?(values: RecordDraft, place: P, call?: Call): Promise<R[] | null>;
    /** Absent: POST to the place. @param before the rows that were there */
    send?(body: Body, place: P, before: readonly R[], call?: Call): Promise<R>;
    /** Whether a row that was not there before is the one that was sent. */
    is?(row: R, body: Body): boolean;
  };
  update?: {
    method?: "POST" | "PUT" | "PATCH";
    /** What follows the record's own path. */
    route?: Path;
    /** Whether the record is read first. */
    reads?: true;
    /** null: it is `before` already, so nothing is sent. Absent: what was given, by the wire names. */
    body?(values: RecordDraft, before: R | null, place: P, call: Call | undefined, id: string): Awaitable<Body | null>;
    /** Absent: to the record's own path. */
    send?(body: Body, before: R | null, place: P, call?: Call): Promise<R>;
    /** Whether a lost change took effect; absent: the row holds what was sent. */
    took?(now: R, body: Body, before: R | null): boolean;
  };
  /** `reads`: whether it is looked for first; absent: unless it has a path of its own. */
  remove?: true | { reads?: boolean; send?(row: R | null, place: P, call?: Call): Promise<unknown> };
  /** A failure in other words. @param row the record that was read before its change or delete */
  explain?(error: ServiceError, verb: Verb, row: R | null): unknown;
  /** Runs every write, to complete or explain it. */
  around?<T>(body: Body, send: (body: Body) => Promise<T>, call?: Call): Promise<T>;
  /** Further steps of a write. @param saved whether something is saved already, so that a failure must not fail the whole */
  after?(row: R, values: RecordDraft, saved: boolean, call?: Call): Promise<{ row: R; notes: MessageText[] }>;
  /** Forgets what was remembered. @param row what was written or deleted, where it is known */
  changed?(row: R | null): void;
  /** What a delete takes with it. */
  consequences?(row: R, place: P, call?: Call): Promise<{ what: string; count: number }[]>;
}
type Info = Omit<RecordTypeInfo, "type">;
