import type { RateLimiter } from "../../../../mcp-server/domain/ports";
import { createClockodoService } from "../../../../mcp-server/services/clockodo";
import { type FakeClockodo, type FakeClockodoOptions, startFakeClockodo } from "../../../fakes/clockodo";
import type { PersonName } from "../../../fakes/clockodo/seed";
import { morning, type Sessions, sessionsWith } from "../session";

export { collect, failureOf } from "../session";

export interface Setup extends Sessions<PersonName, ReturnType<typeof createClockodoService>> {
  clockodo: FakeClockodo;
}

/** A fake Clockodo with a stopped clock and a service on it. */
export async function setup(
  who: PersonName = "mara",
  options: FakeClockodoOptions = {},
  more: { rateLimiter?: RateLimiter } = {},
): Promise<Setup> {
  const clockodo = await startFakeClockodo({ now: morning, frozen: true, ...options });
  const sessions = sessionsWith(
    clockodo,
    who,
    (name) => clockodo.people[name].key,
    (env, timing, name) => createClockodoService({ url: clockodo.url, user: clockodo.people[name].email }, env, timing),
    more,
  );
  return { clockodo, ...sessions };
}
