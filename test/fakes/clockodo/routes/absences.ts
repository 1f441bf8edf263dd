import { type Answered, type Asked, type FakeAbsence, filterOf, ok, problem } from "../model";
import { countDays, knowsOf, managesAbsences, viewsAbsences } from "./absence-rules";
import { day, flag, ids, orNull, text, within } from "./checks";

/** What one sees of an absence: why somebody is away only with rights (§2.9). */
function shown(asked: Asked, row: FakeAbsence) {
  const { id, users_id, date_since, date_until, status, public_note, half_day: _, count_hours, ...rest } = row;
  const { type, note, sick_note, date_enquired, date_approved, approved_by } = rest;
  const count_days = countDays(asked, row);
  return {
    id,
    users_id,
    date_since,
    date_until,
    status,
    public_note,
    count_days: viewsAbsences(asked, users_id) ? count_days : (count_days ?? 0),
    ...(viewsAbsences(asked, users_id) && {
      type,
      note,
      sick_note,
      count_hours,
      date_enquired,
      date_approved,
      approved_by,
    }),
  };
}

const fields: Record<string, (value: unknown) => boolean> = {
  date_since: day,
  date_until: orNull(day),
  type: (value) => Number.isInteger(value) && within(1, 15)(value),
  half_day: flag,
  count_hours: orNull(within(0.01, 1000)),
  users_id: within(1, Number.MAX_SAFE_INTEGER),
  status: within(0, 4),
  sick_note: orNull(flag),
  note: orNull(text(512)),
  public_note: orNull(text(512)),
  allow_override: ids,
};

/** What a day of it is used for: both halves of a day can be. */
const share = (row: FakeAbsence) => (row.half_day || (row.type === 3 && row.count_hours !== null) ? 0.5 : 1);
const live = ({ status }: FakeAbsence) => status === 0 || status === 1;

function wrong(asked: Asked, after: FakeAbsence, before: FakeAbsence | null): Answered | null {
  const { state, body } = asked;
  const refuse = (type: string, path: string | null, details: unknown = null) =>
    problem(state, 422, type, `${type} in words.`, path, details);
  const needless = [
    ...(after.type !== 3 && body.count_hours != null ? ["count_hours"] : []),
    ...(after.type === 3 && body.half_day === true ? ["half_day"] : []),
    ...(![4, 5].includes(after.type) && body.sick_note != null ? ["sick_note"] : []),
  ];
  if (needless.length > 0) return refuse("FieldsShouldBeEmpty", needless[0] ?? null, { fields: needless });
  if (after.date_until < after.date_since) return refuse("UntilBeforeSinceIsForbidden", "date_until");
  if (after.date_until.slice(0, 4) !== after.date_since.slice(0, 4))
    return refuse("UntilMustBeInSameYear", "date_until");
  if (after.half_day && after.date_since !== after.date_until) return refuse("HalfDayAbsenceTooLong", "half_day");
  const manager = managesAbsences(asked, after.users_id);
  if (after.users_id !== asked.user.id && !manager) return refuse("CannotManageAbsencesOfUser", "users_id");
  // Who may not decide can ask, and take a request back.
  const free = body.status === 0 || (body.status === 4 && before?.status === 0);
  if (body.status !== undefined && !manager && !free) return refuse("StatusIsForbidden", "status");
  const moved = before === null || (live(after) && !live(before));
  const changed = moved || ["date_since", "date_until", "half_day"].some((name) => name in body);
  const override = (body.allow_override as number[] | undefined) ?? [];
  const colliding = state.absences.filter(
    (each) =>
      each.id !== after.id &&
      each.users_id === after.users_id &&
      live(each) &&
      !override.includes(each.id) &&
      each.date_since <= after.date_until &&
      each.date_until >= after.date_since &&
      (each.date_since !== each.date_until || after.date_since !== after.date_until || share(each) + share(after) > 1),
  );
  if (live(after) && changed && colliding.length > 0)
    return refuse("AbsenceCollision", "date_since", { colliding_absences: colliding.map(({ id }) => id) });
  return null;
}

