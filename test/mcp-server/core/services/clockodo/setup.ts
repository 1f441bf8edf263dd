import { expect, onTestFinished } from "vitest";
import type { RateLimiter } from "#core/domain/ports";
import type { RecordDraft, RecordQuery, RecordType } from "#core/domain/records";
import { createClockodoService } from "#core/services/clockodo/index";
import { type FakeClockodo, type FakeClockodoOptions, startFakeClockodo } from "../../../../fakes/clockodo";
import type { PersonName } from "../../../../fakes/clockodo/seed";
import { morning, type Sessions, sessionsWith } from "../session";

export { collect, failureOf, shortSilenceMs } from "../session";

export interface Setup extends Sessions<PersonName, ReturnType<typeof createClockodoService>> {
  clockodo: FakeClockodo;
}

/**
 * A fake Clockodo with a stopped clock and a service on it. When the test has finished, both are closed, and nothing was
 * sent that the reference does not know, nor a key outside its header.
 */
export async function setup(
  who: PersonName = "mara",
  options: FakeClockodoOptions = {},
  more: { rateLimiter?: RateLimiter; silenceMs?: number } = {},
): Promise<Setup> {
  const clockodo = await startFakeClockodo({ now: morning, frozen: true, ...options });
  const sessions = sessionsWith(
    clockodo,
    who,
    (name) => clockodo.people[name].key,
    (env, timing, name) => createClockodoService({ url: clockodo.url, user: clockodo.people[name].email }, env, timing),
    more,
  );
  onTestFinished(async () => {
    await sessions.close();
    expect(clockodo.unknownParameters()).toEqual([]);
    expect(clockodo.count("POST", /register/i)).toBe(0);
    clockodo.assertKeysOnlyInHeaders(sessions.logged());
  });
  return { clockodo, ...sessions };
}

/** Requests of a method to a path, and what their bodies held. */
export const sentTo = ({ clockodo }: Pick<Setup, "clockodo">, method: string, path: RegExp) =>
  clockodo.requests.filter((each) => each.method === method && path.test(each.path));
export const bodiesTo = (...asked: Parameters<typeof sentTo>) =>
  sentTo(...asked).map((each) => JSON.parse(each.body || "null"));
/** All writes that were sent. */
export const writesTo = ({ requests }: FakeClockodo) => requests.filter(({ method }) => method !== "GET");

/** The same with shorter ways to its records. */
export async function recordSession(who: PersonName = "olga", options: FakeClockodoOptions = {}) {
  const made = await setup(who, options);
  const { records } = made.service;
  if (!records) throw new Error("the service keeps no records");
  const list = (type: RecordType, more: Partial<RecordQuery> = {}) =>
    records.list({ type, limit: 500, offset: 0, ...more });
  return {
    ...made,
    records,
    list,
    names: async (type: RecordType, more: Partial<RecordQuery> = {}) =>
      (await list(type, more)).records.map(({ name }) => name),
    get: (type: RecordType, id: string) => records.get({ type, id }),
    create: (type: RecordType, values: RecordDraft) => records.create({ type, values }),
    update: (type: RecordType, id: string, values: RecordDraft) => records.update({ type, id }, values),
  };
}
