import type { AdapterEnvironment, Service } from "../../domain/ports";
import { createAbsences } from "./absences";
import { createHolidays } from "./absences/holidays";
import { type CalamariPlace, createCalamariClient, type Timing } from "./client/client";
import { createContext } from "./context";
import { createEntries } from "./entries/entries";
import { createShifts } from "./entries/shifts";
import { createRecords } from "./records";
import { createSettings } from "./settings";
import { createBreakTypes } from "./timer/break-types";
import { createTimer } from "./timer/timer";
import { createWork } from "./work/work";

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
  const { calamari, facts } = createContext(client, env, timing.secondLookMs ?? 1_000);
  const { origin } = new URL(where.url);
  const shifts = createShifts(calamari);
  const breakTypes = createBreakTypes(calamari);
  return {
    id: "calamari",
    facts,
    timer: createTimer(calamari, shifts, breakTypes),
    time: createEntries(calamari, shifts, breakTypes),
    work: createWork(calamari, shifts),
    ...createAbsences(calamari, origin),
    records: createRecords(calamari, createHolidays(calamari)),
    settings: createSettings(calamari, breakTypes, origin),
    close: () => client.close(),
  };
}
