import type { Call } from "../../../domain/call";
import { pageOf } from "../../../domain/drafts";
import type { TypeOfRecord } from "../../../domain/record-table";
import type {
  RecordAction,
  RecordField,
  RecordQuery,
  RecordType,
  RecordTypeInfo,
  ServiceRecord,
} from "../../../domain/records";
import type { MessageText } from "../../../messages/catalog";

/** A field that is only shown. */
export const shown = (name: string, kind: RecordField["kind"], more: Partial<RecordField> = {}): RecordField => ({
  name,
  kind,
  when: "never",
  ...more,
});

/** A type of record that is read all at once. */
export interface ListSpec extends Pick<RecordTypeInfo, "fields" | "archives"> {
  notes?: MessageText[];
  parents?: RecordType[];
  filters?: RecordField[];
  /** `rows` looks for the text itself, and not only in names. */
  searches?: true;
  rows(query: RecordQuery, call?: Call): Promise<ServiceRecord[]>;
  /** Said with a page. */
  listNotes?(query: RecordQuery, found: readonly ServiceRecord[]): string[];
  /** Absent: it is listed only. */
  one?: TypeOfRecord["get"];
  /** What else can be done with it, by methods beside these; absent: nothing. */
  writes?(call?: Call): Promise<RecordAction[]>;
}

/** Describing, listing and getting by the row of one type. */
export function listType(spec: ListSpec) {
  const { fields, archives, notes = [], parents = [], filters = [], searches, rows, listNotes, one, writes } = spec;
  return {
    async describe(call) {
      const actions: RecordAction[] = one ? ["list", "get"] : ["list"];
      actions.push(...((await writes?.(call)) ?? []));
      return { actions, parents, fields, filters, ...(archives && { archives }), notes };
    },
    async list(query, call) {
      const found = await rows(query, call);
      return pageOf(found, searches ? { ...query, text: undefined } : query, listNotes?.(query, found));
    },
    ...(one && { get: one }),
  } satisfies TypeOfRecord;
}
