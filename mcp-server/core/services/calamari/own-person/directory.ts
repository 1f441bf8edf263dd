import type { Call } from "../../../domain/call";
import { ServiceError, type ServiceErrorKind } from "../../../domain/errors";
import { fold } from "../../../domain/names";
import type { AdapterEnvironment } from "../../../domain/ports";
import { reworded } from "../../../domain/reworded";
import { remembered } from "../../http/cache";
import type { CalamariClient } from "../client/client";
import { endpoints } from "../client/paths";
import { personOf } from "../mapping/person";
import type { WireEmployee } from "../wire/person";

/** Names and teams change rarely, and reading a company of 3,000 people takes dozens of requests of a small quota. */
const holds = 10 * 60_000;
/** Of People v2: what it gives unasked (§2.8). */
const perPage = 100;
/** A service that always answers the same page must not be asked for ever. */
const mostPages = 1_000;
/** Only what is work: no birth date, address or family is asked for where it can be left out. */
const fields =
  "firstName,lastName,email,externalNumber,position,contractType,teams,workSchedule,approvalProcess,holidaysCalendar,directManager,hireDate";

/** Somebody of the company, as far as work goes. `uuid`: where People v2 told of them. */
export type Somebody = WireEmployee & { uuid?: string };

/** Names or ids; any of a list fits, all lists must. */
export interface PeopleFilter {
  teams?: string[];
  positions?: string[];
  contractTypes?: string[];
  /** Also who is archived. */
  archived?: boolean;
}

/** Cells of which any one lets a client know who works here. */
const knowing = ["person.read", "others_time.read", "others_absence.read"] as const;

const lacking: readonly ServiceErrorKind[] = ["forbidden", "unsupported"];
const isLacking = (error: unknown): error is ServiceError =>
  error instanceof ServiceError && lacking.includes(error.kind);

const isOneOf = (wanted: readonly string[] | undefined, own: readonly { id: number | string; name: string }[]) =>
  !wanted || own.some(({ id, name }) => wanted.some((one) => String(id) === one || fold(name) === fold(one)));

/**
 * Everybody in the company, for clients that may know of others. Employees v1 first, whose rows and filters are certain;
 * it is deprecated, so People v2 where a key or a company has it no more (calamari-api.md §2.8).
 */
export function createDirectory(client: CalamariClient, env: AdapterEnvironment) {
  /** @param cell the permission that is needed; by default the first of `knowing` that is allowed */
  const beyond = (cell?: string): { beyond: string } => ({
    beyond: cell ?? knowing.find((one) => env.may?.(one)) ?? "person.read",
  });

  /** Pages are counted from 0, and how many there are may not be told: then until one is empty. */
  async function readV1({ archived, ...named }: PeopleFilter, cell?: string, call?: Call): Promise<Somebody[]> {
    const found = new Map<number, Somebody>();
    for (let page = 0; page < mostPages; page++) {
      const body = { ...named, ...(archived && { withArchived: true }), page };
      const answer = await client.send(endpoints.searchEmployees, { about: beyond(cell), body }, call);
      const before = found.size;
      for (const each of answer.employees) found.set(each.id, each);
      if (found.size === before || (answer.totalPages != null && page + 1 >= answer.totalPages)) break;
    }
    return [...found.values()];
  }

  /** Until a page is short: no total is told. */
  async function readV2({ archived, ...named }: PeopleFilter, cell?: string, call?: Call): Promise<Somebody[]> {
    const found = new Map<number, Somebody>();
    for (let page = 0; page < mostPages; page++) {
      const query: [string, string | number][] = [
        ["projection", "CUSTOM"],
        ["fields", fields],
        ["limit", perPage],
        ["offset", page * perPage],
      ];
      if (!archived) query.push(["archived", "false"]);
      const { data } = await client.send(endpoints.people, { about: beyond(cell), query }, call);
      const before = found.size;
      for (const each of data) found.set(each.id, each);
      if (data.length < perPage || found.size === before) break;
    }
    return [...found.values()].filter(
      ({ teams, position, contractType }) =>
        isOneOf(named.teams, teams ?? []) &&
        isOneOf(named.positions, position ? [position] : []) &&
        isOneOf(named.contractTypes, contractType ? [contractType] : []),
    );
  }

  async function read(filter: PeopleFilter, cell?: string, call?: Call): Promise<Somebody[]> {
    try {
      return await readV1(filter, cell, call);
    } catch (first) {
      if (!isLacking(first)) throw first;
      client.demand(beyond(cell).beyond);
      try {
        return await readV2(filter, cell, call);
      } catch (second) {
        if (!isLacking(second)) throw second;
        const message =
          "Calamari does not let this API key see who works here: it has neither the scope for employees nor that for people.";
        throw reworded(second, message, { kind: "forbidden", next: first.next ?? second.next });
      }
    }
  }

  const lists = {
    active: remembered(holds, env.now, () => read({})),
    all: remembered(holds, env.now, () => read({ archived: true })),
  };

  return {
    /** By name. @throws ServiceError `forbidden` before anything is sent, where the client may not know of others */
    async list(filter: PeopleFilter = {}, call?: Call): Promise<Somebody[]> {
      client.demand(beyond().beyond);
      const { archived = false, ...named } = filter;
      const signal = call?.signal;
      const isPlain = Object.values(named).every((wanted) => wanted === undefined);
      const held = archived ? undefined : lists.all.known()?.filter((each) => !each.archived);
      const found = isPlain
        ? (held ?? (await lists[archived ? "all" : "active"].get({ signal })))
        : await read(filter, undefined, call);
      return [...found].sort((a, b) => personOf(a).name.localeCompare(personOf(b).name));
    },

    /**
     * Somebody else, by e-mail address, login or `externalNumber:…`; null: nobody. One request, but for who is archived:
     * v1 does not find them so (§2.8).
     * @param cell what lets the client ask, where that is not what lets it know who works here
     */
    async one(id: string, call?: Call, cell?: string): Promise<Somebody | null> {
      client.demand(beyond(cell).beyond);
      const wanted = id.toLowerCase();
      const number = /^externalnumber:(.+)$/.exec(wanted)?.[1];
      const among = (rows: readonly Somebody[] | undefined) =>
        rows?.find(
          (each) =>
            each.email?.toLowerCase() === wanted ||
            (number !== undefined && each.externalNumber?.toLowerCase() === number),
        );
      const known = among(lists.all.known()) ?? among(lists.active.known());
      if (known) return known;
      try {
        const asked = { about: beyond(cell), body: { employee: id } };
        const { employees } = await client.send(endpoints.searchEmployees, asked, call);
        const found = employees.length === 1 ? employees[0] : among(employees);
        if (found) return found;
      } catch (error) {
        if (!isLacking(error) && !(error instanceof ServiceError && error.kind === "not_found")) throw error;
      }
      return among(await lists.all.get(call)) ?? null;
    },

    forget() {
      lists.active.forget();
      lists.all.forget();
    },
  };
}
export type Directory = ReturnType<typeof createDirectory>;
