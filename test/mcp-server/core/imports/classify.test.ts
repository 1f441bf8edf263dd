import { expect, test } from "vitest";
import type { AccountFacts, Entry, WorkItem } from "#core/domain/entities";
import { detectOrder } from "#core/imports/cells";
import { classify } from "#core/imports/classify";
import { type AccountWork, mapWork } from "#core/imports/map-work";
import type { SourceRow } from "#core/imports/source-row";

const booking: AccountFacts["booking"] = {
  levels: ["project"],
  required: [],
  freeTimes: true,
  allowsFuture: false,
  allowsOverlap: true,
  runningLimit: 1,
};
const facts = { booking, fields: [], person: { id: "me", name: "Mara" } } as unknown as AccountFacts;
const project: WorkItem = { level: "project", id: "10", name: "Website", parents: {}, bookable: true };
const work: AccountWork = { booking, items: [project], tags: [], makes: new Set(["project"]) };
const at = (clock: string) => `2026-11-02T${clock}:00Z`;
const row = (from: string, to: string): SourceRow => ({
  line: 2,
  person: "Mara",
  email: "",
  client: "",
  project: "Website",
  task: "",
  text: "Wireframes",
  tags: [],
  breakSeconds: 0,
  seconds: (Date.parse(at(to)) - Date.parse(at(from))) / 1000,
  begin: at(from),
  end: at(to),
});
const entry = (from: string, to: string, text = "Wireframes"): Entry => ({
  id: from,
  work: { project: { id: "10", name: "Website" } },
  begin: at(from),
  end: at(to),
  seconds: 3600,
  breakSeconds: 0,
  text,
  tags: [],
});
const states = (rows: SourceRow[], existing: Entry[], more: Partial<AccountFacts["booking"]> = {}) =>
  classify(rows, {
    facts: { ...facts, booking: { ...booking, ...more } },
    work,
    choices: { dayStart: 540, work: {}, tags: {} },
    existing,
    mine: new Set(["Mara"]),
    now: "2026-11-19T13:00:00Z",
  }).map(({ state, problem }) => problem ?? state);

test("an entry that the service has rounded is the row that it was made of", () => {
  expect(states([row("09:02", "10:04")], [entry("09:00", "10:00")])).toEqual(["there"]);
});

test("an entry of the same work that has less than half of its time with a row is another one", () => {
  expect(states([row("09:40", "10:40")], [entry("09:00", "10:00")])).toEqual(["overlap"]);
});

test("an entry of another text at the same time is another one", () => {
  expect(states([row("09:00", "10:00")], [entry("09:00", "10:00", "Call")])).toEqual(["overlap"]);
});

test("an entry stands for one row only", () => {
  expect(states([row("09:00", "10:00"), row("09:05", "10:05")], [entry("09:00", "10:00")])).toEqual([
    "there",
    "overlap",
  ]);
});

test("where the account takes no overlaps, rows over others are left out with the reason", () => {
  const rows = [row("09:00", "10:00"), row("09:30", "10:30")];
  expect(states(rows, [], { allowsOverlap: false })).toEqual(["new", "overlaps"]);
});

test("a name of another program is never taken for an id of ours", () => {
  expect(mapWork({ client: "", project: "#10", task: "" }, work).target.project).toBe("new");
});

test("dates with points have the day first, whatever they are", () => {
  expect(detectOrder(["03.04.2026"])).toEqual({ kind: "known", order: "day" });
});
