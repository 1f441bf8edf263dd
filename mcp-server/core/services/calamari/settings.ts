import type { Call } from "../../domain/call";
import type { Service } from "../../domain/ports";
import { orFailed } from "../shared/refusals";
import type { Calamari } from "./context";
import type { BreakTypes } from "./timer/break-types";

/** What Calamari lets a whole company send, in the lower of its two readings (calamari-api.md §1.4). */
const limits = { requests: "10 in 1 s, 720 in 1 h, 2,880 in a day, for the whole company" };

/** How this Calamari is set up for the account, each part with the reason where it cannot be read. */
export function createSettings(
  calamari: Calamari,
  breakTypes: BreakTypes,
  origin: string,
): NonNullable<Service["settings"]> {
  return async (call?: Call) => {
    const signal = call?.signal;
    const reach = await calamari.reach(call);
    const { facts, employee, week } = await calamari.profile.get({ signal });
    const [breaks, projects] = await Promise.all([
      orFailed(breakTypes.list(call).then((types) => types.map(({ name }) => name))),
      orFailed(calamari.projects.get({ signal }).then((all) => all.length)),
    ]);
    return {
      company: origin,
      kept_to: `${facts.person.name} (${facts.person.id}); others only where this account's permissions include them`,
      modules: reach.modules,
      key: { reaches: reach.has, lacks: reach.lacks },
      zone: {
        name: facts.zone,
        from: employee?.timezone
          ? "the person in Calamari"
          : "this computer: Calamari does not tell this key the person's own",
      },
      working_week: week?.name ?? null,
      break_types: breaks,
      projects,
      limits,
      clock_skew_seconds: calamari.client.clockSkew() ?? null,
    };
  };
}
