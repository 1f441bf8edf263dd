import type { z } from "zod";
import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import type {
  RecordAction,
  RecordDraft,
  RecordField,
  RecordParent,
  RecordQuery,
  RecordType,
  RecordTypeInfo,
  RecordValue,
  ServiceRecord,
} from "../../../domain/records";
import type { MessageText } from "../../../messages/catalog";
import type { Remembered } from "../../http/cache";
import type { Query, Segment } from "../../http/path";
import { recordType as byTable, type WritableType } from "../../shared/record-engine";
import type { Place } from "../../shared/record-spec";
import { demand } from "../capabilities/require-capability";
import { pathOf, type Resource } from "../client/paths";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { bodyOf, type ClockodoField, type NameOf, shownFields, unnamed, valuesOf } from "./fields";
import { naming, pointedTo } from "./names";
import { checkDraft, holds, idOf, nothing, plainFields, productOf, saveOnce } from "./shared";

type Body = Record<string, unknown>;

export type ClockodoRecordType = WritableType;

/** A filter that Clockodo takes (`wire`), or that is decided here (`wanted`). */
type ClockodoFilter = RecordField & { wire?: string };

/** A type of record as a row of a table: what it has, and where it differs. */
export interface RecordSpec<R extends { id: number | null }> {
  type: RecordType;
  /** For messages: "a quota of leave". */
  what: string;
  /** Kind of permission; absent: nobody is refused it. */
  kind?: string;
  resource: Resource;
  row: z.ZodType<R>;
  /** Members in which answers stand; absent: `data`. */
  keys?: { list: string; one: string };
  /** Rows of a page; absent: the list has no pages. */
  perPage?: number;
  /** Where the adapter holds the list; absent: it is asked for each time. */
  list?: Remembered<R[]>;
  /** A single one has no route of its own: it is looked for in the list. */
  listOnly?: true;
  /** Lists leave out what the caller's rights do not show, which is said to all but administrators. */
  partial?: true;
  fields: readonly ClockodoField[];
  filters?: readonly ClockodoFilter[];
  within?: readonly RecordType[];
  notes: readonly MessageText[] | ((able: readonly RecordAction[]) => string[]);
  /** Types whose names it needs beyond those that its rows point to. */
  alsoNamed?: readonly RecordType[];
  idOf?(row: R): string;
  nameOf?(row: R, names: NameOf): string;
  parentOf?(row: R, names: NameOf): RecordParent | undefined;
  /** Values beyond the fields, or in place of them; undefined leaves one out. */
  extra?(row: R, names: NameOf): Record<string, RecordValue | undefined>;
  /** Why something cannot be read of it, as a sentence. */
  missing?(row: R): string | undefined;
  /** Which fields a list (`query`), a new or changed one (`draft`) shows; absent: all, as a single one does. */
  shows?(field: ClockodoField, asked: { query?: RecordQuery; draft?: RecordDraft }): boolean;
  /** Which days a row is about, for lists of a period; a type without it has no days. */
  span?(row: R): { first: string; last: string | null };
  /** Reads the rows of a list in a way of its own. */
  rows?(query: Partial<RecordQuery>, call?: Call, fresh?: boolean): Promise<R[]>;
  /** Reads a single one in a way of its own. */
  find?(id: string, call?: Call): Promise<R>;
  wanted?(row: R, query: RecordQuery): boolean;
  order?(records: ServiceRecord[], query: RecordQuery): ServiceRecord[];
  listNotes?(rows: readonly R[], query: RecordQuery): string[];
  /** What Clockodo wants beside what was given, if nothing speaks against it. @param before what is changed; null: a new one */
  complete?(given: Body, draft: RecordDraft, before: R | null, call?: Call): Body | Promise<Body>;
  /** What tells a new one whose answer was lost, by Clockodo's names; absent: all that was sent and is shown. */
  knownBy?: string;
  /** What else a write has made stale. */
  changed?(): void;
  /** What goes with a row that is deleted. @throws ServiceError with what stands in the way */
  consequences?(row: R, call?: Call): Promise<Consequences> | Consequences;
}
type Consequences = { what: string; count: number }[];

export const partly = "Clockodo shows only what your rights allow: those of others may be missing.";

