import { expect, it } from "vitest";
import { ServiceError } from "#core/domain/errors";
import type { Service } from "#core/domain/ports";
import type { Fault } from "../../../fakes/fault-proxy";
import { nightly } from "../../../nightly";
import * as fc from "../../../property";
import { propertyTimeoutMs } from "../../../property";
import { type Started, servicesBehindProxy } from "./behind-proxy";

/** Writes of one service: 100 in the gate for all three, 1,000 for each nightly (`npm run faults`). */
const writeCount = nightly ? 1_000 : 34;

const html = { body: "<html>Bad gateway</html>" };
const faultOf = (afterEffect: boolean): Fault[] => [
  { kind: "cut", afterEffect },
  { kind: "reset", afterEffect },
  { kind: "respond", status: 502, ...html, afterEffect },
  { kind: "respond", status: 503, ...html, headers: { "retry-after": "0" }, afterEffect },
  { kind: "respond", status: 429, ...html, headers: { "retry-after": "0" }, afterEffect },
];
const faults: Fault[] = [...faultOf(true), ...faultOf(false), { kind: "delay", milliseconds: 1 }];

const trial = fc.record({
  operation: fc.constantFrom("create", "create", "update", "delete"),
  place: fc.constantFrom("write", "write", "reads", "none"),
  fault: fc.constantFrom(...faults),
});

const dayMs = 86_400_000;
/** Each created entry has a day and hour of its own. */
const slotBegin = (slot: number) =>
  Date.parse("2026-11-18T08:00:00Z") - (slot % 200) * dayMs + Math.floor(slot / 200) * 3_600_000;
const instant = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

async function entryAt({ time }: Service, begin: string): Promise<{ id: string; end: string | null } | null> {
  const query = { from: begin, to: instant(Date.parse(begin) + 1_000), people: "me" as const };
  for await (const { entries } of time.list(query)) for (const { id, end } of entries) return { id, end };
  return null;
}

const rowsIn = (started: Started) => (JSON.parse(started.entries()) as unknown[]).length;

it.each(Object.keys(servicesBehindProxy))(
  "%s: no write through a faulty network is lost, duplicated, or denied",
  async (name) => {
    const started = await servicesBehindProxy[name]?.();
    if (!started) throw new Error(`no service ${name}`);
    const { service, proxy, work } = started;
    await service.facts();
    const result = { lost: 0, duplicated: 0, unreported: 0 };
    const count = { writes: 0, applied: 0, unknown: 0 };
    let slot = 0;
    await fc.assert(
      fc.asyncProperty(trial, async ({ operation, place, fault }) => {
        proxy.fault = undefined;
        const existing = await entryAt(service, instant(slotBegin(slot)));
        const isCreate = operation === "create" || !existing;
        if (isCreate) slot += 1;
        const begin = instant(slotBegin(slot));
        const [short, long] = [30, 45].map((minutes) => instant(slotBegin(slot) + minutes * 60_000));
        const before = started.entries();
        const rowsBefore = rowsIn(started);
        let wrote = false;
        proxy.fault = (request) => {
          const isFirstWrite = !wrote && started.isWrite(request);
          const isReadAfter = wrote && !started.isWrite(request);
          wrote ||= isFirstWrite;
          return (place === "write" && isFirstWrite) || (place === "reads" && isReadAfter) ? fault : null;
        };
        const write = (): Promise<unknown> => {
          if (isCreate) return service.time.create({ work, begin, end: short ?? "" });
          const { id, end } = existing;
          if (operation === "delete") return service.time.remove(id);
          return service.time.update(id, { begin, end: (end === long ? short : long) ?? "" });
        };
        const error = await write().then(
          () => null,
          (reason: unknown) => reason,
        );
        proxy.fault = undefined;
        if (error !== null && !(error instanceof ServiceError)) throw error;
        const isApplied = started.entries() !== before;
        count.writes += 1;
        if (isApplied) count.applied += 1;
        if (error?.saved === "unknown") count.unknown += 1;
        if (error === null && !isApplied) result.lost += 1;
        if (isCreate && rowsIn(started) - rowsBefore > 1) result.duplicated += 1;
        if (error?.saved === "no" && isApplied) result.unreported += 1;
      }),
      { numRuns: writeCount, endOnFailure: true },
    );
    if (nightly) console.info(name, { ...count, ...result });
    expect(result).toEqual({ lost: 0, duplicated: 0, unreported: 0 });
    expect(count.applied).toBeGreaterThan(count.writes / 3);
  },
  propertyTimeoutMs(nightly ? 3_600_000 : 60_000),
);
