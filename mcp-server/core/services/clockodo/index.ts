import type { AdapterEnvironment, Service } from "../../domain/ports";
import { remembered } from "../http/cache";
import { createAbsences } from "./absences";
import { readProfile } from "./capabilities/facts";
import { type ClockodoPlace, createClockodoClient, type Timing } from "./client/client";
import { createContext } from "./context";
import { createEntries } from "./entries/entries";
import { createEntryWriter } from "./entries/write-entry";
import { createRecords } from "./records";
import { createSettings } from "./settings";
import { createTimer } from "./timer/timer";
import { createBudgets } from "./work/budgets";
import { createLists } from "./work/lists";
import { createWork } from "./work/work";

const factsHold = 10 * 60_000;

/**
 * Clockodo over its REST API with a person's own API key. Nothing is sent before the first call.
 * @param where `user`: the e-mail address that the key belongs to; `url`: only for tests and a Clockodo elsewhere
 * @param timing shorter waits for tests: silence until a timeout, first wait of a retry, pause before a second look
 */
export function createClockodoService(
  where: ClockodoPlace,
  env: AdapterEnvironment,
  timing: Timing & { secondLookMs?: number } = {},
): Service {
  const client = createClockodoClient(where, env, timing);
  const lists = createLists({ client, env });
  const profile = remembered(factsHold, env.now, () => readProfile(client, env.now));
  const clockodo = createContext({ client, env, profile, lists, secondLookMs: timing.secondLookMs ?? 1_000 });
  const writer = createEntryWriter(clockodo);
  return {
    id: "clockodo",
    facts: (call) => clockodo.facts.get(call),
    timer: createTimer(clockodo, writer),
    time: createEntries(clockodo, writer),
    work: createWork(clockodo),
    ...createAbsences(clockodo),
    records: createRecords(clockodo, writer),
    budgets: createBudgets(clockodo),
    async currencies(call) {
      const { company } = await profile.get({ signal: call?.signal });
      return () => company?.currency ?? undefined;
    },
    settings: createSettings(clockodo),
    close: () => client.close(),
  };
}
