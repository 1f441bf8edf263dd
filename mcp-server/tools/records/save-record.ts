import { recordCell } from "../../domain/permission-cells";
import { type RecordType, recordTypes } from "../../domain/records";
import { defineTool } from "../lib/define";
import { choice, need, outputSchema, rows, text, values } from "../lib/schema";
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
const personalCells = personalTypes.flatMap((type) =>
  (["create", "update"] as const).flatMap((action) => recordCell(type, action) ?? []),
);

export const saveRecord = defineTool({
  name: "save_record",
  title: "Save records",
  description:
    "Make or change records; fields: list_records with describe. Not for time (log_time) or leave (request_absence).",
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  records: "write",
  alwaysAsks: [{ cells: personalCells }],
  input: {
    type: need(choice(recordTypes, "Which")),
    records: need(
      rows(
        {
          id: text("Change this: name or #id"),
          of: text("Parent: project Website, person everyone"),
          copy_of: text("Make one like it"),
          values: values("By field; null clears"),
        },
        "Without id: new",
        500,
      ),
    ),
    dry_run: writeShape.dry_run,
  },
  output: outputSchema({ records: "array" }),
});