/** `/v4/absences`: whole years without pages; what rights hide is absent. */
export function absences(asked: Asked, [id]: string[]): Answered {
  const { state, user, method, body } = asked;
  if (!state.company.module_absence) return problem(state, 403, "Forbidden", "The module is switched off.");
  if (id === undefined && method === "GET") {
    const filters = ["users_id", "status", "type"].map((name) => [name, filterOf(asked, name)] as const);
    const [years, teams, active] = [
      filterOf(asked, "year"),
      filterOf(asked, "teams_id"),
      filterOf(asked, "users_active"),
    ];
    asked.known("scope");
    const scope = asked.query.get("scope");
    const found = state.absences.filter((row) => {
      const owner = state.users.find((each) => each.id === row.users_id);
      return (
        knowsOf(asked, row.users_id) &&
        (scope !== "viewableAbsences" || viewsAbsences(asked, row.users_id)) &&
        (scope !== "manageableAbsences" || managesAbsences(asked, row.users_id)) &&
        (years === null || years.includes(row.date_since.slice(0, 4))) &&
        (teams === null || teams.includes(String(owner?.teams_id))) &&
        (active === null || owner?.active === ["1", "true"].includes(active[0] ?? "")) &&
        filters.every(([name, wanted]) => wanted === null || wanted.includes(String(row[name as keyof FakeAbsence])))
      );
    });
    return ok({ data: found.map((row) => shown(asked, row)) });
  }
  const row = id === undefined ? null : state.absences.find((each) => each.id === Number(id));
  if (row === undefined || (row && !knowsOf(asked, row.users_id)))
    return problem(state, 404, "ResourceNotFound", "Resource not found");
  if (method === "GET" && row) return ok({ data: shown(asked, row) });
  if (row && row.users_id !== user.id && !managesAbsences(asked, row.users_id))
    return problem(state, 403, "CannotManageAbsencesOfUser", "Not your own.");
  if (method === "DELETE" && row) {
    if (row.status === 1) return problem(state, 422, "AbsenceHasToBeDeclined", "It has to be declined first.");
    state.absences.splice(state.absences.indexOf(row), 1);
    return ok({ success: true });
  }
  if (method !== (row ? "PUT" : "POST")) return problem(state, 405, "General", "Method not allowed");
  for (const name of row ? [] : ["date_since", "type"])
    if (body[name] === undefined) return problem(state, 422, "Empty", `The field ${name} is required.`, name);
  for (const [name, value] of Object.entries(body))
    if (!fields[name]?.(value) || (row && name === "users_id"))
      return problem(state, 422, "UnexpectedValue", `The value of ${name} is wrong.`, name);
  const { allow_override: _, ...sent } = body;
  const today = new Date(asked.now).toISOString().slice(0, 10);
  const owner = Number(body.users_id ?? user.id);
  const empty: FakeAbsence = {
    id: state.nextId,
    users_id: owner,
    date_since: "",
    date_until: "",
    type: 1,
    // Who decides need not ask (§2.9: unsure).
    status: managesAbsences(asked, owner) ? 1 : 0,
    half_day: false,
    count_hours: null,
    sick_note: null,
    note: null,
    public_note: null,
    date_enquired: today,
    date_approved: null,
    approved_by: null,
  };
  const after = { ...(row ?? empty), ...sent } as FakeAbsence;
  after.date_until = (body.date_until as string | undefined) ?? row?.date_until ?? after.date_since;
  if (after.status === 1 && row?.status !== 1) Object.assign(after, { date_approved: today, approved_by: user.id });
  if (after.status === 0) Object.assign(after, { date_approved: null, approved_by: null });
  const refused = wrong(asked, after, row);
  if (refused) return refused;
  const override = (body.allow_override as number[] | undefined) ?? [];
  state.absences = state.absences.filter((each) => !override.includes(each.id));
  if (row) Object.assign(row, after);
  else {
    state.nextId += 1;
    state.absences.push(after);
  }
  return ok({ data: shown(asked, row ?? after) });
}
