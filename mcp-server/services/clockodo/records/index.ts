import { ServiceError } from "../../../domain/errors";
import { recordTable } from "../../../domain/record-table";
import type { RecordsPort, RecordType } from "../../../domain/records";
import type { Clockodo } from "../context";
import type { EntryWriter } from "../entries/write-entry";
import { accessType } from "./access";
import { accessGroupType } from "./access-group";
import { favouriteType } from "./favourite";
import { holidayType } from "./holiday";
import { holidayGroupType, holidayMemberType } from "./holiday-group";
import { leaveCarryType, leaveQuotaType, overtimeCarryType, overtimeReductionType } from "./leave-account";
import { lumpSumType } from "./lump-sum";
import { membershipType } from "./membership";
import { createGroups } from "./people-names";
import { personType } from "./person";
import { rateType } from "./rate";
import { subscriptionType } from "./subscription";
import { targetHoursType } from "./target-hours";
import { teamType } from "./team";
import type { ClockodoRecordType } from "./type";
import { userReportType } from "./user-report";
import { workType } from "./work";
import { workTimeType } from "./work-time";
import { workTimeChangeType } from "./work-time-change";

/** Everything that Clockodo keeps beside time, work and absences, by our types of record. */
export function createRecords(clockodo: Clockodo, writer: EntryWriter): RecordsPort {
  const groups = createGroups(clockodo);
  const types: Partial<Record<RecordType, ClockodoRecordType>> = {
    customer: workType("customer", clockodo),
    project: workType("project", clockodo),
    subproject: workType("subproject", clockodo),
    activity: workType("activity", clockodo),
    lump_sum_service: workType("lump_sum_service", clockodo),
    lump_sum: lumpSumType(clockodo, writer),
    rate: rateType(clockodo),
    favourite: favouriteType(clockodo),
    person: personType(clockodo, groups),
    team: teamType(clockodo, groups),
    membership: membershipType(clockodo, groups),
    access_group: accessGroupType(clockodo, groups),
    access: accessType(clockodo, groups),
    subscription: subscriptionType(clockodo),
    holiday: holidayType(clockodo),
    holiday_group: holidayGroupType(clockodo),
    holiday_member: holidayMemberType(clockodo),
    leave_quota: leaveQuotaType(clockodo),
    leave_carry: leaveCarryType(clockodo),
    overtime_carry: overtimeCarryType(clockodo),
    overtime_reduction: overtimeReductionType(clockodo),
    target_hours: targetHoursType(clockodo),
    user_report: userReportType(clockodo),
    work_time: workTimeType(clockodo),
    work_time_change: workTimeChangeType(clockodo),
  };

  return recordTable("Clockodo", types, async ({ type, values, of, copyOf }, able, call) => {
    if (copyOf === undefined) return able(type, "create", "create")(values, of, call);
    throw new ServiceError("unsupported", `Clockodo cannot copy a ${type}.`, {
      next: "Look at the old one and create a new one with its values.",
    });
  });
}
