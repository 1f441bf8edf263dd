import { z } from "zod";
import type { AdapterEnvironment, Service } from "../../domain/ports";
import { remembered } from "../http/cache";
import { type CalamariPlace, createCalamariClient, type Timing } from "./client";
import type { Calamari } from "./context";
import { createEntries } from "./entries";
import { readProfile } from "./facts";
import { endpoints } from "./paths";
import { createTimer } from "./timer";
import { createWork } from "./work";

const holds = 10 * 60_000;
const projectRows = z.array(z.object({ id: z.number(), name: z.string() }));

/**
 * Calamari over its REST API with a key of the company, kept to one person (client.ts). Nothing is sent before the first call.
 * @param where `person`: whose account it is
 * @param timing shorter waits for tests
 */
export function createCalamariService(
  where: CalamariPlace,
  env: AdapterEnvironment,
  timing: Timing & { secondLookMs?: number } = {},
): Service {
  const client = createCalamariClient(where, env, timing);
  const profile = remembered(holds, env.now, () => readProfile(client));
  const calamari: Calamari = {
    client,
    env,
    profile,
    facts: {
      get: async (options) => (await profile.get(options)).facts,
      known: () => profile.known()?.facts,
      forget: () => profile.forget(),
    },
    projects: remembered(holds, env.now, async () => {
      const found = await client.send(projectRows, endpoints.projectsOfPerson, { about: { as: "person" } });
      return found.map(({ id, name }) => ({ id: String(id), name }));
    }),
    secondLookMs: timing.secondLookMs ?? 1_000,
  };
  return {
    id: "calamari",
    facts: (call) => calamari.facts.get(call),
    timer: createTimer(calamari),
    time: createEntries(calamari),
    work: createWork(calamari),
    close: () => client.close(),
  };
}