/** `quota of leave` of "a quota of leave" */
const bare = (what: string) => what.replace(/^an? /, "");
const cells = { list: "read", get: "read", create: "create", update: "update", delete: "delete" } as const;

/** What describes a type, less the actions that are refused to the caller, with the reasons among the notes. */
export async function described(
  clockodo: Clockodo,
  {
    kind,
    actions = ["list", "get", "create", "update", "delete"],
    notes,
    ...info
  }: {
    kind: string | undefined;
    actions?: readonly (keyof typeof cells)[];
    notes: RecordSpec<never>["notes"];
  } & Pick<RecordTypeInfo, "fields" | "filters"> &
    Partial<Pick<RecordTypeInfo, "parents" | "within" | "narrowsOne">>,
  call?: Call,
): Promise<Omit<RecordTypeInfo, "type">> {
  const { refused } = await clockodo.facts.get({ signal: call?.signal });
  const whyNot = (action: keyof typeof cells) => (kind ? refused[`${kind}.${cells[action]}`] : undefined);
  const able = actions.filter((action) => whyNot(action) === undefined);
  const why = new Set(actions.flatMap((action) => whyNot(action) ?? []));
  const own = typeof notes === "function" ? notes(able) : notes;
  return { parents: [], ...info, actions: able, notes: [...(able.length > 0 ? own : []), ...why] };
}

/** What a person sees counted before a delete: "1 membership", "2 memberships"; nothing for none. */
export const counted = (count: number, single: string, several: string): Consequences =>
  count === 0 ? [] : [{ what: count === 1 ? single : several, count }];

/**
 * Clockodo deletes nothing along with a record unless forced, which is never done here: a dry run finds out whether it
 * would be refused. What is still active is refused before anything is sent, so that a Clockodo that did not know dry runs
 * could not take one for a delete of something in use (clockodo-api.md §2.8, §8.11).
 * @param refusal null where it was made inactive just now
 * @throws ServiceError with what stands in the way
 */
export async function demandDeletable(
  { client }: Clockodo,
  path: Segment[],
  refusal: { active: boolean; message: string; next: string } | null,
  call?: Call,
): Promise<[]> {
  if (refusal?.active) throw new ServiceError("conflict", refusal.message, { next: refusal.next });
  await client.write(nothing, "DELETE", path, { query: [["dry_run", "true"]], reads: true }, call);
  return [];
}

/**
 * Whether a row has what was sent, as far as Clockodo shows it.
 * @throws Error where it shows nothing of that: then it stays unknown
 */
function took(row: object, body: Readonly<Body>): boolean {
  const shown = Object.entries(body).filter(([name]) => name in row);
  if (shown.length === 0 && Object.keys(body).length > 0) throw new Error("nothing of what was sent is shown");
  return holds(row, Object.fromEntries(shown));
}

/** All that a row of the table can do. */
type Whole = WritableType & Required<Pick<WritableType, "list" | "get" | "create" | "update" | "remove">>;

interface Where extends Place {
  names: ReturnType<typeof naming>;
}

