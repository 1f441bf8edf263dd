import type { Response } from "#main/ipc/contract/index";
import type { ProjectsView, ProjectView } from "#main/ipc/contract/projects";

const museum = { id: "3", name: "Brightwater Museum" };
const logistics = { id: "4", name: "Nordhafen Logistics" };
const optics = { id: "5", name: "Lumen Optics" };

const project = (id: string, name: string, more: Partial<ProjectView>): ProjectView => ({
  id,
  name,
  customer: null,
  color: null,
  billable: true,
  archived: false,
  hours: null,
  money: null,
  year: 0,
  ...more,
});
const hours = (budget: number, used: number) => ({ budget, used, left: budget - used });

export const projects: ProjectsView = {
  projects: [
    project("11", "Website relaunch", {
      customer: museum,
      color: "blue",
      hours: 720_000,
      budget: { month: null, time: hours(720_000, 584_100) },
      year: 584_100,
    }),
    project("12", "Website care", {
      customer: museum,
      color: "green",
      money: 2_000,
      budget: { month: "2026-11", money: { budget: 2_000, used: 1_240, left: 760, currency: "EUR" } },
      year: 55_800,
    }),
    project("13", "Warehouse app", {
      customer: logistics,
      color: "rust",
      hours: 1_080_000,
      budget: { month: null, time: hours(1_080_000, 1_146_000) },
      year: 1_146_000,
    }),
    project("14", "Depot signage", { customer: logistics, color: "ochre" }),
    project("15", "Product configurator", { customer: optics, color: "violet", year: 532_800 }),
    project("16", "Studio", { color: "slate", billable: false, year: 220_800 }),
    project("17", "Spring exhibition", { customer: museum, color: "magenta", archived: true, year: 303_000 }),
    project("18", "Harbor map", { customer: logistics, color: "petrol", archived: true, year: 189_300 }),
  ],
  customers: [museum, logistics, optics],
  change: ["name", "customer", "color", "hours", "money", "billable", "archived"],
  create: ["name", "customer", "color", "hours", "money", "billable"],
  refused: {},
  needsCustomer: false,
  more: false,
  notes: [],
};

export const projectLook: Response<"projects:look"> = {
  whose: "everyone",
  entries: 214,
  exported: 0,
  locked: 0,
  seconds: 584_100,
  remove: {
    kind: "possible",
    with: [
      { what: "activities", count: 3 },
      { what: "entries at least (you may not see all)", count: 214 },
    ],
  },
};

export const merged: Response<"projects:merge"> = {
  kind: "done",
  moved: 214,
  whose: "everyone",
  made: ["Design"],
  archived: true,
  notes: [],
  change: 31,
};
