import { type Answered, type Asked, type FakeEntry, isStamp, problem, stamp, wrong } from "./model";
import { may } from "./routes/checks";

/** What the clock, entries and groups of entries have in common. */

const dayLength = 86_400_000;
/** A span is just under a day at most; longer ones are cut (§2.1). */
export const longest = dayLength - 1000;
const usualRate = 80;

export const secondsOf = ({ type, since, until, duration }: FakeEntry) =>
  type !== 1 || until === null ? 0 : (duration ?? (until - since) / 1000);

export function revenueOf(asked: Asked, entry: FakeEntry): number {
  if (entry.billable === 0) return 0;
  const hard = asked.state.projects.find(({ id }) => id === entry.projects_id)?.budget?.hard === true;
  if (hard && !["1", "true"].includes(asked.query.get("calc_also_revenues_for_projects_with_hard_budget") ?? ""))
    return 0;
  if (entry.type === 2) return entry.lumpsum ?? 0;
  const service = asked.state.lumpSumServices.find(({ id }) => id === entry.lumpsum_services_id);
  if (entry.type === 3) return (service?.price ?? 0) * (entry.lumpsum_services_amount ?? 0);
  return Math.round((secondsOf(entry) / 36) * (entry.hourly_rate ?? usualRate)) / 100;
}

const nameIn = (rows: { id: number; name: string }[], id: number | null) =>
  rows.find((each) => each.id === id)?.name ?? null;

/** An entry as Clockodo shows it: names, texts and worth only in enhanced lists, worth only to those who may see it (§2.2). */
export function entryRow(asked: Asked, entry: FakeEntry, shown: { text: boolean; enhanced?: boolean }) {
  const { state, user } = asked;
  const time = entry.type === 1;
  const worth = may(user, "see_revenues");
  const lumpService = state.lumpSumServices.find(({ id }) => id === entry.lumpsum_services_id);
  return {
    id: entry.id,
    type: entry.type,
    customers_id: entry.customers_id,
    projects_id: entry.projects_id,
    subprojects_id: entry.subprojects_id,
    users_id: entry.users_id,
    billable: entry.billable,
    texts_id: entry.text ? 88_000 + entry.id : null,
    text: shown.text ? entry.text : null,
    time_since: stamp(entry.since),
    time_until: entry.until === null ? null : stamp(entry.until),
    time_insert: stamp(entry.inserted ?? entry.changed),
    time_last_change: stamp(entry.changed),
    test_data: false,
    ...(entry.type !== 3 && { services_id: entry.services_id }),
    ...(time && {
      duration: entry.until === null ? null : secondsOf(entry),
      time_last_change_work_time: stamp(entry.changed),
      time_clocked_since: entry.clocked ? stamp(entry.since) : null,
      clocked: entry.clocked,
      clocked_offline: entry.offline === true,
      ...(worth && { hourly_rate: entry.hourly_rate ?? usualRate }),
    }),
    ...(entry.type === 2 && { lumpsum: entry.lumpsum }),
    ...(entry.type === 3 && {
      lumpsum_services_id: entry.lumpsum_services_id,
      lumpsum_services_amount: entry.lumpsum_services_amount,
    }),
    ...(shown.enhanced && {
      customers_name: nameIn(state.customers, entry.customers_id),
      projects_name: nameIn(state.projects, entry.projects_id),
      subprojects_name: nameIn(state.subprojects, entry.subprojects_id),
      users_name: nameIn(state.users, entry.users_id),
      ...(entry.type !== 3 && { services_name: nameIn(state.services, entry.services_id) }),
      ...(lumpService && { lumpsum_services_price: lumpService.price }),
      ...(worth && { revenue: revenueOf(asked, entry) }),
    }),
  };
}

/** Whose entries the caller may see and write beside their own (§5). */
export const mayOthers = (asked: Asked) => may(asked.user, "manage_work_time");
export const forbiddenPerson = (asked: Asked) =>
  problem(asked.state, 403, "General", "You may not do this for other users.");

