import type { AdapterEnvironment, BreakMemory, Pace } from "../../../../mcp-server/domain/ports";
import { createClockodoService } from "../../../../mcp-server/services/clockodo/index";
import { type FakeClockodo, type FakeClockodoOptions, startFakeClockodo } from "../../../fakes/clockodo/index";
import type { PersonName } from "../../../fakes/clockodo/seed";

/** 19 November 2026, 10:07:33 in UTC: a Thursday morning in Berlin, early night in New York. */
const morning = "2026-11-19T10:07:33Z";
type ClockodoService = ReturnType<typeof createClockodoService>;

export interface Setup {
  clockodo: FakeClockodo;
  service: ClockodoService;
  /** Everything that the adapter logged, as text. */
  logged(): string;
  breaks: BreakMemory & { held: { since: string; entryId: string } | null };
  /** Another session with the same Clockodo. */
  as(who: PersonName): ClockodoService;
  close(): Promise<void>;
}

/** A fake Clockodo with a stopped clock and a service on it; waits are short so that failures do not take long. */
export async function setup(
  who: PersonName = "mara",
  options: FakeClockodoOptions = {},
  more: { pace?: Pace } = {},
): Promise<Setup> {
  const clockodo = await startFakeClockodo({ now: morning, frozen: true, ...options });
  const lines: string[] = [];
  const breaks: Setup["breaks"] = {
    held: null,
    read: async () => breaks.held,
    write: async (paused) => {
      breaks.held = paused;
    },
  };
  const services: ClockodoService[] = [];
  const as = (name: PersonName) => {
    const env: AdapterEnvironment = {
      accountId: "clockodo",
      secret: async () => clockodo.people[name].key,
      breaks,
      ...more,
      log: (event, detail) => lines.push(JSON.stringify([event, detail])),
      now: () => clockodo.now(),
    };
    const timing = { silenceMs: 1500, retryBaseMs: 10, secondLookMs: 20 };
    const service = createClockodoService({ url: clockodo.url, user: clockodo.people[name].email }, env, timing);
    services.push(service);
    return service;
  };
  return {
    clockodo,
    service: as(who),
    logged: () => lines.join("\n"),
    breaks,
    as,
    async close() {
      for (const service of services) await service.close();
      await clockodo.close();
    },
  };
}

export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("it did not fail");
}

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
