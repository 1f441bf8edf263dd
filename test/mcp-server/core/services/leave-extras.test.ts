import { describe, expect, it, onTestFinished } from "vitest";
import type { AbsencePort } from "#core/domain/absences";
import type { Service } from "#core/domain/ports";
import { setup as clockodoSetup } from "./clockodo/setup";
import { withPlugins } from "./kimai/plugged";
import { openSheet } from "./local/sheet";
import { failureOf } from "./session";

const leaveOf = ({ absences }: Service): AbsencePort => {
  if (!absences) throw new Error("no leave");
  return absences;
};

/** A type of each service that is taken by halves, and one by hours where there is one; writes that came through. */
const services: Record<string, () => Promise<{ port: AbsencePort; whole: string; hours?: string; writes(): number }>> =
  {
    async Kimai() {
      const { service, kimai, close } = await withPlugins();
      onTestFinished(close);
      const writes = () => kimai.state.plugged.absences.length;
      return { port: leaveOf(service), whole: "holiday", hours: "time_off", writes };
    },
    async Clockodo() {
      const { service, clockodo, close } = await clockodoSetup();
      onTestFinished(close);
      return { port: leaveOf(service), whole: "1", hours: "3", writes: () => clockodo.state.absences.length };
    },
    async "time sheet"() {
      const { absences } = openSheet();
      return { port: absences, whole: "holiday", writes: () => 0 };
    },
  };

describe.each(Object.entries(services))("leave in the %s", (_name, open) => {
  it("refuses in words what only Calamari keeps of a request, before anything is sent", async () => {
    const { port, whole, hours, writes } = await open();
    const before = writes();
    const draft = { typeId: whole, first: "2026-12-07", last: "2026-12-07", comment: "x" };
    const wishes = [
      { ...draft, reason: "Move" },
      { ...draft, substituteId: "5" },
      { ...draft, firstHalf: true, from: "afternoon" },
      ...(hours ? [{ ...draft, typeId: hours, seconds: 7_200, from: "09:00" }] : []),
    ];
    for (const wish of wishes)
      for (const sent of [port.parts(wish), port.create(wish)])
        expect(await failureOf(sent)).toMatchObject({
          kind: "unsupported",
          saved: "no",
          next: expect.stringMatching(/.+/),
        });
    expect(writes()).toBe(before);
    expect((await port.list({ first: "2026-12-01", last: "2026-12-31", people: "me" })).absences).toEqual([]);
  });
});
