import type { AdapterEnvironment, BreakMemory, Service } from "#core/domain/ports";

/** 19 November 2026, 10:07:33 in UTC: a Thursday morning in Berlin, night in Vancouver and New York. */
export const morning = "2026-11-19T10:07:33Z";

export interface Sessions<Who extends string, S extends Service> {
  service: S;
  /** Everything that the adapter logged, as text. */
  logged(): string;
  breaks: BreakMemory & { held: { since: string; entryId: string } | null };
  /** Another session with the same service. */
  as(who: Who): S;
  close(): Promise<void>;
}

/** Timeout of the few tests whose fake never responds; a busy machine may take longer for an ordinary response. */
export const shortSilenceMs = 1_500;

/**
 * Opens sessions of an adapter with one fake service. Retries follow one another quickly.
 * @param fake closed with the sessions
 * @param options parts of the environment; `silenceMs` is how long the adapter waits for a response, 60 seconds by default
 */
export function sessionsWith<Who extends string, S extends Service>(
  fake: { now(): number; close(): Promise<void> },
  who: Who,
  secretOf: (who: Who) => string,
  open: (
    env: AdapterEnvironment,
    timing: { silenceMs: number; retryBaseMs: number; secondLookMs: number },
    who: Who,
  ) => S,
  options: Partial<AdapterEnvironment> & { silenceMs?: number } = {},
): Sessions<Who, S> {
  const { silenceMs = 60_000, ...environment } = options;
  const lines: string[] = [];
  const breaks: Sessions<Who, S>["breaks"] = {
    held: null,
    read: async () => breaks.held,
    write: async (paused) => {
      breaks.held = paused;
    },
  };
  const services: S[] = [];
  const as = (name: Who) => {
    const env: AdapterEnvironment = {
      accountId: "account",
      secret: async () => secretOf(name),
      breaks,
      ...environment,
      log: (event, detail) => lines.push(JSON.stringify([event, detail])),
      now: () => fake.now(),
    };
    const service = open(env, { silenceMs, retryBaseMs: 10, secondLookMs: 20 }, name);
    services.push(service);
    return service;
  };
  return {
    service: as(who),
    logged: () => lines.join("\n"),
    breaks,
    as,
    async close() {
      for (const service of services) await service.close();
      await fake.close();
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
