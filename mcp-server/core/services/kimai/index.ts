import type { AdapterEnvironment, Service } from "../../domain/ports";
import { remembered } from "../http/cache";
import { createAbsences } from "./absences";
import { readFacts } from "./capabilities/facts";
import { createKimaiClient, type Timing } from "./client/client";
import { createContext } from "./context";
import { inCurrentZone } from "./current-zone";
import { createEntries } from "./entries/entries";
import { createContracts } from "./people/contracts";
import { rememberEveryone } from "./people/everyone";
import { createRecords } from "./records";
import { createSettings } from "./settings";
import { createTimer } from "./timer/timer";
import { createBudgets, createCurrencies } from "./work/budgets";
import { createLists } from "./work/lists";
import { createWork } from "./work/work";

const factsHold = 10 * 60_000;

/**
 * Kimai over its REST API with a person's own API token. Nothing is sent before the first call.
 * @param where address as the person gave it (address.ts), and how its certificate is checked
 * @param timing shorter waits for tests: silence until a timeout, first wait of a retry, pause before a second look
 * @throws InputError `argument` for an address that cannot be one
 */
export function createKimaiService(
  where: { url: string; tlsVerify: boolean | string },
  env: AdapterEnvironment,
  timing: Timing & { secondLookMs?: number } = {},
): Service {
  const client = createKimaiClient(where, env, timing);
  const lists = createLists({ client, env });
  /** What another process knows spares the first question of this one; whoever asks for fresh facts gets fresh ones. */
  let believes = true;
  let readAt = Number.NEGATIVE_INFINITY;
  const facts = remembered(factsHold, env.now, async () => {
    const known = believes ? await env.factsCache?.read() : null;
    believes = false;
    if (known) return known;
    const read = await readFacts(client, lists);
    readAt = env.now();
    await env.factsCache?.write(read);
    return read;
  });
  const currentFacts = inCurrentZone(client, env.now, facts, () => readAt);
  const kimai = createContext(client, env, facts, timing.secondLookMs ?? 1_000);
  const everyone = rememberEveryone(kimai);
  const work = createWork(kimai, lists, everyone);
  // What few calls need is made when it is asked for: a team server has this for each person who is connected.
  const made: { -readonly [Port in keyof Service]?: Service[Port] } = {};
  return {
    id: "kimai",
    facts(call) {
      if (call?.fresh) believes = false;
      return currentFacts(call);
    },
    timer: createTimer(kimai, lists),
    time: createEntries(kimai, lists, work.tagNames),
    work: work.port,
    get absences() {
      made.absences ??= createAbsences(kimai, everyone);
      return made.absences;
    },
    get contracts() {
      made.contracts ??= createContracts(kimai, everyone);
      return made.contracts;
    },
    get records() {
      made.records ??= createRecords(kimai, lists, everyone);
      return made.records;
    },
    get budgets() {
      made.budgets ??= createBudgets(kimai, lists);
      return made.budgets;
    },
    get currencies() {
      made.currencies ??= createCurrencies(lists);
      return made.currencies;
    },
    get settings() {
      made.settings ??= createSettings(kimai);
      return made.settings;
    },
    close: () => client.close(),
  };
}
