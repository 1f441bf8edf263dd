import type { AdapterEnvironment, Service } from "../../../domain/ports";
import type { TlsVerify } from "../../../platform/http-dispatcher";
import { remembered } from "../../http/cache";
import { saveOnce } from "../../shared/save-once";
import { createAbsences } from "./absences";
import type { GatewayContext } from "./context";
import { createEntries } from "./entries";
import { readProfile } from "./facts";
import { createPeople, createWork } from "./people";
import { createRecords } from "./records";
import { openGateway, type Timing } from "./session";
import { createTimer } from "./timer";

const holds = 10 * 60_000;

/**
 * Calamari through its own MCP server (calamari-api.md §3), as the person who signed in to it in the browser: for people
 * without an API key. What that server has no tool for is refused in `facts.refused`, with words. Nothing is sent before the
 * first call.
 * @param timing shorter waits for tests
 */
export function createCalamariGateway(
  where: { mcpUrl: string; tlsVerify?: TlsVerify },
  env: AdapterEnvironment,
  timing: Timing = {},
): Service {
  const gateway = openGateway(where, env, timing);
  const profile = remembered(holds, env.now, () => readProfile(gateway));
  const saving = { name: "Calamari", secondLookMs: timing.secondLookMs ?? 1_000 };
  const context: GatewayContext = {
    gateway,
    env,
    profile,
    people: createPeople(gateway, env),
    types: remembered(holds, env.now, () => gateway.call("getAbsenceTypes")),
    allowances: remembered(holds, env.now, () => gateway.call("getAbsenceAllowances")),
    isOther: async (personId, call) => personId !== undefined && personId !== (await profile.get(call)).facts.person.id,
    saveOnce: (write, look) => saveOnce(saving, write, look),
  };
  return {
    id: "calamari",
    facts: async (call) => (await profile.get(call)).facts,
    timer: createTimer(context),
    time: createEntries(context),
    work: createWork(context.people),
    absences: createAbsences(context),
    records: createRecords(context),
    async contracts(people, call) {
      const { facts } = await profile.get(call);
      const own = people === "me" || people === "everyone" || people.includes(facts.person.id);
      const others = Array.isArray(people) ? people.filter((id) => id !== facts.person.id) : [];
      return {
        contracts: own ? [{ person: facts.person, targetSeconds: facts.targetSeconds }] : [],
        unread: others.map((id) => ({
          person: { id, name: id },
          why: "Calamari tells only one's own working week this way.",
        })),
        notes: people === "everyone" ? ["Calamari tells only one's own working week this way."] : [],
      };
    },
    close: () => gateway.close(),
  };
}
