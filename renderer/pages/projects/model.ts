import { fold } from "#core/domain/fold";
import type { Request } from "#main/ipc/contract/index";
import type { ProjectPart, ProjectsView, ProjectView } from "#main/ipc/contract/projects";
import { hoursMinutes } from "../../lib/format";

export const shows = ["active", "archived", "all"] as const;
export type Show = (typeof shows)[number];

export interface Group {
  /** null: projects of no customer. */
  customer: string | null;
  projects: ProjectView[];
  /** Own seconds of this year; null: not read. */
  year: number | null;
}

/** Projects by customer, those without one last, as far as they are to be seen. Archived ones stand by themselves. */
export function grouped(projects: readonly ProjectView[], show: Show, query: string, language: string) {
  const wanted = fold(query);
  const fits = ({ name, customer }: ProjectView) => fold(`${name} ${customer?.name ?? ""}`).includes(wanted);
  const byName = (a: string, b: string) => a.localeCompare(b, language);
  const found = projects.filter(fits).sort((a, b) => byName(a.name, b.name));
  const active = show === "archived" ? [] : found.filter(({ archived }) => !archived);
  const groups = new Map<string, ProjectView[]>();
  for (const one of active) {
    const key = one.customer?.id ?? "";
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const ofCustomers = [...groups.values()].map(
    (all): Group => ({
      customer: all[0]?.customer?.name ?? null,
      projects: all,
      year: all.some(({ year }) => year === null) ? null : all.reduce((sum, { year }) => sum + (year ?? 0), 0),
    }),
  );
  ofCustomers.sort((a, b) =>
    a.customer === null || b.customer === null
      ? Number(a.customer === null) - Number(b.customer === null)
      : byName(a.customer, b.customer),
  );
  return { groups: ofCustomers, archived: show === "active" ? [] : found.filter(({ archived }) => archived) };
}

/** What a person has in the form: texts as they were typed. */
export interface Draft {
  name: string;
  /** Empty: none. */
  customer: string;
  color: ProjectView["color"];
  hours: string;
  money: string;
  billable: boolean;
}

export const newDraft: Draft = { name: "", customer: "", color: null, hours: "", money: "", billable: true };

const hoursText = (seconds: number | null) =>
  seconds === null ? "" : seconds % 3600 === 0 ? String(seconds / 3600) : hoursMinutes(seconds);

export const draftOf = ({ name, customer, color, hours, money, billable }: ProjectView): Draft => ({
  name,
  customer: customer?.id ?? "",
  color,
  hours: hoursText(hours),
  money: money === null ? "" : String(money),
  billable: billable ?? false,
});

/** Seconds of hours as people write them: `200`, `37,5`, `162:30`. null: no budget; undefined: not understood. */
export function parseHours(text: string): number | null | undefined {
  const plain = text.trim();
  if (plain === "") return null;
  const clock = /^(\d{1,6}):([0-5]\d)$/.exec(plain);
  const decimal = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(plain);
  const seconds = clock
    ? Number(clock[1]) * 3600 + Number(clock[2]) * 60
    : decimal
      ? Math.round(Number(`${decimal[1]}.${decimal[2] ?? 0}`) * 60) * 60
      : undefined;
  return seconds === undefined || seconds < 60 ? undefined : seconds;
}

/** An amount as people write it: `1500`, `1500,50`. null: no budget; undefined: not understood. */
export function parseMoney(text: string): number | null | undefined {
  const plain = text.trim();
  if (plain === "") return null;
  const match = /^(\d{1,11})(?:[.,](\d{1,2}))?$/.exec(plain);
  const value = match ? Number(`${match[1]}.${match[2] ?? 0}`) : 0;
  return value > 0 ? value : undefined;
}

type Values = Request<"projects:save">["values"];

/** Fields that cannot be saved as they are. */
export function problemsOf(draft: Draft, { needsCustomer }: Pick<ProjectsView, "needsCustomer">): ProjectPart[] {
  return [
    ...(draft.name.trim() === "" ? (["name"] as const) : []),
    ...(needsCustomer && draft.customer === "" ? (["customer"] as const) : []),
    ...(parseHours(draft.hours) === undefined ? (["hours"] as const) : []),
    ...(parseMoney(draft.money) === undefined ? (["money"] as const) : []),
  ];
}

/** Only what differs from what is there, of the parts that this account can set. */
export function changesOf(draft: Draft, before: Draft, can: readonly ProjectPart[]): Values {
  const values: Values = {};
  const differs = (part: keyof Draft & ProjectPart) => can.includes(part) && draft[part] !== before[part];
  if (differs("name") && draft.name.trim() !== before.name) values.name = draft.name.trim();
  if (differs("customer")) values.customer = draft.customer === "" ? null : draft.customer;
  if (differs("color") && draft.color) values.color = draft.color;
  const hours = parseHours(draft.hours);
  if (differs("hours") && hours !== undefined && hours !== parseHours(before.hours)) values.hours = hours;
  const money = parseMoney(draft.money);
  if (differs("money") && money !== undefined && money !== parseMoney(before.money)) values.money = money;
  if (differs("billable")) values.billable = draft.billable;
  return values;
}

/** How many fields say something else than what is saved, also those that cannot be saved as they are. */
export const changedFields = (draft: Draft, before: Draft): number =>
  (Object.keys(before) as (keyof Draft)[]).filter((part) => draft[part] !== before[part]).length;
