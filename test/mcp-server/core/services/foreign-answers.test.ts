import { describe, expect, it } from "vitest";
import { ServiceError } from "#core/domain/errors";
import type { Service } from "#core/domain/ports";
import type { Fault } from "../../../fakes/fault-proxy";
import { type Started, servicesBehindProxy } from "./behind-proxy";

const begin = "2026-11-18T08:00:00Z";
const end = "2026-11-18T09:30:00Z";

interface Step {
  name: string;
  run(started: Started, last: string): Promise<string>;
}

/** Every write of timer and entries, each on what the one before left; returns the id of the entry. */
const steps: Step[] = [
  { name: "log", run: async ({ service, work }) => (await service.time.create({ work, begin, end })).entry.id },
  {
    name: "change",
    run: async ({ service }, id) => (await service.time.update(id, { begin, end: "2026-11-18T10:00:00Z" })).entry.id,
  },
  { name: "copy", run: async ({ service }, id) => (await service.time.copy?.(id))?.entry.id ?? id },
  {
    name: "delete",
    run: async ({ service }, id) => {
      await service.time.remove(id);
      return "";
    },
  },
  { name: "clock in", run: async ({ service, work }) => (await service.timer.start({ work })).entry.id },
  {
    name: "pause",
    run: async ({ service }) => {
      await service.timer.pause();
      return "";
    },
  },
  { name: "resume", run: async ({ service }) => (await service.timer.resume()).entry.id },
  {
    name: "clock out",
    run: async ({ service }) => {
      await service.timer.stop();
      return "";
    },
  },
];

const respond = (status: number, more: Partial<Extract<Fault, { kind: "respond" }>> = {}): Fault => ({
  kind: "respond",
  status,
  body: "<html>Sign in</html>",
  afterEffect: true,
  ...more,
});
const json = { type: "application/json", body: '{"error":"denied"}' };

const replaced: Record<string, Fault> = {
  "503": respond(503),
  "503 with Retry-After": respond(503, { headers: { "retry-after": "1" } }),
  "408": respond(408),
  "302": respond(302, { headers: { location: "/login" } }),
  "HTML with 200": respond(200),
  "a foreign 401": respond(401, { headers: { "www-authenticate": "Basic realm=proxy" } }),
  "a foreign 403 as JSON": respond(403, json),
  "a foreign 404": respond(404),
  "a foreign 404 as JSON": respond(404, json),
  "a foreign 429 with Retry-After": respond(429, { ...json, headers: { "retry-after": "0" } }),
  "a cut connection": { kind: "cut", afterEffect: true },
};

/** What the reads after a write get instead of a response. */
const unreadable: Record<string, Fault> = {
  "a cut": { kind: "cut", afterEffect: true },
  garbage: respond(200, { type: "application/json", body: '[{"id":' }),
  "a 500": respond(500),
  "an empty 200": respond(200, { body: "" }),
};

async function newestId({ time }: Service): Promise<string> {
  for await (const { entries } of time.list({
    from: "2026-11-18T00:00:00Z",
    to: "2026-11-19T00:00:00Z",
    people: "me",
  }))
    for (const entry of entries) if (entry.begin === begin) return entry.id;
  throw new Error("nothing was logged");
}

/** Runs all steps; each of their writes takes effect, and what comes of it is judged. */
async function demandNoDenial(
  name: string,
  set: (started: Started, isFirst: () => boolean) => void,
): Promise<string[]> {
  const started = await servicesBehindProxy[name]?.();
  if (!started) throw new Error(`no service ${name}`);
  await started.service.facts();
  const denied: string[] = [];
  let last = "";
  for (const step of steps) {
    const before = started.entries();
    let sent = 0;
    set(started, () => sent++ === 0);
    const [failure, id] = await step.run(started, last).then(
      (made) => [null, made],
      (error: unknown) => [error, null],
    );
    started.proxy.fault = undefined;
    if (id !== null) last = String(id);
    if (failure === null) continue;
    if (!(failure instanceof ServiceError)) throw failure;
    if (before !== started.entries() && failure.saved === "no") denied.push(`${step.name}: ${failure.message}`);
    // What follows needs the entry that this step left.
    if (step.name === "log") last = await newestId(started.service);
  }
  return denied;
}

describe.each(Object.keys(servicesBehindProxy))("%s", (name) => {
  it.each(Object.entries(replaced))("never denies a write whose response became %s", async (_what, fault) => {
    const denied = await demandNoDenial(name, (started, isFirst) => {
      started.proxy.fault = (asked) => (started.isWrite(asked) && isFirst() ? fault : null);
    });
    expect(denied).toEqual([]);
  });

  it.each(Object.entries(unreadable))("never denies a write after which reads get %s", async (_what, fault) => {
    const denied = await demandNoDenial(name, (started) => {
      let wrote = false;
      started.proxy.fault = (asked) => {
        if (wrote) return fault;
        wrote = started.isWrite(asked);
        return null;
      };
    });
    expect(denied).toEqual([]);
  });
});
