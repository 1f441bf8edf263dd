import { z } from "zod";
import { messageText } from "../../messages/schema";
import { absencesResult, absenceView, balanceResult, decidedResult, requestedResult } from "./absences";
import { accountResult } from "./account";
import { deletedResult, entriesResult, entryView, workView, writtenResult } from "./entries";
import { day, notes, ref, seconds } from "./parts";
import { reportKey, reportResult, share } from "./reports";
import { pausedResult, startedResult, statusResult, stoppedResult } from "./timer";

/**
 * Every member that `structuredContent` of each tool can have, over the schemas with which the windows read it. Clients get
 * it as `outputSchema`, made by `npm run schemas`; tests hold every answer against it. Nothing is loaded from here at run time.
 */
const failedRows = z.array(
  z.object({
    index: z.number().describe("Of the row, from 0").optional(),
    id: z.string().optional(),
    message: messageText,
  }),
);

/** Instead of the answer, where the person has to agree first. */
const preview = {
  confirm: z
    .object({
      token: z.string(),
      seconds: seconds.describe("How long the token is good, in seconds"),
      preview: z.array(z.string()),
      next: z.string(),
      waiting: z.boolean().describe("The person is asked already, in the app or at url").optional(),
      url: z.string().describe("Page where the person says yes or no").optional(),
    })
    .describe("Nothing was done yet: the person has to agree first"),
};
const untrusted = { untrusted: z.string().describe("Said where names and texts were written by people") };

/** Where all accounts were asked at once. */
const account = z.object({ id: z.string(), label: z.string(), service: z.string() });
const several = {
  accounts: z.array(account.loose()).describe("With account all: what else each account answered, or why it failed"),
  not_asked: z.array(account.extend({ why: messageText })),
  side_by_side: z.array(
    z.object({ by: z.string(), id: z.string(), name: z.string(), seconds: z.record(z.string(), seconds) }),
  ),
};
const ofAccount = { account: z.string().describe("With account all: whose it is").optional() };

const exportResult = z
  .object({
    rows: z.number(),
    bytes: z.number(),
    mime_type: z.string(),
    csv: z.string().describe("The rows, where they are not too large for an answer").optional(),
    uri: z.string().describe("Resource with the same rows").optional(),
    path: z.string().describe("Where the file was saved").optional(),
  })
  .describe("With export: in place of rows or groups");

const today = z
  .object({ seconds, target: seconds.nullable(), notes: notes.optional() })
  .describe("Worked today; target null: none is kept");

/** A line of list_time: clock times in the account's zone, work as one text. */
const entryRow = z.object({
  id: z.string(),
  from: z.string().describe("HH:MM"),
  to: z.string().describe("HH:MM; null while it runs").nullable(),
  seconds,
  planned: z.boolean().describe("It ends in the future: not worked yet").optional(),
  work: z.string().describe("Customer / project / activity"),
  text: z.string().optional(),
  tags: z.array(z.string()).optional(),
  person: z.string().optional(),
  locked: z.boolean().optional(),
});
/** What reading is not allowed of is named by its id only. */
const writtenEntry = entryView.partial().required({ id: true });

/** As deep as groups can be nested, for clients that follow no references. */
const groupsBelow = (levels: number): z.ZodType =>
  z.object({
    ...reportKey.shape,
    ...share.shape,
    ...ofAccount,
    share: z.number().describe("Part of the whole, 0 to 1"),
    share_above: z.number().describe("Part of the group above").optional(),
    parts: z
      .array(share.extend({ id: z.string(), parents: workView.optional() }))
      .describe("Single things of this name, largest first")
      .optional(),
    more_parts: z.number().optional(),
    ...(levels > 1 && { groups: z.array(groupsBelow(levels - 1)).optional(), more: z.number().optional() }),
  });

const whyAway = ref.extend({ why: messageText.optional() });
const awayDay = z.object({
  day,
  free: z.string().describe("Why nobody works that day").optional(),
  away: z.array(whyAway.extend({ part: z.boolean().optional(), requested: z.boolean().optional() })),
  here: z.array(whyAway),
  more_here: z.number().optional(),
  unknown: z.array(whyAway),
});

const levels = ["customer", "project", "subproject", "activity"] as const;
const nameRows = z.array(z.array(z.string()));
const field = z.object({
  name: z.string(),
  kind: z.string(),
  needed: z.boolean().optional(),
  when: z.string().optional(),
  choices: z.array(z.string()).optional(),
  of: z.string().optional(),
  item: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  signed: z.boolean().optional(),
  hint: z.string().optional(),
});
const record = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  action: z.string().optional(),
  would: z.string().describe("With dry_run: what would be done").optional(),
  of: ref.extend({ type: z.string() }).partial().optional(),
  values: z.record(z.string(), z.unknown()).describe("By field; durations in seconds").optional(),
});

