import { z } from "zod";
import type { Call } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import { remembered } from "../../http/cache";
import { demand, ifAllowed } from "../capabilities/require-capability";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { personOf } from "../mapping/person";
import { currentStatus } from "../wire/person";

const held = 10 * 60_000;

export interface Circle {
  /** Everybody in the company, by name; `missing`: why somebody may not be among them, in words. */
  everyone(call?: Call): Promise<{ people: Ref[]; missing?: string }>;
  /** One person by their e-mail address, with the name where it is known already: no question is asked for it. */
  named(id: string, call?: Call): Promise<Ref>;
}

/**
 * Who there is, for calendars of many. One request tells all, however many they are (`get-current-for-all`,
 * calamari-api.md §2.2); lists of employees take one for each page. What people do just now, which is in it too, is dropped.
 */
export function createCircle(calamari: Calamari): Circle {
  const { client, env } = calamari;
  const all = remembered(held, env.now, async () => {
    const found = await ifAllowed(
      client.send(z.array(currentStatus), endpoints.statusOfAll, { about: { beyond: "others_absence.read" } }),
    );
    return found ? found.map(({ person }) => personOf(person)).sort((a, b) => a.name.localeCompare(b.name)) : null;
  });
  return {
    async everyone(call) {
      await demand(calamari, "others_absence.read", call);
      const people = await all.get({ signal: call?.signal });
      if (people) return { people };
      return {
        people: [],
        missing: "The key does not tell who works here: only people with an absence in these days are known.",
      };
    },
    named: async (id) => all.known()?.find((one) => one.id === id) ?? { id, name: id },
  };
}
