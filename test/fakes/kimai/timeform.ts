import type { Answered, Asked, FakeState, FakeTimesheet, FakeUser } from "./model";
import { formFields, isLocked, may, seesProject, visiblePeople } from "./rights";
import { stampedBegin } from "./rounding";
import { byId } from "./shapes";
import { bodyTime, civilDay } from "./zones";

/** Kimai's 400 of a form: `children` lists every field that the caller may send, with or without errors (§3.2). */
export function formFailure(fields: string[], errors: Record<string, string[]>, global: string[] = []): Answered {
  const children = Object.fromEntries(
    fields.map((field) => [field, errors[field]?.length ? { errors: errors[field] } : {}]),
  );
  const tree = { ...(global.length > 0 ? { errors: global } : {}), children };
  return { status: 400, body: { code: 400, message: "Validation Failed", errors: tree } };
}

export const extraFields = "This form should not contain extra fields.";
export const invalidChoice = "The selected choice is invalid.";

/** `h:mm`, `h:mm:ss`, `1h30m`, `10m` or decimal hours; a bare integer is hours (§3.5). Seconds, or null. */
export function durationOf(value: unknown): number | null {
  const text = String(value);
  const clock = text.match(/^(\d+):(\d\d)(?::(\d\d))?$/);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
  const spelled = text.match(/^(?:(\d+)h)?(?:(\d+)m)?$/);
  if (spelled && text !== "") return Number(spelled[1] ?? 0) * 3600 + Number(spelled[2] ?? 0) * 60;
  const hours = Number(text);
  return Number.isFinite(hours) && text !== "" ? hours * 3600 : null;
}

function projectErrors(asked: Asked, sheet: FakeTimesheet, changed: ReadonlySet<string>): Record<string, string[]> {
  const { state, user } = asked;
  if (!changed.has("project") && !changed.has("activity")) return {};
  const project = byId(state.projects, sheet.project);
  const activity = byId(state.activities, sheet.activity);
  const errors: Record<string, string[]> = {};
  const missing = (what: string) => [`${what} needs to be selected.`, "This value should not be null."];
  const customer = project && byId(state.customers, project.customer);
  if (sheet.project === 0) errors.project = missing("A project");
  else if (!project?.visible || !customer?.visible || !seesProject(state, user, project.teams))
    errors.project = [invalidChoice];
  else {
    const day = civilDay(sheet.begin, sheet.zone);
    if ((project.start !== null && day < project.start) || (project.end !== null && day > project.end))
      errors.project = ["The project is not active at that time."];
  }
  const allowed =
    activity?.visible &&
    (activity.project === sheet.project || (activity.project === null && project?.globalActivities));
  if (sheet.activity === 0) errors.activity = missing("An activity");
  else if (project && !allowed) errors.activity = [invalidChoice];
  return errors;
}

/**
 * The rules of §3.8 for a record as it would be stored. Kimai puts them at fields that its interface does not have
 * (`begin_date`, `duration`), so they stand at the form (read in the source of 2.66; only "end before begin" is recorded).
 */
function timeErrors(asked: Asked, sheet: FakeTimesheet): string[] {
  const { state, user, now } = asked;
  const { settings } = state;
  const global: string[] = [];
  const longest = settings.longRunningMinutes;
  const afterNow = (at: number | null, minutes: number) => at !== null && at > now + (minutes + 1) * 60_000;
  if (isLocked(state, user, sheet.begin)) global.push("This period is locked. Please choose a later date.");
  if (!settings.allowFuture && afterNow(sheet.begin, settings.rounding.begin))
    global.push("The begin date cannot be in the future.");
  if (!settings.allowFuture && afterNow(sheet.end, settings.rounding.end))
    global.push("The end date cannot be in the future.");
  if (sheet.end !== null && sheet.end < sheet.begin)
    global.push("The end date must not be earlier than the start date.", "Duration cannot be negative.");
  else if (sheet.end !== null && (sheet.end - sheet.begin) / 1000 < sheet.breakSeconds)
    global.push("Duration cannot be negative.");
  if (sheet.end === sheet.begin && !settings.allowZeroDuration) global.push("Duration cannot be zero.");
  if (sheet.end !== null && sheet.end - sheet.begin > 365 * 86_400_000) global.push("Maximum duration exceeded.");
  else if (sheet.end !== null && longest > 0 && sheet.end - sheet.begin - sheet.breakSeconds * 1000 > longest * 60_000)
    global.push(`Maximum ${Math.floor(longest / 60)}:${String(longest % 60).padStart(2, "0")} hours allowed.`);
  if (!settings.allowOverlap) {
    const end = sheet.end ?? Number.POSITIVE_INFINITY;
    const clash = state.timesheets.some(
      (other) =>
        other.user === sheet.user &&
        other.id !== sheet.id &&
        other.end !== null &&
        other.begin < end &&
        sheet.begin < other.end,
    );
    if (clash) global.push("You already have an entry for this time.");
  }
  return global;
}

