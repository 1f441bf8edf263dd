import type { Call } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import { demand, ifAllowed } from "../capabilities/require-capability";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { personOf } from "../mapping/person";

export interface Circle {
  /** Everybody in the company, by name; `missing`: why somebody may not be among them, in words. */
  everyone(call?: Call): Promise<{ people: Ref[]; missing?: string }>;
  /** One person by their e-mail address, with the name where it is known already: no question is asked for it. */
  named(id: string): Ref;
}

/**
 * Who there is, for calendars of many. One request tells all, however many they are (`get-current-for-all`,
 * calamari-api.md §2.2); lists of employees take one for each page. What people do just now, which is in it too, is dropped.
 */
export function createCircle(calamari: Calamari): Circle {
  const all = calamari.remember(async () => {
    const about = { beyond: "others_absence.read" };
    const found = await ifAllowed(calamari.client.send(endpoints.statusOfAll, { about }));
    return found ? found.map(({ person }) => personOf(person)).sort((a, b) => a.name.localeCompare(b.name)) : null;
  });
  return {
    async everyone(call) {
      await demand(calamari, "others_absence.read", call);
      const people = await all.get(call);
      if (people) return { people };
      return {
        people: [],
        missing: "The key does not tell who works here: only people with an absence in these days are known.",
      };
    },
    named: (id) => all.known()?.find((one) => one.id === id) ?? { id, name: id },
  };
}
