import { ServiceError } from "../../../domain/errors";
import { recordTable } from "../../../domain/record-table";
import type { RecordsPort, RecordType } from "../../../domain/records";
import type { Clockodo } from "../context";
import type { EntryWriter } from "../entries/write-entry";
import { favouriteRow } from "./favourite";
import { accessType } from "./people/access";
import { membershipType } from "./people/membership";
import { personType } from "./people/person";
import { accessGroupRow, teamRow } from "./people/team";
import { type ClockodoRecordType, type RecordSpec, recordType } from "./record-type";
import { subscriptionType } from "./subscription";
import { leaveCarryRow, leaveQuotaRow, overtimeCarryRow, overtimeReductionRow } from "./time/balances";
import { holidayGroupRow, holidayMemberRow, holidayRow } from "./time/holiday";
import { targetHoursRow } from "./time/target-hours";
import { userReportType } from "./time/user-report";
import { workTimeType } from "./time/work-time";
import { workTimeChangeType } from "./time/work-time-change";
import { lumpSumType } from "./work/lump-sum";
import { rateType } from "./work/rate";
import { workType } from "./work/work";

/** Everything that Clockodo keeps beside time, work and absences, by our types of record. */
export function createRecords(clockodo: Clockodo, writer: EntryWriter): RecordsPort {
  const rows = <R extends { id: number | null }>(spec: RecordSpec<R>) => recordType(clockodo, spec);
  const types = (): Partial<Record<RecordType, ClockodoRecordType>> => ({
    customer: workType("customer", clockodo),
    project: workType("project", clockodo),
    subproject: workType("subproject", clockodo),
    activity: workType("activity", clockodo),
    lump_sum_service: workType("lump_sum_service", clockodo),
    lump_sum: lumpSumType(clockodo, writer),
    rate: rateType(clockodo),
    favourite: rows(favouriteRow(clockodo)),
    person: personType(clockodo),
    team: rows(teamRow(clockodo)),
    membership: membershipType(clockodo),
    access_group: rows(accessGroupRow(clockodo)),
    access: accessType(clockodo),
    subscription: subscriptionType(clockodo),
    holiday: rows(holidayRow(clockodo)),
    holiday_group: rows(holidayGroupRow(clockodo)),
    holiday_member: rows(holidayMemberRow),
    leave_quota: rows(leaveQuotaRow),
    leave_carry: rows(leaveCarryRow),
    overtime_carry: rows(overtimeCarryRow),
    overtime_reduction: rows(overtimeReductionRow),
    target_hours: rows(targetHoursRow),
    user_report: userReportType(clockodo),
    work_time: workTimeType(clockodo),
    work_time_change: workTimeChangeType(clockodo),
  });

  return recordTable("Clockodo", types, async ({ type, values, of, copyOf }, able, call) => {
    if (copyOf === undefined) return able(type, "create", "create")(values, of, call);
    throw new ServiceError("unsupported", `Clockodo cannot copy a ${type}.`, {
      next: "Look at the old one and create a new one with its values.",
    });
  });
}
