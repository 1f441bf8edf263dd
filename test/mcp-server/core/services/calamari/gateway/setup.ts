import type { AdapterEnvironment, RotatingCredential, Service } from "#core/domain/ports";
import { createCalamariGateway } from "#core/services/calamari/gateway/index";
import { type FakeGateway, startFakeGateway } from "../../../../../fakes/calamari-gateway";
import { signedIn } from "../../../../../fakes/calamari-gateway/sign-in";
import { morning } from "../../session";

export { failureOf } from "../../session";

/** A credential in memory, as of a session without a keychain. */
export function memoryCredential(secret: string): RotatingCredential & { now(): string; sets: string[] } {
  let kept = secret;
  let turn: Promise<unknown> = Promise.resolve();
  const sets: string[] = [];
  return {
    sets,
    now: () => kept,
    get: async () => kept,
    async set(next) {
      kept = next;
      sets.push(next);
    },
    locked(work) {
      const done = turn.then(work, work);
      turn = done.catch(() => undefined);
      return done;
    },
  };
}

/** The fake gateway with a stopped clock, somebody signed in, and the adapter on it. */
export async function setup(
  options: Parameters<typeof startFakeGateway>[0] & {
    may?: readonly string[];
    who?: keyof FakeGateway["people"];
    silenceMs?: number;
  } = {},
) {
  const { may = [], who = "nora", silenceMs = 60_000, ...fake } = options;
  const gateway = await startFakeGateway({ now: morning, frozen: true, ...fake });
  const credential = memoryCredential(await signedIn(gateway, who));
  const lines: string[] = [];
  const services: Service[] = [];
  const open = (more: Partial<AdapterEnvironment> = {}) => {
    const env: AdapterEnvironment = {
      accountId: "account",
      secret: () => credential.get(),
      credential,
      may: (cell) => may.includes(cell),
      breaks: { read: async () => null, write: async () => undefined },
      log: (event, detail) => lines.push(JSON.stringify([event, detail])),
      now: gateway.now,
      ...more,
    };
    const service = createCalamariGateway({ mcpUrl: gateway.mcpUrl }, env, { silenceMs, secondLookMs: 20 });
    services.push(service);
    return service;
  };
  const service = open();
  const { absences } = service;
  if (!absences) throw new Error("no leave");
  return {
    gateway,
    credential,
    open,
    service,
    absences,
    logged: () => lines.join("\n"),
    tools: () => gateway.calls.map(({ tool }) => tool),
    async close() {
      for (const one of services) await one.close();
      await gateway.close();
    },
  };
}
