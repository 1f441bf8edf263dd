import { describe, expect, it } from "vitest";
import type { PersonName } from "../../../../fakes/clockodo/seed";
import { failureOf, setup } from "./setup";

/** Where an answer is lost, what is found afterwards may be what the person did in a browser at the same moment. */
const work = { customer: "510", project: "7720", activity: "31" };
const draft = { work, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:30:00Z" };

async function begin(who: PersonName = "mara") {
  const s = await setup(who);
  await s.service.facts();
  return { ...s, state: s.clockodo.state };
}

describe("a lost answer and something done by hand at the same moment", () => {
  it("keeps what the person changed where a change did not arrive", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create(draft);
    const byHand = () => {
      for (const row of s.state.entries) row.until = Date.parse("2026-11-18T10:15:00Z");
      return true;
    };
    s.clockodo.fail({
      method: "PUT",
      path: { test: byHand } as unknown as RegExp,
      times: 1,
      failure: { kind: "drop", afterEffect: false },
    });
    const failed = await failureOf(s.service.time.update(entry.id, { end: "2026-11-18T10:00:00Z" }));
    expect(failed).toMatchObject({ saved: "unknown" });
    expect(s.state.entries.map(({ until }) => until)).toEqual([Date.parse("2026-11-18T10:15:00Z")]);
  });
});

describe("an entry whose change was stored otherwise", () => {
  it("keeps its hourly rate, which is not told, where it cannot be sent back as it was", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create(draft);
    for (const row of s.state.entries) row.hourly_rate = 95;
    let first = true;
    s.state.distort = (row) => {
      if (first && row.until !== null) row.until += 3_600_000;
      first = false;
    };
    const failed = await failureOf(s.service.time.update(entry.id, { end: "2026-11-18T10:00:00Z", hourlyRate: 120 }));
    expect(failed).toMatchObject({ saved: "yes" });
    expect(s.state.entries[0]?.hourly_rate).toBe(120);
  });

  it("is no failure of a change of all where Clockodo trims the text", async () => {
    const s = await begin();
    await s.service.time.create(draft);
    const query = { from: "2026-11-16T00:00:00Z", to: "2026-11-23T00:00:00Z", people: "me" as const };
    const plan = await s.service.time.bulk?.prepare(query, { text: "Line one\r\nline two " });
    s.state.distort = (entry) => {
      entry.text = "Line one\nline two";
    };
    expect(await plan?.commit()).toMatchObject({ count: 1 });
  });
});
