import { type Answered, type Asked, type FakeUser, fail, ok } from "../../model";
import { absenceTypes, type FakeAbsence, type FakeAbsenceType, mayFor, mayPlug } from "../../plugins";
import { byId } from "../../shapes";
import { extraFields, formFailure } from "../../timeform";
import { bodyTime, civilDay, queryTime, wireTime } from "../../zones";
import { addDay, daysOf, holidaysOf, workOf } from "./calendar";

/** Absences of the paid "Controlling" plugin [code/docs]: nothing here was seen live (plugins.ts). */
const labels: Record<string, readonly string[]> = {
  en: ["Holiday", "Time-off", "Sickness", "Sickness of a child", "Other", "Parental leave", "Unpaid vacation"],
  de: ["Urlaub", "Zeitausgleich", "Krankheit", "Kind krank", "Sonstiges", "Elternzeit", "Unbezahlter Urlaub"],
};
const label = (type: FakeAbsenceType, language: string) =>
  (labels[language.slice(0, 2)] ?? labels.en)?.[absenceTypes.indexOf(type)] ?? type;

const midnight = (day: string, zone: string) => wireTime(bodyTime(`${day}T00:00:00`, zone) ?? 0, zone);

function row({ state }: Asked, absence: FakeAbsence) {
  const user = byId(state.users, absence.user);
  const zone = user?.zone ?? "UTC";
  return {
    id: absence.id,
    user: user && { id: user.id, username: user.username, alias: user.alias, enabled: user.enabled },
    date: midnight(absence.first, zone),
    ...(absence.last === absence.first ? {} : { endDate: midnight(absence.last, zone) }),
    duration: absence.duration,
    type: absence.type,
    status: absence.status,
    halfDay: absence.halfDay,
    // Why somebody is ill is nobody's business: Kimai keeps these words to itself.
    ...(absence.type.startsWith("sickness") ? {} : { comment: absence.comment }),
  };
}

/** Whose absences a query means: the caller's own, or another's with the right to it; null: refused. */
function personOf({ state, user, query }: Asked): FakeUser | "unknown" | null {
  const asked = query.get("user");
  if (asked === null || Number(asked) === user.id) return user;
  const other = byId(state.users, Number(asked));
  if (!other) return "unknown";
  const all = mayPlug(state, user, "contract_other_profile");
  return all || mayFor(state, user, other.id, "view", "absence") ? other : null;
}

/** Civil days `begin` to `end` of a query, the current year without; null for a value that Kimai refuses. */
function spanOf({ user, query, now }: Asked): { first: string; last: string } | null {
  const year = civilDay(now, user.zone).slice(0, 4);
  const read = (name: string, otherwise: string) => {
    const text = query.get(name);
    if (text === null) return otherwise;
    const ms = queryTime(text, user.zone);
    return ms === null ? null : civilDay(ms, user.zone);
  };
  const first = read("begin", `${year}-01-01`);
  const last = read("end", `${year}-12-31`);
  return first === null || last === null ? null : { first, last };
}

function list(asked: Asked): Answered {
  const person = personOf(asked);
  if (person === "unknown") return fail(404);
  if (person === null) return fail(403);
  const span = spanOf(asked);
  const status = asked.query.get("status") ?? "approved";
  if (!span || !["approved", "open", "all"].includes(status)) return fail(400);
  const found = asked.state.plugged.absences.filter(
    (each) =>
      each.user === person.id &&
      each.first >= span.first &&
      each.first <= span.last &&
      (status === "all" || (each.status === "approved") === (status === "approved")),
  );
  return ok(found.map((each) => row(asked, each)));
}

function calendar(asked: Asked): Answered {
  const person = personOf(asked);
  if (person === "unknown") return fail(404);
  if (person === null) return fail(403);
  const span = spanOf(asked);
  if (!span) return fail(400);
  const { plugged } = asked.state;
  const found = plugged.absences.filter(
    (each) =>
      each.user === person.id && each.status === "approved" && each.first <= span.last && each.last >= span.first,
  );
  const language = asked.query.get("language") ?? "en";
  return ok(
    found.map((each) => ({
      title: label(each.type, language),
      start: midnight(each.first, person.zone),
      end: midnight(addDay(each.last, 1), person.zone),
      allDay: true,
      color: "#3c8dbc",
    })),
  );
}

/** `h:mm` or decimal hours in seconds; null where it is neither. */
function durationOf(value: unknown): number | null {
  const clock = String(value).match(/^(\d+):([0-5]\d)$/);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60;
  const hours = Number(value);
  return Number.isFinite(hours) && value !== "" && hours > 0 ? hours * 3600 : null;
}

const dayOf = (value: unknown) => (/^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : null);