/** Runs a type of record by its row of the table; `put` and `changeOf` are for those whose changes take several calls. */
export function recordType<R extends { id: number | null }>(clockodo: Clockodo, spec: RecordSpec<R>) {
  const { client } = clockodo;
  const { type, what, kind, resource, fields, filters = [], list, perPage, complete, find } = spec;
  const product = productOf(clockodo, spec.keys);

  async function rows(query: Partial<RecordQuery>, call?: Call, fresh = false): Promise<R[]> {
    if (spec.rows) return spec.rows(query, call, fresh);
    if (list) return list.get({ fresh, signal: call?.signal });
    const asked: Query = filters.flatMap(({ name, wire, kind: of }) => {
      const value = query.filters?.[name];
      return wire === undefined || value == null
        ? []
        : [[wire, of === "ref" ? idOf(value, "a record") : Number(value)] as const];
    });
    if (!perPage) return product.list(spec.row, pathOf(resource), asked, call);
    return client.list(spec.row, pathOf(resource), { perPage, query: asked }, call);
  }
  async function read(id: string, call?: Call): Promise<R> {
    return find ? find(id, call) : product.one(spec.row, pathOf(resource, wireId(id, what)), call);
  }
  const namesFor = (of: readonly R[], { names }: Pick<Where, "names">) =>
    names([...pointedTo(fields, of), ...(spec.alsoNamed ?? [])]);

  function recordOf(row: R, named: NameOf, asked: { query?: RecordQuery; draft?: RecordDraft } = {}): ServiceRecord {
    const shown = spec.shows ? fields.filter((field) => spec.shows?.(field, asked)) : fields;
    const parent = spec.parentOf?.(row, named);
    const missing = spec.missing?.(row);
    const all = { ...valuesOf(row, shown, named), ...spec.extra?.(row, named) };
    const told = Object.entries(all).filter((pair): pair is [string, RecordValue] => pair[1] !== undefined);
    return {
      type,
      id: spec.idOf?.(row) ?? String(row.id),
      name: spec.nameOf?.(row, named) ?? (row as unknown as { name: string }).name,
      ...(parent && { parent }),
      values: Object.fromEntries(told),
      ...(missing && { missing }),
    };
  }
  /** What was written took effect, whatever comes of its names. */
  const written = async (row: R, draft: RecordDraft) =>
    recordOf(row, await namesFor([row], { names: naming(clockodo) }).catch(() => unnamed), { draft });
  const bodyFor = async (draft: RecordDraft, before: R | null, creates: boolean, call?: Call): Promise<Body> => {
    const given = bodyOf(draft, fields, creates);
    return (await complete?.(given, draft, before, call)) ?? given;
  };
  const { knownBy } = spec;

  const engine = byTable<R, Where>(product, {
    type,
    what,
    row: spec.row,
    fields,
    notes: [],
    ...(kind && { cell: kind }),
    place: (_of, call) => ({ path: pathOf(resource), names: naming(clockodo, call) }),
    ...(spec.idOf && { idOf: spec.idOf }),
    rows: (_place, call, query) => rows(query ?? {}, call, query === undefined),
    ...(!spec.listOnly && { alone: find ? (id, _place, call) => find(id, call) : true }),
    recordOf: async (row, place, _call, query) => recordOf(row, await namesFor([row], place), { query }),
    writtenOf: (row, _place, draft) => written(row, draft),
    wanted(row, query) {
      const { first = "0000", last = "9999" } = query;
      const span = spec.span?.(row);
      const inPeriod = !span || (span.first <= last && (span.last === null || span.last >= first));
      return inPeriod && (spec.wanted?.(row, query) ?? true);
    },
    ...(spec.order && { order: spec.order }),
    async listNotes(call, all, query) {
      const { user } = await clockodo.profile.get({ signal: call?.signal });
      return [...(spec.partial && user.role !== "owner" ? [partly] : []), ...(spec.listNotes?.(all, query) ?? [])];
    },
    create: {
      body: (values, _place, call) => bodyFor(values, null, true, call),
      among: (values, _place, call) => rows({ filters: values }, call, true),
      is: (row, body) => took(row, knownBy === undefined ? body : { [knownBy]: body[knownBy] }),
    },
    update: {
      ...(complete && { reads: true as const }),
      body: (values, before, _place, call) => bodyFor(values, before, false, call),
      took,
    },
    remove: true,
    changed: () => spec.changed?.(),
    ...(spec.consequences && { consequences: async (row, _place, call) => spec.consequences?.(row, call) ?? [] }),
  }) as Whole;

  return {
    ...engine,
    read,
    written,
    /** What a change sends, if nothing speaks against it. */
    async changeOf(id: string, draft: RecordDraft, call?: Call): Promise<Body> {
      if (kind) await demand(clockodo, `${kind}.update`, call);
      checkDraft(draft, fields, "change", bare(what));
      wireId(id, what);
      return bodyFor(draft, complete ? await read(id, call) : null, false, call);
    },
    /**
     * Sends a change of the record, or another of its calls, and looks for it where the answer is lost.
     * @param expected what the record has then; absent: the body
     */
    put: (id: string, path: Segment[], body: Body, call?: Call, expected = body) =>
      saveOnce<R>(
        product,
        () => product.write(spec.row, "PUT", path, body, call),
        async () => {
          const now = await read(id);
          return took(now, expected) ? now : null;
        },
      ),
    describe: (call?: Call) =>
      described(
        clockodo,
        {
          kind,
          fields: shownFields(fields),
          filters: plainFields(filters),
          notes: spec.notes,
          ...(spec.within && { within: spec.within }),
        },
        call,
      ),
  };
}
