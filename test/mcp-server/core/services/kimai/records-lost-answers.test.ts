import { describe, expect, it } from "vitest";
import type { RecordDraft, RecordPlace, RecordType } from "#core/domain/records";
import { withPlugins } from "./plugged";
import { lostOnce, setup } from "./setup";

interface Lost {
  who?: "super" | "teamlead" | "user";
  of?: RecordPlace["of"];
  /** Of a change or delete. */
  id?: string;
  values?: RecordDraft;
  copyOf?: string;
  /** Made before, to be changed. */
  made?: RecordDraft;
  /** Made twice before: a like one must not be taken for it. */
  twice?: true;
}
const website = { type: "project", id: "1" } as const;
const web = { type: "team", id: "1" } as const;
const train = { day: "2026-11-18", project: "1", category: "Travel", text: "train", cost: 5 };
const todo = { name: "Write", project: "1", activity: "3" };
const lead = { who: "teamlead" } as const;
const newOne = { username: "new.one", email: "new@example.com", password: "a long secret 1", enabled: true };

describe("a write of a record whose answer is lost", () => {
  it.each<[RecordType, "POST" | "PATCH" | "DELETE", RegExp, Lost]>([
    ["rate", "POST", /rates$/, { of: website, values: { rate: 60 } }],
    ["comment", "POST", /comments$/, { of: website, values: { message: "one" }, twice: true }],
    ["tag", "POST", /tags$/, { values: { name: "later" } }],
    ["favourite", "POST", /favorites/, { values: { entry: "2" } }],
    ["customer", "POST", /customers$/, { values: { name: "Acme" }, twice: true }],
    ["project", "POST", /projects$/, { values: { name: " Shop\n", customer: "1" } }],
    ["project", "PATCH", /projects\/1$/, { id: "1", values: { comment: "new" } }],
    [
      "project",
      "PATCH",
      /projects\/1$/,
      { id: "1", values: { time_budget: 36_000, budget: 500, start: "2026-01-02" } },
    ],
    ["customer", "PATCH", /customers\/1$/, { id: "1", values: { name: " Northwind Ltd", country: "PL" } }],
    ["activity", "PATCH", /activities\/3$/, { id: "3", values: { color: "#ff0000", visible: false } }],
    ["expense", "PATCH", /expenses\/1$/, { ...lead, made: train, id: "1", values: { text: "bus", cost: 7 } }],
    [
      "expense",
      "PATCH",
      /expenses\/1$/,
      { ...lead, made: train, id: "1", values: { category: "Mileage", day: "2026-11-17" } },
    ],
    [
      "task",
      "PATCH",
      /tasks\/1$/,
      { ...lead, made: todo, id: "1", values: { name: "Write it", estimate: 7200, due: "2026-12-01" } },
    ],
    ["project", "POST", /duplicate$/, { values: {}, copyOf: "1" }],
    ["activity", "DELETE", /activities\/6$/, { id: "6" }],
    ["person", "POST", /users$/, { who: "super", values: newOne }],
    ["person", "PATCH", /users\/6$/, { who: "super", id: "6", values: { title: "Dr" } }],
    ["team", "POST", /teams$/, { values: { name: "Sales", leads: ["3"] } }],
    ["team", "PATCH", /teams\/1$/, { id: "1", values: { name: "Site team", members: ["3", "4"] } }],
    ["membership", "POST", /members\/6$/, { of: web, values: { person: "6" } }],
    ["membership", "PATCH", /teams\/1$/, { of: web, id: "4", values: { lead: true } }],
    ["membership", "DELETE", /members\/4$/, { of: web, id: "4" }],
    ["grant", "POST", /projects\/1$/, { of: web, values: { project: "1" } }],
    ["expense", "POST", /expenses$/, { who: "teamlead", values: train, twice: true }],
    ["task", "POST", /tasks$/, { ...lead, values: todo, twice: true }],
    ["holiday", "DELETE", /holidays\/14$/, { id: "14" }],
  ])("is found for %s after %s, and not sent again", async (type, method, path, lost) => {
    const { who = "admin", of, id, values, copyOf, made } = lost;
    const open = ["expense", "task", "holiday"].includes(type) ? withPlugins : setup;
    const s = await open(type === "favourite" ? "user" : who, { entries: 2 });
    // Facts ask with empty forms, which are no writes.
    await s.service.facts();
    await s.records.describe(type);
    const deed = async () => {
      if (values === undefined) return s.records.remove({ type, id: id ?? "", of });
      const place = { type, of, values, ...(copyOf !== undefined && { copyOf }) };
      return id === undefined ? s.records.create(place) : s.records.update({ type, id, of }, values);
    };
    if (made) await s.records.create({ type, values: made });
    const first = lost.twice ? await deed() : undefined;
    const before = s.kimai.count(method, path);
    lostOnce(s, method, path);
    const done = await deed();
    expect(s.kimai.count(method, path)).toBe(before + 1);
    if (!done) return;
    expect(done.notes.join(" ")).toMatch(/answer was lost.*saved/);
    if (first) expect(done.record.id).not.toBe(first.record.id);
  });
});