function create(asked: Asked): Answered {
  const { state, user } = asked;
  const body = (asked.body ?? {}) as Record<string, unknown>;
  const others = mayPlug(state, user, "edit_other_absence");
  if (!mayPlug(state, user, "edit_own_absence")) return fail(403);
  const fields = ["comment", "date", "end", "type", "halfDay", "duration", ...(others ? ["user"] : [])];
  if (Object.keys(body).some((field) => !fields.includes(field))) return formFailure(fields, {}, [extraFields]);
  const errors: Record<string, string[]> = {};
  const first = dayOf(body.date);
  const last = body.end === undefined || body.end === null ? first : dayOf(body.end);
  const type = absenceTypes.find((each) => each === body.type);
  const person = body.user === undefined ? user : byId(state.users, Number(body.user));
  if (typeof body.comment !== "string" || body.comment.trim() === "")
    errors.comment = ["This value should not be blank."];
  if (!type) errors.type = ["The selected choice is invalid."];
  if (!first) errors.date = ["Please enter a valid date."];
  if (!last) errors.end = ["Please enter a valid date."];
  if (!person || !mayFor(state, user, person.id, "edit", "absence")) errors.user = ["The selected choice is invalid."];
  if (!first || !last || !type || !person || Object.keys(errors).length > 0) return formFailure(fields, errors);
  const { rules, lockedMonths, absences } = state.plugged;
  const days = daysOf(first, last);
  const most = rules.maxDaysOf[type] ?? rules.maxDays;
  if (last < first) errors.end = ["The end date must not be earlier than the start date."];
  else if (first.slice(0, 4) !== last.slice(0, 4)) errors.end = ["The absence must not exceed one year."];
  else if (days.length > most) errors.end = [`An absence is limited to ${most} days.`];
  if (body.halfDay === true && (last !== first || !["holiday", "time_off"].includes(type)))
    errors.halfDay = ["Half days are only possible for single days."];
  const given = body.duration === undefined ? undefined : durationOf(body.duration);
  if (given === null) errors.duration = ["This value is not valid."];
  if (type === "other" && given === undefined) errors.duration = ["This value should not be blank."];
  if (days.some((day) => lockedMonths[person.id]?.includes(day.slice(0, 7)))) errors.date = ["This month is locked."];
  const taken = absences.some(
    (each) => each.user === person.id && each.status !== "rejected" && each.first <= last && each.last >= first,
  );
  if (taken) errors.date = ["There is already an absence at this time."];
  if (Object.keys(errors).length > 0) return formFailure(fields, errors);
  const half = body.halfDay === true;
  const work = (day: string) => workOf(state, person, day) * (half ? 0.5 : 1);
  const spans = rules.perDay
    ? days.filter((day) => work(day) > 0).map((day) => ({ first: day, last: day }))
    : [{ first, last }];
  const made = spans.map((span) => ({
    ...span,
    id: state.plugged.nextId.absence++,
    user: person.id,
    type,
    // Sickness needs nobody's approval.
    status: type.startsWith("sickness") ? ("approved" as const) : rules.asksAtOnce ? ("requested" as const) : "new",
    halfDay: half,
    duration: given ?? daysOf(span.first, span.last).reduce((sum, day) => sum + work(day), 0),
    comment: String(body.comment),
  })) satisfies FakeAbsence[];
  absences.push(...made);
  return ok(made.map((each) => row(asked, each)));
}

function verb(asked: Asked, method: string, absence: FakeAbsence, name: string | undefined): Answered {
  const { state, user } = asked;
  const may = (what: string) => mayFor(state, user, absence.user, what, "absence");
  if (name === undefined) {
    if (method !== "DELETE") return fail(405);
    const closed = state.plugged.lockedMonths[absence.user]?.includes(absence.first.slice(0, 7));
    if (!may("delete") || closed) return fail(403);
    state.plugged.absences = state.plugged.absences.filter((each) => each !== absence);
    return { status: 204 };
  }
  if (method !== "PATCH") return fail(405);
  if (name === "request") {
    if (!may("edit")) return fail(403);
    absence.status = "requested";
  } else if (name === "confirm" || name === "reject") {
    if (!may("approve")) return fail(403);
    // What is rejected goes back to the list of new ones.
    absence.status = name === "confirm" ? "approved" : "new";
  } else return fail(404);
  return ok(row(asked, absence));
}

/** @param path what follows `/api/absences/` */
export function absences(asked: Asked, method: string, path: string[]): Answered {
  const [first, name, more] = path;
  if (!mayPlug(asked.state, asked.user, "absence")) return fail(403);
  if (first === undefined) return method === "GET" ? list(asked) : method === "POST" ? create(asked) : fail(405);
  if (first === "types" || first === "calendar") {
    if (method !== "GET") return fail(405);
    if (first === "calendar") return calendar(asked);
    const language = asked.query.get("language") ?? "en";
    return ok(Object.fromEntries(absenceTypes.map((type) => [type, label(type, language)])));
  }
  const found = byId(asked.state.plugged.absences, Number(first));
  return found && more === undefined ? verb(asked, method, found, name) : fail(404);
}

/** @param path what follows `/api/public-holidays/` */
export function publicHolidays(asked: Asked, method: string, path: string[]): Answered {
  const { state, user, query } = asked;
  const [first, group] = path;
  if (first === undefined || first === "calendar") {
    if (method !== "GET") return fail(405);
    const span = spanOf(asked);
    if (!span) return fail(400);
    const found = holidaysOf(state, Number(query.get("group") ?? 1)).filter(
      (each) => each.day >= span.first && each.day <= span.last,
    );
    return ok(
      found.map((each) =>
        first === "calendar"
          ? {
              title: each.name,
              start: midnight(each.day, user.zone),
              end: midnight(addDay(each.day, 1), user.zone),
              allDay: true,
            }
          : {
              id: each.id,
              date: midnight(each.day, user.zone),
              name: each.name,
              halfDay: each.halfDay,
              publicHolidayGroup: byId(state.plugged.holidayGroups, each.group),
            },
      ),
    );
  }
  if (method !== "DELETE") return fail(405);
  if (!mayPlug(state, user, "edit_public_holidays")) return fail(403);
  const { plugged } = state;
  if (first === "group") {
    if (!byId(plugged.holidayGroups, Number(group))) return fail(404);
    plugged.holidayGroups = plugged.holidayGroups.filter((each) => each.id !== Number(group));
    plugged.holidays = plugged.holidays.filter((each) => each.group !== Number(group));
    return { status: 204 };
  }
  if (!plugged.holidays.some((each) => each.id === Number(first))) return fail(404);
  plugged.holidays = plugged.holidays.filter((each) => each.id !== Number(first));
  return { status: 204 };
}
