import { z } from "zod";
import type { AccountFacts, Ref } from "../../domain/entities";
import type { AdapterEnvironment, Service } from "../../domain/ports";
import { type Remembered, remembered } from "../http/cache";
import { readFacts, readOwn } from "./capabilities/facts";
import type { Reach } from "./capabilities/probe-rights";
import type { CalamariClient } from "./client/client";
import { endpoints } from "./client/paths";
import type { Calamari, Profile } from "./context";
import { createDirectory } from "./own-person/directory";
import { createWhose } from "./own-person/own-row-filter";

const holds = 10 * 60_000;
/** Who the person is and what the key opens costs eight requests; a refusal of the service has it asked anew before that. */
const factsHold = 4 * 3_600_000;
const projectRows = z.array(z.object({ id: z.number(), name: z.string() }));

/** What the ports of the adapter share, and the facts as the service gives them. Asks for nothing yet. */
export function createContext(
  client: CalamariClient,
  env: AdapterEnvironment,
  secondLookMs: number,
): { calamari: Calamari; facts: Service["facts"] } {
  const own = remembered(factsHold, env.now, () => readOwn(client));
  /** What another process knows spares the first question of this one; whoever asks for fresh facts gets fresh ones. */
  let believes = true;
  let reached: Reach | null = null;
  const facts: Remembered<AccountFacts> = remembered(factsHold, env.now, async () => {
    const known = believes ? await env.factsCache?.read() : null;
    believes = false;
    if (known) return known;
    const read = await readFacts(client, await own.get({ fresh: true }));
    reached = read.reach;
    await env.factsCache?.write(read.facts);
    return read.facts;
  });
  const profile: Remembered<Profile> = {
    async get(options) {
      const told = await facts.get(options);
      const { employee, week } = await own.get({ signal: options?.signal });
      return { facts: told, employee, week };
    },
    known() {
      const [told, person] = [facts.known(), own.known()];
      return told && person && { facts: told, employee: person.employee, week: person.week };
    },
    forget() {
      facts.forget();
      own.forget();
    },
  };
  const calamari: Calamari = {
    client,
    env,
    profile,
    facts,
    own,
    async reach(call) {
      if (!reached) {
        believes = false;
        await facts.get({ fresh: true, signal: call?.signal });
      }
      return reached ?? { modules: {}, has: [], lacks: [] };
    },
    whose: createWhose(client, () => own.known()?.employee?.externalNumber),
    directory: createDirectory(client, env),
    projects: remembered(holds, env.now, async (): Promise<Ref[]> => {
      const found = await client.send(projectRows, endpoints.projectsOfPerson, { about: { as: "person" } });
      return found.map(({ id, name }) => ({ id: String(id), name }));
    }),
    secondLookMs,
  };
  return {
    calamari,
    facts(call) {
      if (call?.fresh) believes = false;
      return facts.get(call);
    },
  };
}
