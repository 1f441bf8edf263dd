import { expect, test } from "vitest";
import type { ProjectView } from "#main/ipc/contract/projects";
import {
  changedFields,
  changesOf,
  draftOf,
  grouped,
  newDraft,
  parseHours,
  parseMoney,
  problemsOf,
} from "../../renderer/pages/projects/model";
import * as fc from "../property";

const project = (id: string, more: Partial<ProjectView> = {}): ProjectView => ({
  id,
  name: `Project ${id}`,
  customer: null,
  color: null,
  billable: null,
  archived: false,
  hours: null,
  money: null,
  year: 0,
  ...more,
});
const acme = { id: "1", name: "Acme" };
const zoo = { id: "2", name: "Zoo" };
const all = ["name", "customer", "color", "hours", "money", "billable", "archived"] as const;

test("projects stand by customer in the language's order, those without one last and archived ones apart", () => {
  const projects = [
    project("1", { customer: zoo, name: "Öl", year: 60 }),
    project("2", { customer: zoo, name: "Zebra", year: 3600 }),
    project("3", { name: "Own" }),
    project("4", { customer: acme, name: "Old", archived: true }),
    project("5", { customer: acme, name: "New", year: null }),
  ];
  const { groups, archived } = grouped(projects, "all", "", "de");
  expect(groups.map(({ customer, projects: own, year }) => [customer, own.map(({ name }) => name), year])).toEqual([
    ["Acme", ["New"], null],
    ["Zoo", ["Öl", "Zebra"], 3660],
    [null, ["Own"], 0],
  ]);
  expect(archived.map(({ name }) => name)).toEqual(["Old"]);
  expect(grouped(projects, "active", "", "de").archived).toEqual([]);
  expect(grouped(projects, "archived", "", "de").groups).toEqual([]);
  expect(grouped(projects, "all", "ACME", "de")).toMatchObject({
    groups: [{ customer: "Acme" }],
    archived: [{ id: "4" }],
  });
});

test("hours and amounts are read as people write them, and nothing is made of what is none", () => {
  expect(["200", "37,5", "37.25", "162:30", " 8 ", ""].map(parseHours)).toEqual([
    720_000,
    135_000,
    134_100,
    585_000,
    28_800,
    null,
  ]);
  for (const wrong of ["0", "-3", "1:60", "abc", "1.2.3", "1e5", "0,001"])
    expect(parseHours(wrong), wrong).toBeUndefined();
  expect(["1500", "1500,5", "0.01", " "].map(parseMoney)).toEqual([1500, 1500.5, 0.01, null]);
  for (const wrong of ["0", "-1", "1.000,00", "12 €", "1,234.5"]) expect(parseMoney(wrong), wrong).toBeUndefined();
});

test("hours that are shown are read as the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (minutes) => {
      const { hours } = draftOf(project("1", { hours: minutes * 60 }));
      expect(parseHours(hours)).toBe(minutes * 60);
    }),
  );
});

test("only what differs is sent, and only what the service takes", () => {
  const before = draftOf(project("1", { customer: acme, hours: 3600, money: 10, billable: true, color: "blue" }));
  const draft = {
    ...before,
    name: " Renamed ",
    customer: "",
    hours: "1:00",
    money: "",
    color: "rust",
    billable: false,
  } as const;
  expect(changesOf(draft, before, all)).toEqual({
    name: "Renamed",
    customer: null,
    color: "rust",
    money: null,
    billable: false,
  });
  expect(changesOf(draft, before, ["name"])).toEqual({ name: "Renamed" });
  expect(changesOf(before, before, all)).toEqual({});
  expect(changesOf({ ...before, hours: "x" }, before, all)).toEqual({});
  expect(changedFields(draft, before)).toBe(6);
});

test("a field that cannot be saved is told", () => {
  expect(problemsOf({ ...newDraft, hours: "x", money: "y" }, { needsCustomer: true })).toEqual([
    "name",
    "customer",
    "hours",
    "money",
  ]);
  expect(problemsOf({ ...newDraft, name: "A" }, { needsCustomer: false })).toEqual([]);
});
