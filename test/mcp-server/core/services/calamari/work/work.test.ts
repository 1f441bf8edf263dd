import { expect, it } from "vitest";
import type { FakeShift } from "../../../../../fakes/calamari/model";
import { people } from "../../../../../fakes/calamari/seed";
import { begin, failureOf } from "../setup";

const shift = (id: number, day: string, project: number | null, description = ""): FakeShift => {
  const [started, finished] = [Date.parse(`${day}T08:00:00Z`), Date.parse(`${day}T16:00:00Z`)];
  const projects = project === null ? [] : [{ from: started, to: finished, project }];
  return { id, employee: 41, started, finished, breaks: [], projects, description };
};

it("finds the projects on which the person may book, and only with hidden ones those of others", async () => {
  const s = await begin();
  expect(await s.service.work.search({ levels: ["project", "activity"] })).toMatchObject([
    { level: "project", id: "14", name: "Harbour app", bookable: true },
    { id: "15" },
  ]);
  const all = await s.service.work.search({ levels: ["project"], includeHidden: true });
  expect(all.find(({ id }) => id === "16")).toMatchObject({
    bookable: false,
    whyNot: expect.stringMatching(/not let/),
  });
  expect(await s.service.work.search({ levels: ["project"], text: "RELAUNCH" })).toMatchObject([{ id: "15" }]);
  expect(await s.service.work.search({ levels: ["customer", "activity"] })).toEqual([]);
});

it("tells what was worked on in the last weeks, newest first, each once, in one request", async () => {
  const s = await begin({
    seed: (state) =>
      void state.shifts.push(
        shift(1, "2026-11-10", 14),
        shift(2, "2026-11-11", 15, "Icons"),
        shift(3, "2026-11-12", 14),
        shift(4, "2026-11-13", null),
        shift(5, "2026-09-13", 15),
        { ...shift(6, "2026-11-14", 15, "Ida's"), employee: 42 },
      ),
  });
  await s.service.facts();
  const before = s.calamari.requests.length;
  const recent = await s.service.work.recent(10);
  expect(recent.map(({ work, text }) => [work.project?.name, text])).toEqual([
    [undefined, ""],
    ["Harbour app", ""],
    ["Website relaunch", "Icons"],
  ]);
  expect(recent[1]?.lastUsed).toBe("2026-11-12T16:00:00Z");
  expect(s.calamari.requests.length - before).toBe(1);
  expect(await s.service.work.recent(1)).toHaveLength(1);
});

it("tells who works here only where the account's permissions include it", async () => {
  const kept = await begin();
  expect(await failureOf(kept.service.work.people())).toMatchObject({ kind: "forbidden" });
  expect(kept.calamari.requests).toEqual([]);
  await kept.close();
  const s = await begin({}, (cell) => cell === "others_time.read");
  const found = await s.service.work.people("ber");
  expect(found).toEqual([{ id: people.ida, name: "Ida Berg" }]);
});

it("makes a project once, also where the answer is lost, and knows it at once", async () => {
  const s = await begin();
  await s.service.work.search({ levels: ["project"] });
  s.calamari.fail({ path: /projects\/v1\/create/, failure: { kind: "status", status: 504, afterEffect: true } });
  const made = await s.service.work.createItem?.("project", " Lighthouse ", {});
  expect(made).toMatchObject({ level: "project", name: "Lighthouse", bookable: true });
  expect(s.calamari.count(/projects\/v1\/create/)).toBe(1);
  expect(await s.service.work.search({ levels: ["project"], text: "light" })).toMatchObject([{ id: made?.id }]);
  expect(await failureOf(Promise.resolve(s.service.work.createItem?.("customer", "X", {})))).toMatchObject({
    name: "InputError",
  });
});

it("offers no new project where the key lacks the scope", async () => {
  const s = await begin({ settings: { scopes: ["status", "timesheet", "terminal", "employees"] } });
  const facts = await s.service.facts();
  expect(facts.booking.levels).toEqual([]);
  expect(s.service.work.createItem).toBeUndefined();
});
