import type { Call } from "../../domain/call";
import type { AccountFacts, Ref } from "../../domain/entities";
import type { AdapterEnvironment, Service } from "../../domain/ports";
import type { MessageText } from "../../messages/catalog";
import { type Remembered, remembered } from "../http/cache";
import { saveOnce } from "../shared/save-once";
import { type Own, readFacts, readOwn } from "./capabilities/facts";
import type { Reach } from "./capabilities/probe-rights";
import type { CalamariClient } from "./client/client";
import { endpoints } from "./client/paths";
import { personKey, refOf } from "./mapping/person";
import { createDirectory, type Directory } from "./own-person/directory";
import { createWhose, type Whose } from "./own-person/own-row-filter";

/** What Calamari says of the account's person. Who needs the facts alone asks for `facts`, which may cost nothing. */
interface Profile extends Pick<Own, "employee" | "week"> {
  facts: AccountFacts;
}

/** What the ports of the adapter share. */
export interface Calamari {
  client: CalamariClient;
  env: AdapterEnvironment;
  profile: Remembered<Profile>;
  facts: Remembered<AccountFacts>;
  own: Remembered<Own>;
  /** What the key opens; asks for the facts anew where another process has read them. */
  reach(call?: Call): Promise<Reach>;
  /** What of an answer is the account's person's. */
  whose: Whose;
  /** Others, for clients that may know of them. */
  directory: Directory;
  /** Projects on which the account's person may book. */
  projects: Remembered<Ref[]>;
  /** Whom a request names: undefined where nobody, or the account's own person. */
  other(person: string | undefined, call?: Call): Promise<string | undefined>;
  /** Remembers an answer for ten minutes. */
  remember<T>(ask: () => Promise<T>): Remembered<T>;
  /**
   * Sends a write once, and looks for it where its answer was lost.
   * @param look what was written, if it took effect, else null
   * @returns notes: that it was found by looking, where it was
   */
  saveOnce<T>(write: () => Promise<T>, look: () => Promise<T | null>): Promise<{ value: T; notes: MessageText[] }>;
}

const holds = 10 * 60_000;
/** Who the person is and what the key opens costs eight requests; a refusal of the service has it asked anew before that. */
const factsHold = 4 * 3_600_000;

/**
 * What the ports of the adapter share, and the facts as the service gives them. Asks for nothing yet.
 * @param secondLookMs milliseconds between looks for a write whose answer was lost
 */
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
    forget: (readBefore) => [facts.forget(readBefore), own.forget(readBefore)].some(Boolean),
  };
  const remember: Calamari["remember"] = (ask) => remembered(holds, env.now, ask);
  const calamari: Calamari = {
    client,
    env,
    profile,
    facts,
    own,
    async reach(call) {
      if (!reached) {
        believes = false;
        await facts.get({ ...call, fresh: true });
      }
      return reached ?? { modules: {}, has: [], lacks: [] };
    },
    whose: createWhose(client, () => own.known()?.employee?.externalNumber),
    directory: createDirectory(client, env),
    projects: remember(async () => {
      const found = await client.send(endpoints.projectsOfPerson, { about: { as: "person" } });
      return found.map(refOf);
    }),
    async other(person, call) {
      const { id } = (await facts.get(call)).person;
      return person === undefined || person.toLowerCase() === id ? undefined : personKey(person);
    },
    remember,
    saveOnce: (write, look) => saveOnce({ name: "Calamari", secondLookMs }, write, look),
  };
  return {
    calamari,
    facts(call) {
      if (call?.fresh) believes = false;
      return facts.get(call);
    },
  };
}
