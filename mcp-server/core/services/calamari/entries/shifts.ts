import type { Call } from "../../../domain/call";
import type { CalendarDay, Instant, Ref } from "../../../domain/entities";
import { until } from "../../../domain/interruption";
import { addDays } from "../../../time/civil";
import { toInstant } from "../../../time/format";
import { ifAllowed } from "../capabilities/require-capability";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { refOf } from "../mapping/person";
import { type Reading, showsNetDuration } from "../mapping/shift";
import type { WireProjectTime, WireShift } from "../wire/shift";
import { companyProjects } from "../work/projects";

/** Whose shifts: the own person's, or others', for which the client must be allowed that cell. `people` absent: everybody's. */
export type Whose = "own" | { cell: string; people?: readonly string[] };

/** In whose name a row stands that names nobody, among those of many. */
const nobody: Ref = { id: "unnamed", name: "(Calamari does not say who)" };

/** Whether a row can be one of these people's: what names somebody else by address is not. */
const isOneOf =
  (people: readonly string[] | undefined) =>
  ({ person }: WireShift): boolean =>
    !people?.every((one) => one.includes("@")) || !person?.email || people.includes(person.email.toLowerCase());

/** What is being asked is asked again once it has come, for all that came meanwhile together. */
function sharing<T>(ask: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  let next: Promise<T> | null = null;
  const begin = (): Promise<T> => {
    const mine = ask().finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };
  return () => {
    if (!running) return begin();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return begin();
      });
    return next;
  };
}

/** Calamari's time sheet, which is found by days only and has no pages (calamari-api.md §2.3). */
export function createShifts(calamari: Calamari) {
  const { client, env, facts: account, projects, whose: owner } = calamari;
  /** Once seen, for all that is read after it: the company's setting does not change with the shift. */
  let netDuration = false;
  const months = new Map<string, () => Promise<WireShift[]>>();

  const now = (): Instant => toInstant(env.now() + (client.clockSkew() ?? 0) * 1000);

  async function own(first: CalendarDay, last: CalendarDay): Promise<WireShift[]> {
    const about = { as: "employees" } as const;
    const facts = await account.get();
    const body = { from: first, to: last };
    const rows = await numbered(await client.send(endpoints.findShifts, { about, body }));
    netDuration ||= rows.some(showsNetDuration);
    return owner.own(facts, rows, ({ person }) => person);
  }

  const company = calamari.remember(() => companyProjects(calamari));

  /** Calamari may tell projects by name alone (§2.3); what is booked on goes by number. */
  async function numbered(rows: WireShift[]): Promise<WireShift[]> {
    const nameless = (item: WireProjectTime) => !item.project && item.id == null && item.name != null;
    const names = rows.flatMap((row) => (row.projects ?? []).filter(nameless).map(({ name }) => name));
    if (names.length === 0) return rows;
    const ids = new Map<unknown, number>();
    const learn = (list: Ref[]) => {
      for (const { id, name } of list) if (!ids.has(name)) ids.set(name, Number(id));
    };
    learn((await ifAllowed(projects.get())) ?? []);
    // What others book on, or the person may no more.
    if (names.some((name) => !ids.has(name))) learn((await ifAllowed(company.get())) ?? []);
    return rows.map((row) => ({
      ...row,
      projects: row.projects?.map((item) => (nameless(item) ? { ...item, id: ids.get(item.name) ?? null } : item)),
    }));
  }

  /** What is asked at the same moment (the timer and the week of a status) is one request, for the quota is small. */
  let gathered: { first: CalendarDay; last: CalendarDay; rows: Promise<WireShift[]> } | null = null;
  function ownTogether(first: CalendarDay, last: CalendarDay): Promise<WireShift[]> {
    if (gathered) {
      if (first < gathered.first) gathered.first = first;
      if (last > gathered.last) gathered.last = last;
      return gathered.rows;
    }
    const send = async () => {
      await new Promise(setImmediate);
      gathered = null;
      return own(mine.first, mine.last);
    };
    const mine = { first, last, rows: Promise.resolve<WireShift[]>([]) };
    gathered = mine;
    mine.rows = send();
    // Whoever asked may have given up meanwhile.
    mine.rows.catch(() => undefined);
    return mine.rows;
  }

  /**
   * Rows of the days, both included. There may be more than was asked for: Calamari tells what runs of any day, and what
   * others asked for at the same moment comes along.
   */
  async function find(whose: Whose, first: CalendarDay, last: CalendarDay, call?: Call): Promise<WireShift[]> {
    if (whose === "own") {
      await account.get(call);
      return until(ownTogether(first, last), call?.signal);
    }
    const body = { from: first, to: last, ...(whose.people && { employees: whose.people }) };
    const rows = await client.send(endpoints.findShifts, { about: { beyond: whose.cell }, body }, call);
    netDuration ||= rows.some(showsNetDuration);
    return numbered(rows.filter(isOneOf(whose.people)));
  }

  /** A month of one person and a day on either side, since nobody says in whose zone Calamari counts days (§1.3). */
  async function month(whose: Whose, day: CalendarDay): Promise<WireShift[]> {
    // Also where somebody else's call, which may more, is asking already.
    if (whose !== "own") client.demand(whose.cell);
    const first = `${day.slice(0, 7)}-01`;
    const following = addDays(first, 31).slice(0, 7);
    const key = JSON.stringify([whose, first]);
    let read = months.get(key);
    if (!read) {
      read = sharing(() => find(whose, addDays(first, -1), `${following}-01`));
      months.set(key, read);
    }
    return read();
  }

  return {
    now,
    find,
    month,
    async reading(whose: Whose, call?: Call): Promise<Reading> {
      const facts = await account.get(call);
      const own = refOf(facts.person);
      const [only, ...others] = whose === "own" ? [] : (whose.people ?? []);
      const other = only !== undefined && others.length === 0 ? { id: only, name: only } : nobody;
      return {
        now: now(),
        own,
        other: whose === "own" ? own : other,
        // What names nobody is our own where only our own was asked for.
        isOwn: ({ person }) => owner.isOwn(facts, person) ?? whose === "own",
        netDuration,
      };
    },
  };
}
export type Shifts = ReturnType<typeof createShifts>;
