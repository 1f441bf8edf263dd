import type { Unread } from "../../../domain/call";
import type { Ref, WorkContract } from "../../../domain/entities";
import type { Service } from "../../../domain/ports";
import { remembered } from "../../http/cache";
import { demand, groundOf, ifAllowed } from "../capabilities/require-capability";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { personOf, secondsOfWeek } from "../mapping/person";
import type { WireEmployee, WireWorkingWeek } from "../wire/person";

const held = 10 * 60_000;
/** Pages of employees that are read at most: what a company may send is little (calamari-api.md §1.4). */
const mostPages = 6;
const noWeek = "Calamari tells no working week of this person";

/** What people have to work: the working week that each employee has (calamari-api.md §2.7, §2.8). */
export function createContracts(calamari: Calamari): NonNullable<Service["contracts"]> {
  const { client, env } = calamari;
  const grounds = ["others_time.read", "others_absence.read"] as const;
  const weeks = remembered(held, env.now, () => client.send(endpoints.workingWeeks, { about: "nobody" }));
  const company = remembered(held, env.now, async () => {
    const found: WireEmployee[] = [];
    for (let page = 0; page < mostPages; page++) {
      const about = { beyond: groundOf(calamari, grounds) };
      const read = await client.send(endpoints.listEmployees, { about, body: { page } });
      found.push(...read.employees);
      // The end is told in two ways, of which vendors' own programs use either (§2.8).
      if (read.employees.length === 0 || page + 1 >= (read.totalPages ?? Number.POSITIVE_INFINITY))
        return { found, whole: true };
      if ((read.totalPages ?? 0) > mostPages) break;
    }
    return { found, whole: false };
  });

  function contractOf(
    person: Ref,
    employee: WireEmployee | null,
    week: WireWorkingWeek | null | undefined,
  ): WorkContract {
    return {
      person,
      targetSeconds: week ? secondsOfWeek(week) : null,
      ...(employee?.hireDate && { first: employee.hireDate }),
    };
  }
  const weekOf = (employee: WireEmployee, all: readonly WireWorkingWeek[] | null) =>
    all?.find(({ id }) => id === Number(employee.workingWeek?.id));

  return async (people, call) => {
    const { facts, employee, week } = await calamari.profile.get(call);
    const self = { id: facts.person.id, name: facts.person.name };
    const own = contractOf(self, employee, week);
    const unread: Unread[] = [];
    const ids = Array.isArray(people) ? [...new Set(people)] : [];
    if (people === "me" || (people !== "everyone" && ids.every((id) => id === self.id)))
      return week ? { contracts: [own], unread } : { contracts: [own], unread, notes: [`${noWeek}.`] };

    await demand(calamari, groundOf(calamari, grounds), call);
    const all = await ifAllowed(weeks.get(call));
    const contracts: WorkContract[] = [];
    const add = (found: WireEmployee | null, person: Ref) => {
      const its = found ? weekOf(found, all) : undefined;
      if (found && its) contracts.push(contractOf(person, found, its));
      else unread.push({ person, why: noWeek });
    };
    if (people === "everyone") {
      const read = await ifAllowed(company.get(call));
      for (const each of read?.found ?? []) if (!each.archived) add(each, personOf(each));
      if (!contracts.some(({ person }) => person.id === self.id)) contracts.unshift(own);
      const notes = read?.whole
        ? []
        : [
            read
              ? "Only the working weeks of the first people are read: Calamari allows too few requests."
              : `${noWeek}.`,
          ];
      return {
        contracts,
        unread: unread.filter(({ person }) => person.id !== self.id),
        ...(notes.length > 0 && { notes }),
      };
    }
    for (const id of ids) {
      if (id === self.id) contracts.push(own);
      else {
        const found = await calamari.directory.one(id, call, groundOf(calamari, grounds));
        add(found, found ? personOf(found) : { id, name: id });
      }
    }
    return { contracts, unread };
  };
}
