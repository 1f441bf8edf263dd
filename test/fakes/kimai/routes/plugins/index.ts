import { type Answered, type Asked, fail, ok } from "../../model";
import { plugged } from "../../plugins";
import { absences, publicHolidays } from "./absences";
import { workContract } from "./calendar";
import { expenses } from "./expenses";
import { tasks } from "./tasks";

/** Rules of custom fields [code]: the names are those of the settings. */
function metaRules({ state }: Asked): Answered {
  const { metaFields, workMetaFields, invoiceMetaFields } = state.settings;
  const names = { timesheet: metaFields, ...workMetaFields, invoice: invoiceMetaFields };
  const rules = Object.entries(names).flatMap(([what, all]) => all.map((name) => ({ what, name })));
  return ok(
    rules.map(({ what, name }, index) => ({
      id: index + 1,
      entityType: `App\\Entity\\${what.charAt(0).toUpperCase()}${what.slice(1)}Meta`,
      name,
      label: name,
      help: null,
      value: null,
      type: "text",
      visible: true,
      required: false,
      customer: null,
      project: null,
      activity: null,
    })),
  );
}

/** Routes of plugins; null where none that is installed has this one, and Kimai itself answers (with 404). */
export function pluginRoute(asked: Asked, method: string, path: string[]): Answered | null {
  const [first = "", ...rest] = path;
  const has = (part: Parameters<typeof plugged>[1]) => plugged(asked.state, part);
  if (first === "absences" && has("absences")) return absences(asked, method, rest);
  if (first === "public-holidays" && has("absences")) return publicHolidays(asked, method, rest);
  if (first === "work-contract" && has("absences")) return workContract(asked, method, rest);
  if (first === "expenses" && has("expenses")) return expenses(asked, method, rest);
  if (first === "tasks" && has("tasks")) return tasks(asked, method, rest);
  if (first === "metafields" && has("metaFields") && rest.length === 0)
    return method === "GET" ? metaRules(asked) : fail(405);
  return null;
}
