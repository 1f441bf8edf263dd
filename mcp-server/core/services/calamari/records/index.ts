import { ServiceError } from "../../../domain/errors";
import { recordTable } from "../../../domain/record-table";
import type { RecordsPort, RecordType } from "../../../domain/records";
import type { WritableType } from "../../shared/record-engine";
import type { Holidays } from "../absences/holidays";
import type { Calamari } from "../context";
import { leaveQuotaType } from "./leave-quota";
import { holidayType, namesType, targetHoursType } from "./lists";
import { personType } from "./person";
import { projectType } from "./project";
import { teamType } from "./team";

/** Everything that Calamari keeps beside time and leave, by our types of record. */
export function createRecords(calamari: Calamari, holidays: Holidays): RecordsPort {
  const types = (): Partial<Record<RecordType, WritableType>> => ({
    project: projectType(calamari),
    person: personType(calamari),
    team: teamType(calamari),
    position: namesType(calamari, "position"),
    contract_type: namesType(calamari, "contract_type"),
    holiday: holidayType(calamari, holidays),
    target_hours: targetHoursType(calamari),
    leave_quota: leaveQuotaType(calamari),
  });
  return recordTable("Calamari", types, async ({ type, values, of, copyOf }, able, call) => {
    if (copyOf === undefined) return able(type, "create", "create")(values, of, call);
    throw new ServiceError("unsupported", `Calamari cannot copy a ${type}.`, {
      next: "Look at the old one and create a new one with its values.",
    });
  });
}