/** A day that is closed for the caller; owners are not bound (§5). */
export function lockedDay(asked: Asked, since: number): Answered | null {
  const { user, now } = asked;
  if (user.role === "owner") return null;
  const byDate = user.edit_lock !== undefined && new Date(since).toISOString().slice(0, 10) < user.edit_lock;
  const byAge = user.edit_lock_dyn !== null && now - since > user.edit_lock_dyn * dayLength;
  return byDate || byAge ? problem(asked.state, 403, "General", "The edit lock forbids changes on this day.") : null;
}

/** Other time of the person that the span reaches into; what runs reaches up to now. */
export function overlapping(asked: Asked, entry: FakeEntry): FakeEntry[] {
  const end = entry.until ?? asked.now;
  return asked.state.entries.filter(
    (each) =>
      each.id !== entry.id &&
      each.type === 1 &&
      entry.type === 1 &&
      each.users_id === entry.users_id &&
      each.since < end &&
      (each.until ?? asked.now) > entry.since,
  );
}

const whole = (value: unknown) => Number.isInteger(value) && Number(value) > 0;
const amount = (value: unknown) => typeof value === "number" && value >= 0;
const orNull = (check: (value: unknown) => boolean) => (value: unknown) => value === null || check(value);
export const checks = {
  customers_id: whole,
  services_id: whole,
  projects_id: orNull(whole),
  subprojects_id: orNull(whole),
  lumpsum_services_id: whole,
  lumpsum_services_amount: amount,
  lumpsum: amount,
  users_id: orNull(whole),
  billable: (value: unknown) => value === 0 || value === 1 || value === 2,
  text: orNull((value) => typeof value === "string" && value.length <= 1000),
  time_since: isStamp,
  time_until: isStamp,
  hourly_rate: orNull(amount),
  duration: amount,
};

/** The first thing wrong with a body; fields that the reference does not know are refused, so that none is sent. */
export function bodyProblem(
  body: Record<string, unknown>,
  fields: Record<string, (value: unknown) => boolean>,
  needed: readonly string[],
): Answered | null {
  const missing = needed.filter((name) => body[name] === undefined || body[name] === null);
  if (missing.length > 0) return wrong(`Missing data: ${missing.join(", ")}`, ...missing);
  for (const [name, value] of Object.entries(body)) {
    const check = fields[name];
    if (!check) return wrong("Unexpected field", name);
    if (!check(value)) return wrong("Wrong format", name);
  }
  return null;
}

/** Whether an entry may be booked like this. */
export function bookingProblem(asked: Asked, entry: FakeEntry): Answered | null {
  const { state } = asked;
  const active = <T extends { id: number; active: boolean }>(rows: T[], id: number | null) =>
    rows.find((each) => each.id === id && each.active);
  if (!active(state.customers, entry.customers_id)) return wrong("The customer does not exist", "customers_id");
  if (entry.type !== 3 && !active(state.services, entry.services_id))
    return wrong("The service does not exist", "services_id");
  if (entry.type === 3 && !active(state.lumpSumServices, entry.lumpsum_services_id))
    return wrong("The lump sum service does not exist", "lumpsum_services_id");
  const project = active(state.projects, entry.projects_id);
  if (entry.projects_id !== null && (!project || project.completed || project.customers_id !== entry.customers_id))
    return wrong("The project does not exist", "projects_id");
  const sub = active(state.subprojects, entry.subprojects_id);
  if (entry.subprojects_id !== null && sub?.projects_id !== entry.projects_id)
    return wrong("The subproject does not exist", "subprojects_id");
  if (!state.company.allow_entries_for_customers && entry.projects_id === null)
    return wrong("Missing data: projects_id", "projects_id");
  return null;
}

/** The default of what it is booked on (§2.1). */
export function usualBillable(asked: Asked, entry: FakeEntry): 0 | 1 {
  const { state } = asked;
  const on =
    state.subprojects.find(({ id }) => id === entry.subprojects_id) ??
    state.projects.find(({ id }) => id === entry.projects_id) ??
    state.customers.find(({ id }) => id === entry.customers_id);
  return on?.billable_default === false ? 0 : 1;
}
