import type {
  Absence,
  AbsenceDecision,
  AbsenceDraft,
  AbsencePort,
  AbsenceStatus,
  AbsenceType,
  LeaveBalance,
  PublicHoliday,
} from "#core/domain/absences";
import type { Unread } from "#core/domain/call";
import type { Ref } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import { addDays, daysBetween } from "#core/time/civil";
import { countLeave, workCalendar } from "#core/time/leave";

/** Leave in memory: what a test sets and looks at. */
export interface MemoryLeave {
  types: AbsenceType[];
  absences: Absence[];
  holidays: PublicHoliday[];
  balances: LeaveBalance[];
  /** Everybody that the service knows. */
  people: Ref[];
  unread: Unread[];
  /** Told with each list: what may be missing as a whole. */
  listNotes: string[];
  /** The nth `create` from now fails with this error, counted from 1. */
  failCreate: { at: number; error: Error } | null;
  /** Ids whose `undo`, or whose decision, fails. */
  stuck: Set<string>;
  /** Thrown by readings of that name. */
  broken: Partial<Record<"types" | "list" | "holidays" | "balances", Error>>;
  decisions: AbsenceDecision[];
  /** Runs within each `create`. */
  onCreate: () => void;
}

const refused = () => new ServiceError("forbidden", "The service does not let you see this.");

/** As strict as the services are: pieces of at most 30 days within one year, halves by themselves. */
export function memoryAbsences(
  me: Ref,
  targetSeconds: () => number[] | null,
  wrote: (what: string) => void,
): { leave: MemoryLeave; port: AbsencePort } {
  const type = (id: string, name: string, more: Partial<AbsenceType> = {}): AbsenceType => ({
    id,
    name,
    halfDays: true,
    hours: false,
    commentNeeded: false,
    counted: false,
    ...more,
  });
  const leave: MemoryLeave = {
    types: [
      type("holiday", "Urlaub", { counted: true }),
      type("time_off", "Overtime leave", { hours: true, counted: true, halfDays: false }),
      type("sickness", "Sickness"),
      type("other", "Other", { commentNeeded: true }),
    ],
    absences: [],
    holidays: [
      { id: "1", day: "2026-12-25", name: "Christmas", half: false },
      { id: "2", day: "2027-01-01", name: "New Year", half: false },
    ],
    balances: [balance("holiday", "Urlaub", 2026, 28, 21, 0.5), balance("holiday", "Urlaub", 2027, 28, 0, 0)],
    people: [me, { id: "8", name: "Charles Babbage" }, { id: "9", name: "Grace Hopper" }],
    unread: [],
    listNotes: [],
    failCreate: null,
    stuck: new Set(),
    broken: {},
    decisions: ["approve", "reject", "cancel", "ask"],
    onCreate: () => undefined,
  };
  let ids = 500;
  const check = (what: keyof MemoryLeave["broken"]) => {
    const error = leave.broken[what];
    if (error) throw error;
  };
  const find = (id: string) => {
    const absence = leave.absences.find((one) => one.id === id);
    if (!absence) throw new ServiceError("not_found", "There is no such absence.", { next: "Use list_absences." });
    return absence;
  };
  const remove = (id: string) => {
    if (leave.stuck.has(id)) throw refused();
    find(id);
    leave.absences = leave.absences.filter((one) => one.id !== id);
  };
  const lost = (id: string) => leave.unread.some(({ person }) => person.id === id);

  const port: AbsencePort = {
    get decisions() {
      return leave.decisions;
    },
    async types() {
      check("types");
      return leave.types;
    },
    async list({ first, last, people, statuses, typeId }) {
      check("list");
      const asked = people === "me" ? [me.id] : people === "everyone" ? leave.people.map(({ id }) => id) : people;
      const whose = (absence: Absence) => absence.person?.id ?? me.id;
      return {
        absences: leave.absences
          .filter(
            (one) =>
              one.first <= last &&
              one.last >= first &&
              asked.includes(whose(one)) &&
              !lost(whose(one)) &&
              (statuses === undefined || statuses.includes(one.status)) &&
              (typeId === undefined || one.type?.id === typeId),
          )
          .toSorted((a, b) => (a.first < b.first ? -1 : 1)),
        people: leave.people.filter(({ id }) => asked.includes(id) && !lost(id)),
        unread: leave.unread.filter(({ person }) => asked.includes(person.id)),
        notes: leave.listNotes,
      };
    },
    get: async (id) => ({ ...find(id) }),
    async holidays({ first, last }) {
      check("holidays");
      return leave.holidays.filter(({ day }) => day >= first && day <= last);
    },
    async balances({ day }) {
      check("balances");
      return leave.balances.filter(({ year }) => year === Number(day.slice(0, 4)));
    },
    parts: async (draft) => pieces(draft),
    async create(part) {
      leave.onCreate();
      wrote("create absence");
      if (leave.failCreate && --leave.failCreate.at === 0) {
        const { error } = leave.failCreate;
        leave.failCreate = null;
        throw error;
      }
      if (daysBetween(part.first, part.last) > 29 || part.first.slice(0, 4) !== part.last.slice(0, 4))
        throw new ServiceError("invalid", "An absence lasts 30 days of one year at most.");
      const { name } = leave.types.find(({ id }) => id === part.typeId) ?? { name: "?" };
      const { days, seconds } = countLeave(part, workCalendar({ targetSeconds: targetSeconds() }, leave.holidays));
      const person = leave.people.find(({ id }) => id === part.personId);
      const absence: Absence = {
        id: String(ids++),
        ...(person && { person }),
        type: { id: part.typeId, name },
        status: "requested",
        first: part.first,
        last: part.last,
        firstHalf: part.firstHalf,
        days,
        seconds,
        comment: part.comment ?? "",
      };
      leave.absences.push(absence);
      return { absences: [absence], notes: [] };
    },
    async decide(id, decision) {
      wrote(decision);
      if (leave.stuck.has(id)) throw refused();
      const absence = find(id);
      if (decision === "cancel") {
        remove(id);
        return null;
      }
      const now: Record<Exclude<AbsenceDecision, "cancel">, AbsenceStatus> = {
        approve: "approved",
        reject: "rejected",
        ask: "requested",
      };
      absence.status = now[decision];
      return { ...absence };
    },
    async undo(id) {
      wrote("undo");
      remove(id);
    },
  };
  return { leave, port };
}

function balance(
  id: string,
  name: string,
  year: number,
  entitled: number,
  taken: number,
  planned: number,
): LeaveBalance {
  const left = entitled - taken - planned;
  return { type: { id, name }, year, unit: "days", entitled, taken, planned, requested: 0, left, notes: [] };
}

/** Halves stand alone; the rest is cut on 31 December and after 30 days. */
function pieces(draft: AbsenceDraft): AbsenceDraft[] {
  const { firstHalf, lastHalf, first, last, ...rest } = draft;
  if (first === last) return [draft];
  const before = firstHalf ? [{ ...rest, first, last: first, firstHalf }] : [];
  const after = lastHalf ? [{ ...rest, first: last, last, firstHalf: lastHalf }] : [];
  const end = lastHalf ? addDays(last, -1) : last;
  const whole: AbsenceDraft[] = [];
  for (let begin = firstHalf ? addDays(first, 1) : first; begin <= end; ) {
    const [stop = end] = [end, addDays(begin, 29), `${begin.slice(0, 4)}-12-31`].sort();
    whole.push({ ...rest, first: begin, last: stop });
    begin = addDays(stop, 1);
  }
  return [...before, ...whole, ...after];
}
