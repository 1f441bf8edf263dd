import { recordTable } from "../../../domain/record-table";
import type { RecordsPort, RecordType } from "../../../domain/records";
import type { WritableType } from "../../shared/record-engine";
import type { Kimai } from "../context";
import type { KnownPeople } from "../people/everyone";
import type { Lists } from "../work/lists";
import { favouriteType } from "./favourite";
import { invoiceType } from "./invoice";
import { createNames } from "./names";
import { grantType } from "./people/grant";
import { membershipType } from "./people/membership";
import { personType } from "./people/person";
import { preferenceType } from "./people/preference";
import { teamType } from "./people/team";
import { tokenType } from "./people/token";
import { createCustomFields } from "./plugins/custom-fields";
import { expenseType } from "./plugins/expense";
import { holidayTypes } from "./plugins/holiday";
import { metaFieldType } from "./plugins/meta-field";
import { monthLockType } from "./plugins/month-lock";
import { taskType } from "./plugins/task";
import { createColors } from "./work/colors";
import { commentType } from "./work/comment";
import { rateType } from "./work/rate";
import { tagType } from "./work/tag";
import { workType } from "./work/work";

/** Everything that Kimai keeps beside time, work and absences, by our types of record. */
export function createRecords(kimai: Kimai, lists: Lists, everyone: KnownPeople): RecordsPort {
  const types = (): Partial<Record<RecordType, WritableType>> => {
    const colors = createColors(kimai);
    const customFields = createCustomFields(kimai, lists);
    const work = { kimai, lists, colors, customFields };
    const names = createNames(lists, everyone);
    const holidays = holidayTypes(kimai);
    return {
      customer: workType("customer", work),
      project: workType("project", work),
      activity: workType("activity", work),
      tag: tagType(kimai, colors, lists),
      rate: rateType(kimai, lists),
      comment: commentType(kimai, lists),
      meta_field: metaFieldType(customFields),
      favourite: favouriteType(kimai),
      person: personType(kimai, everyone, colors),
      preference: preferenceType(kimai),
      team: teamType(kimai, colors),
      membership: membershipType(kimai),
      grant: grantType(kimai),
      invoice: invoiceType(kimai),
      token: tokenType(kimai),
      holiday: holidays.holiday,
      holiday_group: holidays.group,
      month_lock: monthLockType(kimai, everyone),
      expense: expenseType(kimai, names),
      task: taskType(kimai, names),
    };
  };

  return recordTable("Kimai", types, async ({ type, values, of, copyOf }, able, call) =>
    copyOf === undefined
      ? able(type, "create", "create")(values, of, call)
      : able(type, "copy", "copy")(copyOf, values, of, call),
  );
}
