import { recordCell } from "#core/domain/permission-cells";
import { type RecordType, recordTypes } from "#core/domain/records";
import { servicesWith } from "#core/service-catalog/descriptors";
import { defineTool } from "../lib/define";
import { choice, listing, need, only, rows, text, values } from "../lib/schema";
import { writeShape } from "../lib/shapes";

/** Types that can be another person's own, on some service: those are never saved unasked (`isOthers`). */
const personalTypes: readonly RecordType[] = [
  "person",
  "preference",
  "comment",
  "holiday_member",
  "month_lock",
  "work_time",
  "work_time_change",
  "target_hours",
  "leave_quota",
  "leave_carry",
  "overtime_carry",
  "overtime_reduction",
  "access",
  "expense",
  "task",
];
/** A second one of a name is made only by somebody who was asked. */
const namedCells = ["customer.create", "project.create", "activity.create"] as const;
const personalCells = personalTypes.flatMap((type) =>
  (["create", "update"] as const).flatMap((action) => recordCell(type, action) ?? []),
);

export const saveRecord = defineTool({
  name: "save_record",
  title: "Save records",
  description:
    "Create or change records. list_records with describe tells the fields of a type, also what a new one brings along.",
  notFor: { how: "for", tools: { log_time: "time", request_absence: "leave" } },
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  records: "write",
  alwaysAsks: [{ cells: [...personalCells, ...namedCells] }],
  input: {
    type: need(choice(recordTypes, "Type of record")),
    records: need(
      rows(
        {
          id: text("What to change: name or #id. Without: a new one is created"),
          of: listing(text("What it belongs to, type first: {}. Or in values"), [
            "'project Website'",
            ["'person everyone'", { cells: ["person.read"] }],
          ]),
          copy_of: only({ services: servicesWith("copies") }, text("Create a copy of this: name or #id")),
          values: values('Fields to set: {"name": "Website"}. null clears; references by name or #id'),
        },
        "One object per record",
        500,
      ),
    ),
    dry_run: writeShape.dry_run,
  },
});
