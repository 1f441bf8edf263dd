import type { AdapterEnvironment, BreakMemory, Service } from "../../../mcp-server/domain/ports";

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

/**
 * Sessions of an adapter with one fake service; waits are short so that failures do not take long.
 * @param fake closed with the sessions
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
  more: Partial<AdapterEnvironment> = {},
): Sessions<Who, S> {
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
      ...more,
      log: (event, detail) => lines.push(JSON.stringify([event, detail])),
      now: () => fake.now(),
    };
    const service = open(env, { silenceMs: 1500, retryBaseMs: 10, secondLookMs: 20 }, name);
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
