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
} from "../entry";
import { type Answered, type Asked, type FakeEntry, isStamp, ok, paged, problem, wrong } from "../model";
import { fakeEntry } from "../seed";

const perPage = 1_000;
const exact = [
  "users_id",
  "customers_id",
  "projects_id",
  "subprojects_id",
  "services_id",
  "lumpsum_services_id",
] as const;

/** The period and the filter of lists and groups (§2.2, §2.3); an answer where something is wrong with them. */
export function asked(of: Asked, given: { since: unknown; until: unknown; filter(name: string): string | null }) {
  const { state, user } = of;
  for (const [name, value] of [
    ["time_since", given.since],
    ["time_until", given.until],
  ] as const)
    if (!isStamp(value)) return wrong("Wrong format", name);
  const [from, to] = [Date.parse(String(given.since)), Date.parse(String(given.until))];
  const reaches = (each: FakeEntry) =>
    state.settings.entriesBy === "begin"
      ? each.since >= from && each.since < to
      : each.since < to && (each.until ?? of.now) >= from;
  const billable = given.filter("billable");
  const text = given.filter("text")?.toLowerCase();
  return state.entries.filter(
    (each) =>
      reaches(each) &&
      // Others' entries are missing without a word where they may not be seen (§5).
      (each.users_id === user.id || mayOthers(of)) &&
      exact.every((name) => {
        const wanted = given.filter(name);
        return wanted === null || String(each[name] ?? 0) === wanted;
      }) &&
      (billable === null || (billable === "12" ? each.billable > 0 : String(each.billable) === billable)) &&
      (!text || (each.text ?? "").toLowerCase().includes(text)),
  );
}

function list(of: Asked): Answered {
  const { query, state } = of;
  of.known("time_since", "time_until", "enhanced_list", "calc_also_revenues_for_projects_with_hard_budget");
  for (const name of [...exact, "texts_id", "billable", "text", "budget_type"]) of.known(`filter[${name}]`);
  const filter = (name: string) => query.get(`filter[${name}]`);
  const found = asked(of, { since: query.get("time_since"), until: query.get("time_until"), filter });
  if (!Array.isArray(found)) return found;
  const enhanced = ["1", "true"].includes(query.get("enhanced_list") ?? "");
  const text = enhanced || state.settings.textInPlainLists;
  return paged(
    of,
    "entries",
    found.map((each) => entryRow(of, each, { text, enhanced })),
    perPage,
  );
}

const { time_until: until, ...others } = checks;
const fields = { ...others, time_until: until, clocked_offline: (value: unknown) => typeof value === "boolean" };
const neededFor = {
  1: ["customers_id", "services_id", "billable", "time_since", "time_until"],
  2: ["customers_id", "services_id", "billable", "time_since", "lumpsum"],
  3: ["customers_id", "billable", "time_since", "lumpsum_services_id", "lumpsum_services_amount"],
} as const;

/** What a body makes of an entry. */
function applied(before: FakeEntry, body: Record<string, unknown>): FakeEntry {
  const { time_since: since, time_until: until, duration, text, ...same } = body;
  const after = { ...before, ...same } as FakeEntry;
  if (since !== undefined) after.since = Date.parse(String(since));
  if (until !== undefined) after.until = until === null ? null : Date.parse(String(until));
  if (after.type !== 1) after.until = after.since;
  if (since !== undefined || until !== undefined) delete after.duration;
  if (duration !== undefined) after.duration = Number(duration);
  if (text !== undefined) after.text = (text as string | null) || null;
  return after;
}

function wrongWith(
  of: Asked,
  entry: FakeEntry,
  body: Record<string, unknown>,
  before: FakeEntry | null,
): Answered | null {
  const { state, user } = of;
  if (entry.users_id !== user.id && !mayOthers(of)) return forbiddenPerson(of);
  const locked = (before && lockedDay(of, before.since)) ?? lockedDay(of, entry.since);
  if (locked) return locked;
  if (!state.users.some(({ id, active }) => id === entry.users_id && active))
    return wrong("The user does not exist", "users_id");
  const booked = ["customers_id", "projects_id", "subprojects_id", "services_id", "lumpsum_services_id"];
  if (!before || booked.some((name) => name in body)) {
    const refused = bookingProblem(of, entry);
    if (refused) return refused;
  }
  if (before && before.until === null ? false : entry.until === null)
    return wrong("Only a running entry has no end", "time_until");
  if (entry.until !== null && entry.until < entry.since) return wrong("The end lies before the begin", "time_until");
  if (entry.until !== null && entry.until - entry.since > longest) return wrong("The entry is too long", "time_until");
  if (body.duration !== undefined && state.company.force_linked_entry_times !== false)
    return wrong("The duration follows from begin and end", "duration");
  const moves = !before || ["time_since", "time_until", "users_id"].some((name) => name in body);
  if (moves && !state.company.allow_entry_overlaps && overlapping(of, entry).length > 0)
    return wrong("The entry overlaps with another entry", "time_since");
  return null;
}

function create(of: Asked): Answered {
  const { body, state, user, now } = of;
  const type = body.lumpsum_services_id !== undefined ? 3 : body.lumpsum !== undefined ? 2 : 1;
  const bad = bodyProblem(body, fields, neededFor[type]);
  if (bad) return bad;
  if (body.billable === 2 && !state.settings.billedOnCreate) return wrong("Wrong format", "billable");
  const { users_id, ...given } = body;
  const empty = fakeEntry(0, {
    id: state.nextId,
    type,
    users_id: Number(users_id ?? user.id),
    customers_id: 0,
    services_id: null,
    until: 0,
    changed: now,
    inserted: now,
  });
  const entry = applied(empty, given);
  const refused = wrongWith(of, entry, body, null);
  if (refused) return refused;
  state.nextId += 1;
  state.distort?.(entry);
  state.entries.push(entry);
  return ok({ entry: entryRow(of, entry, { text: true }) });
}

/** `/v2/entries` (§2.2) */
export function entries(of: Asked, [id]: string[]): Answered {
  const { method, state, user, body } = of;
  if (id === undefined && method === "GET") return list(of);
  if (id === undefined && method === "POST") return create(of);
  const entry = state.entries.find((each) => each.id === Number(id));
  if (!entry || (entry.users_id !== user.id && !mayOthers(of)))
    return problem(state, 404, "ResourceNotFound", "Resource not found");
  if (method === "GET") return ok({ entry: entryRow(of, entry, { text: true }) });
  if (method === "DELETE") {
    const locked = lockedDay(of, entry.since);
    if (locked) return locked;
    if (entry.billable === 2 && user.role !== "owner")
      return problem(state, 403, "General", "Billed entries cannot be changed.");
    state.entries.splice(state.entries.indexOf(entry), 1);
    return ok({ success: true });
  }
  if (method !== "PUT") return problem(state, 405, "General", "Method not allowed");
  const bad = bodyProblem(body, { ...fields, time_until: (value) => value === null || isStamp(value) }, []);
  if (bad) return bad;
  if (entry.billable === 2 && user.role !== "owner")
    return problem(state, 403, "General", "Billed entries cannot be changed.");
  const after = applied(entry, body);
  const refused = wrongWith(of, after, body, entry);
  if (refused) return refused;
  state.distort?.(after);
  Object.assign(entry, after, { changed: of.now });
  if (after.duration === undefined) delete entry.duration;
  const running = state.entries.find((each) => each.users_id === user.id && each.until === null && each.type === 1);
  return ok({
    entry: entryRow(of, entry, { text: true }),
    running: running ? entryRow(of, running, { text: true }) : null,
  });
}
