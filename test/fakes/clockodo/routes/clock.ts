import {
  bodyProblem,
  bookingProblem,
  checks,
  entryRow,
  forbiddenPerson,
  lockedDay,
  longest,
  mayOthers,
  overlapping,
  usualBillable,
} from "../entry";
import { type Answered, type Asked, type FakeEntry, isStamp, ok, problem, stamp, wrong } from "../model";
import { fakeEntry } from "../seed";

const current = (now: number) => new Date(now).toISOString();
/** Clockodo keeps whole seconds. */
const cut = (now: number) => Math.floor(now / 1000) * 1000;
const shown = (asked: Asked, entry: FakeEntry | undefined | null) =>
  entry ? entryRow(asked, entry, { text: true }) : null;
const runningOf = (asked: Asked, user: number) =>
  asked.state.entries.find((each) => each.users_id === user && each.type === 1 && each.until === null);

/** Ends what runs. @returns whether it was too long and cut */
function end(asked: Asked, entry: FakeEntry, at: number): boolean {
  const tooLong = at - entry.since > longest;
  entry.until = tooLong ? entry.since + longest : Math.max(at, entry.since);
  // What has no length counts as made by hand (§2.1).
  if (entry.until === entry.since) entry.clocked = false;
  entry.changed = asked.now;
  return tooLong;
}

const optional = (check: (value: unknown) => boolean) => (value: unknown) => value === null || check(value);
const startFields = {
  ...checks,
  billable: optional((value) => value === 0 || value === 1),
  time_since: optional(isStamp),
};
const { time_until: _u, duration: _d, hourly_rate: _h, lumpsum: _l, ...bookingFields } = startFields;
const clockFields = { ...bookingFields, clocked_now: (value: unknown) => typeof value === "boolean" };

function start(asked: Asked): Answered {
  const { state, body, user } = asked;
  const bad = bodyProblem(body, clockFields, ["customers_id", "services_id"]);
  if (bad) return bad;
  const person = Number(body.users_id ?? user.id);
  if (person !== user.id && !mayOthers(asked)) return forbiddenPerson(asked);
  if (body.clocked_now !== undefined && !body.time_since) return wrong("Missing data: time_since", "time_since");
  const since = body.time_since ? Date.parse(String(body.time_since)) : cut(asked.now);
  if (since > asked.now) return wrong("The clock cannot start in the future", "time_since");
  const entry = fakeEntry(since, {
    id: state.nextId,
    users_id: person,
    customers_id: Number(body.customers_id),
    projects_id: (body.projects_id as number | null) ?? null,
    subprojects_id: (body.subprojects_id as number | null) ?? null,
    services_id: Number(body.services_id),
    billable: 0,
    text: (body.text as string | null) || null,
    until: null,
    clocked: true,
    ...(body.time_since && body.clocked_now !== true ? { offline: true } : {}),
    changed: asked.now,
    inserted: asked.now,
  });
  entry.billable = (body.billable as 0 | 1 | null | undefined) ?? usualBillable(asked, entry);
  const refused = bookingProblem(asked, entry) ?? lockedDay(asked, since);
  if (refused) return refused;
  const before = runningOf(asked, person);
  // What runs ends where the new one begins, so only what it does not follow on collides.
  const beside = overlapping(asked, entry).filter((each) => each !== before || each.since > since);
  if (beside.length > 0 && !state.company.allow_entry_overlaps)
    return wrong("The entry overlaps with another entry", "time_since");
  const cutShort = before ? end(asked, before, since) : false;
  state.nextId += 1;
  state.distort?.(entry);
  state.entries.push(entry);
  return ok({
    running: shown(asked, entry),
    stopped: shown(asked, before),
    current_time: current(asked.now),
    stopped_has_been_truncated: cutShort,
    ...(cutShort === true && { additional_message: { text: "The last entry was longer than a day.", type: "warn" } }),
  });
}

/** `PUT /v2/clock/{id}`: another begin; told is also where that collides. */
function change(asked: Asked, entry: FakeEntry): Answered {
  const { body, state } = asked;
  const bad = bodyProblem(body, { time_since: isStamp, time_since_before: optional(isStamp) }, ["time_since"]);
  if (bad) return bad;
  if (typeof body.time_since_before === "string" && body.time_since_before !== stamp(entry.since))
    return problem(state, 409, "ResourceConflictFound", "The entry was changed meanwhile.");
  const since = Date.parse(String(body.time_since));
  if (since > asked.now) return wrong("The clock cannot start in the future", "time_since");
  const locked = lockedDay(asked, since);
  if (locked) return locked;
  const beside = overlapping(asked, { ...entry, since });
  const free = Math.max(...beside.map((each) => each.until ?? since));
  const corrected = beside.length > 0 && !state.company.allow_entry_overlaps;
  entry.since = corrected ? free : since;
  entry.changed = asked.now;
  return ok({
    updated: shown(asked, entry),
    running: shown(asked, entry),
    current_time: current(asked.now),
    overlapping_correction:
      beside.length === 0
        ? null
        : { overlapping: true, overlapping_free_time_since: stamp(free), truncate_previous_entry: null },
  });
}

function stop(asked: Asked, entry: FakeEntry): Answered {
  const { query } = asked;
  asked.known("time_until");
  const at = query.get("time_until");
  if (at !== null && !isStamp(at)) return wrong("Wrong format", "time_until");
  const until = at === null ? cut(asked.now) : Date.parse(at);
  if (until < entry.since || until > asked.now + 60_000) return wrong("Wrong end", "time_until");
  const truncated = end(asked, entry, until);
  asked.state.distort?.(entry);
  return ok({
    running: null,
    stopped: shown(asked, entry),
    current_time: current(asked.now),
    stopped_has_been_truncated: truncated,
  });
}

/** `/v2/clock` (§2.1): one running entry for each person. */
export function clock(asked: Asked, [id]: string[]): Answered {
  const { method, state, user, query } = asked;
  if (id === undefined && method === "GET") {
    asked.known("users_id");
    const person = Number(query.get("users_id") ?? user.id);
    if (person !== user.id && !mayOthers(asked)) return forbiddenPerson(asked);
    return ok({ running: shown(asked, runningOf(asked, person)), stopped: null, current_time: current(asked.now) });
  }
  if (id === undefined && method === "POST") return start(asked);
  const running = state.entries.find((each) => each.id === Number(id) && each.until === null && each.type === 1);
  if (!running) return problem(state, 404, "ResourceNotFound", "There is no such running clock.");
  if (running.users_id !== user.id && !mayOthers(asked)) return forbiddenPerson(asked);
  if (method === "PUT") return change(asked, running);
  if (method === "DELETE") return stop(asked, running);
  return problem(state, 405, "General", "Method not allowed");
}
