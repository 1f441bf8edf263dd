import { describe, expect, it } from "vitest";
import { readShiftId, shiftId } from "#core/services/calamari/mapping/ids";
import { entriesOf, type Reading, wholeShift } from "#core/services/calamari/mapping/shift";
import { localTime, readStamp } from "#core/services/calamari/mapping/time";
import type { WireShift } from "#core/services/calamari/wire/shift";
import * as fc from "../../../../property";

const begin = Date.parse("2026-11-18T08:00:00Z");
const stamp = (seconds: number) => `${new Date(begin + seconds * 1000).toISOString().slice(0, 19)}+0000`;
const reading: Reading = {
  now: "2026-11-18T20:00:00Z",
  own: { id: "nora.lind@fjordworks.example", name: "Nora Lind" },
  other: { id: "nora.lind@fjordworks.example", name: "Nora Lind" },
  isOwn: () => true,
  netDuration: false,
};

describe("Calamari's times", () => {
  it("are read with every offset that it may write, and none is UTC", () => {
    for (const text of ["+0000", "Z", "+00:00", ""])
      expect(readStamp(`2026-10-05T06:58:12${text}`)).toBe("2026-10-05T06:58:12Z");
    expect(readStamp("2026-10-05T08:58:12+0200")).toBe("2026-10-05T06:58:12Z");
    expect(readStamp("2026-10-05T06:58:12.345+0000")).toBe("2026-10-05T06:58:12Z");
  });

  it("are always written as a clock time without zone and without parts of a second", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000 }),
        fc.constantFrom("Europe/Oslo", "America/St_Johns", "Asia/Kolkata", "UTC"),
        (seconds, zone) => {
          const written = localTime(`${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`, zone);
          expect(written).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
        },
      ),
    );
  });
});

describe("ids of entries", () => {
  it("come back as they went", () => {
    const whole = fc.record(
      {
        day: fc.constantFrom("2026-11-18", "2026-02-28"),
        id: fc.integer({ min: 1, max: 1e12 }),
        part: fc.integer({ min: 1, max: 99 }),
        person: fc.constantFrom("ida.berg@fjordworks.example", "a-2.b@x.example", "externalNumber:FW 7%", "Ida Berg"),
      },
      { requiredKeys: ["day", "id"] },
    );
    fc.assert(
      fc.property(whole, (id) => {
        expect(shiftId(id)).not.toMatch(/\s/);
        expect(readShiftId(shiftId(id))).toEqual(id);
      }),
    );
  });
});

/** Spans inside a shift of ten hours, one after another. */
const spans = (most: number) =>
  fc
    .array(fc.integer({ min: 0, max: 36_000 }), { maxLength: most * 2 })
    .map((edges) => [...new Set(edges)].sort((a, b) => a - b))
    .map((edges) =>
      Array.from({ length: Math.floor(edges.length / 2) }, (_, index) => ({
        from: edges[index * 2] as number,
        to: edges[index * 2 + 1] as number,
      })),
    );

describe("a shift with several projects", () => {
  const shifts = fc
    .record({
      breaks: spans(3),
      items: spans(4),
      net: fc.boolean(),
      running: fc.boolean(),
      projects: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }),
    })
    .map(({ breaks, items, net, running, projects }): [WireShift, boolean] => {
      const off = breaks.reduce((sum, { from, to }) => sum + to - from, 0);
      return [
        {
          id: 501,
          started: stamp(0),
          finished: running ? null : stamp(36_000),
          duration: running ? 0 : 36_000 - (net ? off : 0),
          breaks: breaks.map(({ from, to }) => ({
            from: stamp(from),
            to: stamp(to),
            breakType: { id: 2, name: "Lunch" },
          })),
          projects: items.map(({ from, to }, index) => ({
            from: stamp(from),
            to: stamp(to),
            project: { id: projects[index] ?? 1, name: `P${projects[index] ?? 1}` },
          })),
        },
        net,
      ];
    });

  it("is cut without gaps or overlaps, and its parts are together what Calamari counts", () => {
    fc.assert(
      fc.property(shifts, ([row, netDuration]) => {
        const whole = wholeShift(row, { ...reading, netDuration });
        const parts = entriesOf(row, { ...reading, netDuration });
        expect(parts[0]?.begin).toBe(whole.begin);
        expect(parts.at(-1)?.end).toBe(whole.end);
        for (const [index, part] of parts.entries()) {
          if (index > 0) expect(part.begin).toBe(parts[index - 1]?.end);
          if (part.end !== null) expect(part.end > part.begin || parts.length === 1).toBe(true);
        }
        expect(parts.reduce((sum, { breakSeconds }) => sum + breakSeconds, 0)).toBe(whole.breakSeconds);
        if (whole.seconds !== null)
          expect(parts.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0)).toBe(whole.seconds);
        expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
      }),
      { numRuns: 500 },
    );
  });

  it("of which Calamari tells no times stays one entry that names them all", () => {
    const row: WireShift = {
      id: 501,
      started: stamp(0),
      finished: stamp(3600),
      duration: 3600,
      projects: [{ name: "Harbour app", duration: 1800 }, { name: "Website relaunch" }],
    };
    expect(entriesOf(row, reading)).toMatchObject([
      { id: "2026-11-18.501", work: {}, meta: { projects: "Harbour app 0:30, Website relaunch" } },
    ]);
  });

  it("whose stamps are some seconds apart is one entry on its project", () => {
    const row: WireShift = {
      id: 501,
      started: stamp(0),
      finished: stamp(3600),
      projects: [{ from: stamp(4), to: stamp(3598), project: { id: 14, name: "Harbour app" } }],
    };
    expect(entriesOf(row, reading)).toMatchObject([
      { id: "2026-11-18.501", work: { project: { id: "14" } }, seconds: 3600 },
    ]);
  });
});
