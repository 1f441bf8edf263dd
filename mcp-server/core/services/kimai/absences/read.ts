import { z } from "zod";
import type { Absence, AbsenceList, AbsenceQuery } from "../../../domain/absences";
import type { Call, Unread } from "../../../domain/call";
import type { CalendarDay, Ref } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import type { MessageText } from "../../../messages/catalog";
import { dayOf, toInstant } from "../../../time/format";
import { demand, whyUnread } from "../capabilities/require-capability";
import { forEach } from "../client/concurrency";
import { absence } from "../client/plugin-wire";
import type { Kimai } from "../context";
import { wireId } from "../mapping/entry-form";
import { type KnownPeople, namedPeople } from "../people/everyone";
import { absenceOf } from "./mapping";
import type { KnownTypes } from "./types";

interface Span {
  first: CalendarDay;
  last: CalendarDay;
}

export interface AbsenceReader {
  list(query: AbsenceQuery, call?: Call): Promise<AbsenceList>;
  /** Absences of one person that touch the years of a span; `null` stands for the caller. */
  ofYears(person: Ref, span: Span, call?: Call, status?: string): Promise<Absence[]>;
  /** One absence, wherever it is. @throws ServiceError `not_found` */
  find(id: string, call?: Call): Promise<Absence>;
  /** What was just written is found without a search. */
  remember(absences: readonly Absence[]): void;
}

type Reading = { person: Ref; absences: Absence[] } | Unread;

/** How many absences are remembered with their people. */
const remembers = 5_000;

export function createReader(kimai: Kimai, known: KnownPeople, types: KnownTypes): AbsenceReader {
  const { client, env } = kimai;
  /** Kimai has no route to a single absence: whose it is and when tells which list to read. */
  const seen = new Map<string, { person: Ref; year: string }>();

  function remember(absences: readonly Absence[]): void {
    for (const { id, person, first } of absences) if (person) seen.set(id, { person, year: first.slice(0, 4) });
    for (const id of seen.keys()) {
      if (seen.size <= remembers) break;
      seen.delete(id);
    }
  }

  async function ofYears(person: Ref, { first, last }: Span, call?: Call, status = "all"): Promise<Absence[]> {
    const [{ person: self }, known] = await Promise.all([kimai.facts.get(call), types.get(call)]);
    const own = person.id === self.id;
    // Kimai's range is for first days, and an absence stays within a year: whole years miss none that reaches in.
    const rows = await client.get(
      z.array(absence),
      ["absences"],
      [
        ...(own ? [] : [["user", wireId(person.id, "a person")] as const]),
        ["begin", `${first.slice(0, 4)}-01-01T00:00:00`],
        ["end", `${last.slice(0, 4)}-12-31T23:59:59`],
        ["status", status],
      ],
      call?.signal,
    );
    // A filter that is quietly ignored would show one person's leave as another's.
    if (rows.some((row) => row.user && String(row.user.id) !== person.id))
      throw new ServiceError("forbidden", "Kimai answers with the absences of somebody else.");
    const read = rows.map((row) => absenceOf(row, person, known));
    remember(read);
    return read;
  }

  /** @throws ServiceError when the account may not read absences */
  async function usersOf(query: AbsenceQuery, call?: Call): Promise<{ users: Ref[]; notes: MessageText[] }> {
    const { person } = await demand(kimai, "absence.read", call);
    const self = { id: person.id, name: person.name };
    if (query.people === "me") return { users: [self], notes: [] };
    const onlySelf = query.people !== "everyone" && query.people.every((id) => id === self.id);
    if (!onlySelf) await demand(kimai, "others_absence.read", call);
    if (query.people !== "everyone") return { users: await namedPeople(known, self, query.people), notes: [] };
    const everyone = await known.get(call);
    return { users: everyone.people, notes: everyone.missing === null ? [] : [everyone.missing] };
  }

  async function list(query: AbsenceQuery, call?: Call): Promise<AbsenceList> {
    const { users, notes } = await usersOf(query, call);
    for (const { id } of users) wireId(id, "a person");
    const { statuses, typeId, first, last } = query;
    const filter = statuses?.length === 1 && statuses[0] === "approved" ? "approved" : "all";
    const read = await forEach<Ref, Reading>(
      users,
      async (person, signal) => {
        try {
          return { person, absences: await ofYears(person, query, { signal }, filter) };
        } catch (error) {
          const why = whyUnread(error);
          if (why === undefined || query.people === "me") throw error;
          return { person, why };
        }
      },
      call,
    );
    const found = new Map<string, Absence>();
    for (const each of read)
      for (const one of "why" in each ? [] : each.absences) {
        const touches = one.first <= last && one.last >= first;
        const kind = typeId === undefined || one.type?.id === typeId;
        if (touches && kind && (statuses === undefined || statuses.includes(one.status))) found.set(one.id, one);
      }
    return {
      absences: [...found.values()].sort((a, b) => a.first.localeCompare(b.first) || Number(a.id) - Number(b.id)),
      people: read.flatMap((each) => ("why" in each ? [] : [each.person])),
      unread: read.flatMap((each) => ("why" in each ? [each] : [])),
      ...(notes.length > 0 ? { notes } : {}),
    };
  }

  async function find(id: string, call?: Call): Promise<Absence> {
    wireId(id, "an absence");
    const facts = await demand(kimai, "absence.read", call);
    const held = seen.get(id);
    const hit = (read: readonly Absence[]) => read.find((one) => one.id === id);
    if (held) {
      const year = `${held.year}-01-01`;
      const one = hit(await ofYears(held.person, { first: year, last: year }, call));
      if (one) return one;
    }
    const today = dayOf(toInstant(env.now()), facts.zone);
    const near = (years: number) => `${Number(today.slice(0, 4)) + years}-01-01`;
    const span = { first: near(-1), last: near(1) };
    const mine = hit((await list({ ...span, last: `${near(1).slice(0, 4)}-12-31`, people: "me" }, call)).absences);
    if (mine) return mine;
    let blind = "";
    if (!("others_absence.read" in facts.refused)) {
      const all = await list({ ...span, last: `${near(1).slice(0, 4)}-12-31`, people: "everyone" }, call);
      const one = hit(all.absences);
      if (one) return one;
      blind = all.notes ? ` ${all.notes.join(" ")}` : "";
      if (all.unread.length > 0) blind += ` Those of ${all.unread.length} people cannot be read.`;
    }
    throw new ServiceError(
      "not_found",
      `There is no absence #${id} from last year to next year that you may see.${blind}`,
      {
        next: "List the absences of its person first: its id may be another one, or it was deleted.",
      },
    );
  }

  return { list, ofYears, find, remember };
}
