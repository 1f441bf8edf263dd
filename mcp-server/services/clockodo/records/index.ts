import { ServiceError } from "../../../domain/errors";
import type { RecordAction, RecordsPort, RecordType } from "../../../domain/records";
import type { Clockodo } from "../context";
import type { EntryWriter } from "../entry-write";
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

  function typed(type: RecordType): ClockodoRecordType {
    const found = types[type];
    if (found) return found;
    throw new ServiceError("unsupported", `Clockodo has no records of type ${type}.`, {
      next: "list_records without a type names those that it has.",
    });
  }

  /** The method behind an action, or the error that this type has none. */
  function able<M extends keyof ClockodoRecordType>(type: RecordType, method: M, action: RecordAction) {
    const found = typed(type)[method];
    if (found) return found as NonNullable<ClockodoRecordType[M]>;
    throw new ServiceError("unsupported", `Clockodo's API cannot do this: ${action} of ${type}.`, {
      next: "list_records with describe tells what it can do with this type.",
    });
  }

  return {
    describe: async (type, call) => ({ type, ...(await typed(type).describe(call)) }),
    list: async (query, call) => able(query.type, "list", "list")(query, call),
    get: async (place, call) => able(place.type, "get", "get")(place.id, place.of, call),
    async create({ type, values, of, copyOf }, call) {
      if (copyOf === undefined) return able(type, "create", "create")(values, of, call);
      throw new ServiceError("unsupported", `Clockodo cannot copy a ${type}.`, {
        next: "Look at the old one and create a new one with its values.",
      });
    },
    update: async (place, values, call) => able(place.type, "update", "update")(place.id, values, place.of, call),
    remove: async (place, call) => able(place.type, "remove", "delete")(place.id, place.of, call),
    consequences: async (place, call) => (await typed(place.type).consequences?.(place.id, place.of, call)) ?? [],
  };
}
