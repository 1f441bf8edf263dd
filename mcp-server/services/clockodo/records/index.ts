import { ServiceError } from "../../../domain/errors";
import { recordTable } from "../../../domain/record-table";
import type { RecordsPort, RecordType } from "../../../domain/records";
import type { Clockodo } from "../context";
import type { EntryWriter } from "../entries/write-entry";
import { favouriteType } from "./favourite";
import { accessType } from "./people/access";
import { accessGroupType } from "./people/access-group";
import { membershipType } from "./people/membership";
import { createGroups } from "./people/people-names";
import { personType } from "./people/person";
import { teamType } from "./people/team";
import { subscriptionType } from "./subscription";
import { holidayType } from "./time/holiday";
import { holidayGroupType, holidayMemberType } from "./time/holiday-group";
import { leaveCarryType, leaveQuotaType, overtimeCarryType, overtimeReductionType } from "./time/leave-account";
import { targetHoursType } from "./time/target-hours";
import { userReportType } from "./time/user-report";
import { workTimeType } from "./time/work-time";
import { workTimeChangeType } from "./time/work-time-change";
import type { ClockodoRecordType } from "./type";
import { lumpSumType } from "./work/lump-sum";
import { rateType } from "./work/rate";
import { workType } from "./work/work";

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
