import type { AdapterEnvironment, BreakMemory, Service } from "../../../../mcp-server/domain/ports";
import { createKimaiService } from "../../../../mcp-server/services/kimai/index";
import { type FakeKimai, type FakeKimaiOptions, startFakeKimai } from "../../../fakes/kimai/index";
import type { TokenName } from "../../../fakes/kimai/seed";

/** 19 November 2026, 10:07:33 in UTC: a Thursday morning in Berlin, early night in Vancouver. */
const morning = "2026-11-19T10:07:33Z";

export interface Setup {
  kimai: FakeKimai;
  service: Service;
  /** Everything that the adapter logged, as text. */
  logged(): string;
  breaks: BreakMemory & { held: { since: string; entryId: string } | null };
  /** Another session with the same Kimai. */
  as(who: TokenName): Service;
  close(): Promise<void>;
}

/** A fake Kimai with a stopped clock and a service on it; waits are short so that failures do not take long. */
export async function setup(who: TokenName = "user", options: FakeKimaiOptions = {}): Promise<Setup> {
  const kimai = await startFakeKimai({ now: morning, frozen: true, zones: { user: "Europe/Berlin" }, ...options });
  const lines: string[] = [];
  const breaks: Setup["breaks"] = {
    held: null,
    read: async () => breaks.held,
    write: async (paused) => {
      breaks.held = paused;
    },
  };
  const services: Service[] = [];
  const as = (name: TokenName) => {
    const env: AdapterEnvironment = {
      accountId: "kimai",
      secret: async () => kimai.tokens[name],
      breaks,
      log: (event, detail) => lines.push(JSON.stringify([event, detail])),
      now: () => kimai.now(),
    };
    const timing = { silenceMs: 1500, retryBaseMs: 10, secondLookMs: 20 };
    const service = createKimaiService({ url: kimai.url, tlsVerify: true }, env, timing);
    services.push(service);
    return service;
  };
  return {
    kimai,
    service: as(who),
    logged: () => lines.join("\n"),
    breaks,
    as,
    async close() {
      for (const service of services) await service.close();
      await kimai.close();
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
