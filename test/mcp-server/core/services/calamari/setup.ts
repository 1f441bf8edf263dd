import { expect, onTestFinished } from "vitest";
import type { AdapterEnvironment } from "#core/domain/ports";
import { createCalamariService } from "#core/services/calamari/index";
import { type FakeCalamari, type FakeCalamariOptions, startFakeCalamari } from "../../../../fakes/calamari";
import { type PersonName, people } from "../../../../fakes/calamari/seed";
import { morning, type Sessions, sessionsWith } from "../session";

export { collect, failureOf, shortSilenceMs } from "../session";

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
  more: Partial<Pick<AdapterEnvironment, "may" | "rateLimiter" | "factsCache">> & { silenceMs?: number } = {},
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

/**
 * The set-up of one test, closed after it. Where nobody says what it may, it is seen to that it asked about nobody else.
 * @param more what the permissions allow beyond the own person, or parts of the environment
 */
export async function begin(
  options: FakeCalamariOptions = {},
  more: AdapterEnvironment["may"] | Parameters<typeof setup>[2] = {},
  who: PersonName = "nora",
): Promise<Setup> {
  const env = typeof more === "function" ? { may: more } : more;
  const s = await setup(who, options, env);
  onTestFinished(async () => {
    expect(s.calamari.unknownMembers()).toEqual([]);
    if (!env.may) expect(s.calamari.othersAskedFor(people[who])).toEqual([]);
    s.calamari.assertKeyOnlyInHeaders(s.logged());
    await s.close();
  });
  return s;
}

/** As `begin`, with the ports of leave. */
export async function beginLeave(...args: Parameters<typeof begin>) {
  const s = await begin(...args);
  const { absences: port, contracts } = s.service;
  if (!port || !contracts) throw new Error("no leave");
  return { ...s, port, contracts };
}