/** Applies a body to a record, or says what is wrong with it. The record itself is not touched. */
export function applyForm(
  asked: Asked,
  old: FakeTimesheet,
  method: "POST" | "PATCH",
): { sheet: FakeTimesheet } | { failure: Answered } {
  const { state, user } = asked;
  const fields = formFields(state, user, method);
  const body = (asked.body ?? {}) as Record<string, unknown>;
  const changed = new Set(Object.keys(body));
  const errors: Record<string, string[]> = {};
  const sheet: FakeTimesheet = { ...old, tags: [...old.tags] };
  for (const [field, value] of Object.entries(body)) {
    if (!fields.includes(field)) continue;
    const problem = setField(state, user, sheet, field, value);
    if (problem) errors[field] = [problem];
  }
  if (method === "POST") for (const field of ["project", "activity"]) changed.add(field);
  Object.assign(errors, projectErrors(asked, sheet, changed));
  const global = [...changed].some((field) => !fields.includes(field) && method === "PATCH") ? [extraFields] : [];
  if (method === "POST" && Object.keys(body).some((field) => !fields.includes(field))) global.push(extraFields);
  if (Object.keys(errors).length === 0 && global.length === 0 && (method === "POST" || changed.size > 0)) {
    global.push(...timeErrors(asked, sheet));
  }
  if (global.length > 0 || Object.keys(errors).length > 0) return { failure: formFailure(fields, errors, global) };
  return { sheet };
}

function setField(
  state: FakeState,
  user: FakeUser,
  sheet: FakeTimesheet,
  field: string,
  value: unknown,
): string | undefined {
  switch (field) {
    case "begin":
    case "end": {
      if (value === null && field === "end") {
        sheet.end = null;
        return undefined;
      }
      // A clock time without offset is of the record's own zone; an offset is taken, and the zone stays (§3.4).
      const ms = bodyTime(value, sheet.zone);
      if (ms === null) return "Please enter a valid date and time.";
      sheet[field] = ms;
      return undefined;
    }
    case "project":
    case "activity":
      sheet[field] = Number(value) || 0;
      return undefined;
    case "description":
      sheet.description = value === null || value === "" ? null : String(value);
      return undefined;
    case "tags": {
      if (typeof value !== "string" && value !== null) return "This value is not valid.";
      const names = new Set((value ?? "").split(",").map((name) => name.trim().toLowerCase()));
      sheet.tags = state.tags.filter((tag) => names.has(tag.name.toLowerCase())).map((tag) => tag.name);
      return undefined;
    }
    case "user": {
      const id = Number(value);
      const allowed = visiblePeople(state, user).has(id) && byId(state.users, id)?.enabled;
      if (!allowed) return invalidChoice;
      sheet.user = id;
      return undefined;
    }
    case "break": {
      const seconds = durationOf(value);
      if (seconds === null || seconds > 86_400) return "This value is not valid.";
      sheet.breakSeconds = seconds;
      return undefined;
    }
    case "exported":
      sheet.exported = value === true || value === 1 || value === "1";
      return undefined;
    case "billable":
      sheet.billable = value === true || value === 1 || value === "1";
      return undefined;
    case "fixedRate":
    case "hourlyRate":
      sheet[field] = value === null ? null : Number(value);
      return undefined;
  }
  return undefined;
}

/** A new record of the caller, running from now. */
export function blankSheet(asked: Asked): FakeTimesheet {
  const { state, user, now } = asked;
  const fixed = state.settings.trackingMode === "duration_fixed_begin" && !may(state, user, "view_other_timesheet");
  const begin = fixed
    ? (bodyTime(`${civilDay(now, user.zone)}T${state.settings.defaultBegin}`, user.zone) ?? now)
    : stampedBegin(state, now);
  return {
    id: 0,
    user: user.id,
    project: 0,
    activity: 0,
    begin,
    end: null,
    zone: user.zone,
    breakSeconds: 0,
    description: null,
    tags: [],
    exported: false,
    billable: true,
    fixedRate: null,
    hourlyRate: null,
    meta: {},
    modified: now,
  };
}