const toolResults = {
  get_status: z.object({
    ...statusResult.shape,
    note: z.string(),
    notes,
    zone_note: z.string().describe("Where this computer is in another zone than the account"),
  }),
  clock_in: z.object({ ...startedResult.shape, ...preview }),
  clock_out: z.object({ ...stoppedResult.shape, today, ...preview }),
  take_break: z.object({ ...startedResult.shape, ...pausedResult.shape, today, ...preview }),
  list_time: z.object({
    ...entriesResult.shape,
    total: z.object({ entries: z.number(), seconds, of_first_page: z.boolean().optional() }),
    days: z.array(z.object({ day, seconds, entries: z.array(entryRow) })).describe("By day, unless detail is full"),
    entries: z.array(
      z.object({
        ...entryView.partial().shape,
        ...entryRow.partial().shape,
        id: z.string(),
        day: day.optional(),
        work: z.union([z.string(), workView]),
        locked: z.union([z.boolean(), z.string()]).optional(),
        person: z.union([z.string(), ref]).optional(),
      }),
    ),
    notes,
    more: z.number(),
    export: exportResult,
    ...preview,
  }),
  report_time: z.object({
    ...reportResult.shape,
    export: exportResult,
    groups: z.array(groupsBelow(3)),
    ...several,
    ...preview,
  }),
  log_time: z.object({ ...writtenResult.shape, ...preview }),
  update_time: z.object({
    ...writtenResult.shape,
    entries: z.array(writtenEntry),
    count: z.number().describe("With all_of: how many were changed"),
    ids: z.array(z.string()),
    more: z.number(),
    ...preview,
  }),
  delete_time: z.object({
    ...deletedResult.shape,
    was: z.array(entryView).describe("The deleted entries, as they were"),
    restore: z
      .object({ tool: z.string(), entries: z.array(z.record(z.string(), z.unknown())) })
      .describe("Arguments with which log_time records them anew"),
    count: z.number(),
    more: z.number(),
    notes,
    ...preview,
  }),
  find_work: z.object({
    found: z.object({
      columns: z.array(z.string()).optional(),
      ...Object.fromEntries([...levels, "tag", "person"].map((level) => [level, nameRows.optional()])),
    }),
    items: z.array(
      ref.extend({ level: z.enum(levels), parents: workView, bookable: z.boolean(), why_not: messageText.optional() }),
    ),
    tags: z.array(ref),
    people: z.array(ref),
    recent: z.array(
      z.object({
        work: z.union([z.string(), workView]),
        text: z.string().optional(),
        tags: z.array(z.string()).optional(),
      }),
    ),
    favourites: z.array(z.object({ id: z.string().optional(), name: z.string() })),
    texts: z.array(z.string()),
    more: z.number(),
    ...preview,
  }),
  list_absences: z.object({
    ...absencesResult.shape,
    shown: z.array(z.string()),
    whose: z.string(),
    total: z.object({ absences: z.number(), days: z.number() }),
    absences: z.array(absenceView.extend(ofAccount)),
    away: z.array(awayDay),
    notes,
    ...several,
    ...preview,
  }),
  get_leave_balance: z.object({ ...balanceResult.shape, ...preview }),
  request_absence: z.object({ ...requestedResult.shape, substitute: ref, ...preview }),
  update_absence: z.object({ ...decidedResult.shape, ...preview }),
  get_account: z.object({
    ...accountResult.shape,
    teams: z.array(ref),
    supervisor: ref,
    notes,
    modules: z.record(z.string(), z.string()),
    settings: z.record(z.string(), z.unknown()),
    colours: z.record(z.string(), z.unknown()).nullable(),
    clock_skew: seconds,
    ...preview,
  }),
  list_records: z.object({
    type: z.string(),
    of: ref.extend({ type: z.string() }),
    total: z.number().describe("null where the service does not tell").nullable(),
    records: z.array(record),
    types: z.array(
      z.object({
        type: z.string(),
        can: z.array(z.string()),
        cannot: z.record(z.string(), z.string()),
        of: z.array(z.string()).optional(),
        fields: z.array(field).optional(),
        filters: z.array(field).optional(),
      }),
    ),
    file: z.object({ path: z.string(), mime_type: z.string(), bytes: z.number() }),
    notes,
    more: z.number().nullable(),
    next: z.string(),
    ...preview,
  }),
  save_record: z.object({
    dry_run: z.boolean(),
    records: z.array(record),
    notes,
    failed: failedRows,
    ...preview,
  }),
  delete_record: z.object({
    deleted: z.array(
      ref.extend({
        with: z.string().optional(),
        was: z.record(z.string(), z.unknown()).describe("Its values, by field").optional(),
      }),
    ),
    failed: failedRows,
    notes,
    ...preview,
  }),
};

/** Models get the English of a message. */
function asText({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const [, data] = jsonSchema.anyOf ?? [];
  if (typeof data !== "object" || !data.properties?.params) return;
  delete jsonSchema.anyOf;
  jsonSchema.type = "string";
}

/** As a client gets it: plain JSON Schema without references, in which nothing is required, for it depends on the call. */
export function outputSchemas(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(toolResults).map(([name, schema]) => {
      const whole = z.object({ ...untrusted, ...schema.shape });
      return [name, plain(z.toJSONSchema(whole, { io: "output", reused: "inline", override: asText }))];
    }),
  );
}

const left = new Set(["$schema", "required", "propertyNames", "default"]);

/** @param isMap its members are names of ours and no keywords */
function plain(schema: unknown, isMap = false): object {
  if (typeof schema !== "object" || schema === null) return schema as never;
  if (Array.isArray(schema)) return schema.map((one) => plain(one));
  if (!isMap && "type" in schema && Array.isArray(schema.type)) {
    const { type, ...rest } = schema;
    return { ...plain(rest), anyOf: schema.type.map((one: string) => ({ type: one })) };
  }
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => isMap || !(left.has(key) || (key === "additionalProperties" && value === false)))
      .map(([key, value]) => [key, plain(value, !isMap && key === "properties")]),
  );
}
