import type { AdapterEnvironment } from "../../../../mcp-server/domain/ports";
import { createCalamariService } from "../../../../mcp-server/services/calamari";
import { type FakeCalamari, type FakeCalamariOptions, startFakeCalamari } from "../../../fakes/calamari";
import type { PersonName } from "../../../fakes/calamari/seed";
import { morning, type Sessions, sessionsWith } from "../session";

export { collect, failureOf } from "../session";

export interface Setup extends Sessions<PersonName, ReturnType<typeof createCalamariService>> {
  calamari: FakeCalamari;
}

/**
 * A fake Calamari with a stopped clock and a service on it.
 * @param more `may`: what the client's permissions allow beyond its own person; absent: nothing
 */
export async function setup(
  who: PersonName = "nora",
  options: FakeCalamariOptions = {},
  more: Partial<Pick<AdapterEnvironment, "may" | "rateLimiter" | "factsCache">> = {},
): Promise<Setup> {
  const calamari = await startFakeCalamari({ now: morning, frozen: true, ...options });
  const sessions = sessionsWith(
    calamari,
    who,
    () => calamari.state.key,
    (env, timing, name) => createCalamariService({ url: calamari.url, person: calamari.people[name] }, env, timing),
    more,
  );
  return { calamari, ...sessions };
}
