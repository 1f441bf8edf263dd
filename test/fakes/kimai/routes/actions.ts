import { type Answered, type Asked, fail, ok } from "../model";
import { may, mayTouch } from "../rights";
import { byId } from "../shapes";

const titles: Record<string, Record<string, string>> = {
  de: { repeat: "Neu starten", edit: "Bearbeiten", copy: "Kopie erstellen" },
  en: { repeat: "Restart", edit: "Edit", copy: "Create copy" },
};

const action = (
  id: string,
  title: string,
  url: string | null,
  of: string | null,
  attr: Record<string, string> = {},
) => ({
  id,
  title,
  url,
  class: of,
  attr,
  divider: of === null,
});

/** The menu of one thing, with what this person may do to it (§3.10). @param path what follows `/api/actions/` */
export function actions(asked: Asked, method: string, path: string[]): Answered {
  const { state, user } = asked;
  const [what = "", id, view, locale = "en"] = path;
  if (path.length !== 4 || view === undefined) return fail(404);
  if (method !== "GET") return fail(405);
  const words = titles[locale] ?? titles.en;
  const said = (name: string) => words?.[name] ?? name;
  const divider = action("divider0", "divider0", null, null);
  if (what === "timesheet") {
    const sheet = state.timesheets.find((each) => each.id === Number(id));
    if (!sheet) return fail(404);
    if (!mayTouch(state, user, sheet, "view")) return fail(403);
    const again = {
      "data-payload": '{"copy": "all"}',
      "data-event": "kimai.timesheetStart kimai.timesheetUpdate",
      "data-href": `/api/timesheets/${id}/restart?_locale=${locale}`,
      "data-method": "PATCH",
      "data-msg-error": "timesheet.start.error",
      "data-msg-success": "timesheet.start.success",
    };
    const edit = action("edit", said("edit"), `/${locale}/timesheet/${id}/edit`, "modal-ajax-form dd-ts-edit");
    return ok([
      ...(sheet.end === null ? [] : [action("repeat", said("repeat"), "#", "api-link dd-ts-repeat", again)]),
      ...(mayTouch(state, user, sheet, "edit") ? [edit] : []),
      action("copy", said("copy"), `/${locale}/timesheet/${id}/duplicate`, "modal-ajax-form dd-ts-duplicate"),
      divider,
    ]);
  }
  const lists = { customer: state.customers, project: state.projects, activity: state.activities };
  const list = lists[what as keyof typeof lists];
  const item = list && byId<{ id: number }>(list, Number(id));
  if (!item) return fail(404);
  if (!may(state, user, "view_work")) return fail(403);
  const edit = action("edit", said("edit"), `/${locale}/admin/${what}/${id}/edit`, "modal-ajax-form");
  return ok([...(may(state, user, "edit_work") ? [edit] : []), divider]);
}
