import { onTestFinished } from "vitest";
import type { WorkIds } from "#core/domain/entities";
import type { Service } from "#core/domain/ports";
import { createCalamariService } from "#core/services/calamari/index";
import { createClockodoService } from "#core/services/clockodo/index";
import { createKimaiService } from "#core/services/kimai/index";
import { startFakeCalamari } from "../../../fakes/calamari";
import { startFakeClockodo } from "../../../fakes/clockodo";
import { type FaultProxy, startFaultProxy } from "../../../fakes/fault-proxy";
import { startFakeKimai } from "../../../fakes/kimai";
import { morning, sessionsWith } from "./session";

export interface Started {
  service: Service;
  proxy: FaultProxy;
  work: WorkIds;
  /** A request that changes something. */
  isWrite(request: { method: string; path: string; body: string }): boolean;
  /** What the fake holds, to see whether a write took effect. */
  entries(): string;
}

const byMethod = ({ method, body }: { method: string; body: string }) => method !== "GET" && body !== "{}";

/** Each service with a fake of it behind a proxy that can fail. */
export const servicesBehindProxy: Record<string, () => Promise<Started>> = {
  async kimai() {
    const fake = await startFakeKimai({ now: morning, frozen: true, entries: 3 });
    const proxy = await startFaultProxy(fake.url);
    const sessions = sessionsWith(
      fake,
      "user",
      () => fake.tokens.user,
      (env, timing): Service => createKimaiService({ url: proxy.url, tlsVerify: true }, env, timing),
    );
    onTestFinished(async () => {
      await sessions.close();
      await proxy.close();
    });
    return {
      service: sessions.service,
      proxy,
      work: { project: "1", activity: "3" },
      isWrite: (asked) => byMethod(asked) || /\/(stop|duplicate|restart)$/.test(asked.path),
      entries: () => JSON.stringify(fake.state.timesheets),
    };
  },
  async clockodo() {
    const fake = await startFakeClockodo({ now: morning, frozen: true });
    const proxy = await startFaultProxy(fake.url);
    const sessions = sessionsWith(
      fake,
      "mara",
      () => fake.people.mara.key,
      (env, timing): Service => createClockodoService({ url: proxy.url, user: fake.people.mara.email }, env, timing),
    );
    onTestFinished(async () => {
      await sessions.close();
      await proxy.close();
    });
    return {
      service: sessions.service,
      proxy,
      work: { subproject: "9010", activity: "31" },
      isWrite: byMethod,
      entries: () => JSON.stringify(fake.state.entries),
    };
  },
  async calamari() {
    const fake = await startFakeCalamari({ now: morning, frozen: true });
    const proxy = await startFaultProxy(fake.url);
    const sessions = sessionsWith(
      fake,
      "nora",
      () => fake.state.key,
      (env, timing): Service => createCalamariService({ url: proxy.url, person: fake.people.nora }, env, timing),
    );
    onTestFinished(async () => {
      await sessions.close();
      await proxy.close();
    });
    return {
      service: sessions.service,
      proxy,
      work: {},
      isWrite: ({ path }) => /\/v1\/(create|update|delete|clock-in|clock-out|break-start|break-stop)$/.test(path),
      entries: () => JSON.stringify(fake.state.shifts),
    };
  },
};
