import type { Ref } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import type { Call } from "../../domain/ports";
import { remembered } from "../http/cache";
import type { Calamari } from "./context";
import { personOf } from "./mapping/person";
import { endpoints } from "./paths";
import { employeePage, type WireEmployee } from "./wire/person";

const holds = 10 * 60_000;
/** Any of these lets a client know who works in the company. */
const cells = ["person.read", "others_time.read", "others_absence.read"];
/** Pages of which each has some fifty people; a company has an end. */
const mostPages = 500;

/** Who works in the company (calamari-api.md §2.8), asked for only where the client may know. */
export function createEmployees({ client, env, facts }: Calamari) {
  const lists = new Map<string, ReturnType<typeof remembered<WireEmployee[]>>>();

  /** Pages count from 0, and end where one is empty, or the last one is told. */
  async function read(cell: string): Promise<WireEmployee[]> {
    const people: WireEmployee[] = [];
    for (let page = 0; page < mostPages; page++) {
      const found = await client.send(employeePage, endpoints.listEmployees, {
        about: { beyond: cell },
        body: { page },
      });
      people.push(...found.employees);
      if (found.employees.length === 0 || (found.totalPages != null && page + 1 >= found.totalPages)) break;
    }
    return people;
  }

  async function list(cell: string, call?: Call): Promise<WireEmployee[]> {
    if (!env.may?.(cell))
      throw new ServiceError("forbidden", "This account is kept to its own person; this would be about others.", {
        next: "Its person can allow that in Punchcard: Settings, What an AI may do, Manage.",
      });
    let held = lists.get(cell);
    if (!held) {
      held = remembered(holds, env.now, () => read(cell));
      lists.set(cell, held);
    }
    return held.get({ signal: call?.signal });
  }

  return {
    /** @throws ServiceError `forbidden` where the client may know nobody but its own person */
    async all(call?: Call): Promise<Ref[]> {
      const allowed = cells.find((cell) => env.may?.(cell)) ?? "person.read";
      return (await list(allowed, call)).map(personOf);
    },

    /** The zone in which Calamari reads this person's clock times; the account's own where it does not tell. */
    async zoneOf(person: string | undefined, cell: string, call?: Call): Promise<string> {
      const { zone } = await facts.get({ signal: call?.signal });
      if (person === undefined) return zone;
      const about = { beyond: cell };
      const found = await client
        .send(employeePage, endpoints.searchEmployees, { about, body: { employee: person } }, call)
        .catch((error: unknown) => {
          // A key without the scope of employees can still book for them.
          if (error instanceof ServiceError && error.requestId !== undefined && error.kind === "forbidden") return null;
          throw error;
        });
      return found?.employees[0]?.timezone || zone;
    },
  };
}
