import type { Answered, Asked, FakeState, FakeUser, FakeWork } from "./model";
import { may } from "./rights";
import { byId } from "./shapes";
import { durationOf, extraFields, formFailure, invalidChoice } from "./timeform";

/**
 * The forms of customers, projects and activities: fields, limits and words of Kimai 2.66 (§3.2, §3.11, recordings). Texts
 * lose their blanks at both ends, which is not recorded: its fields are Symfony's TextType, which trims unless told not to.
 */
export type WorkKind = "customer" | "project" | "activity";
type Value = string | number | boolean | null;
/** Reads a sent value as Kimai stores it, or says what is wrong with it. */
type Rule = (sent: unknown, state: FakeState, method: "POST" | "PATCH") => { value: Value } | { problem: string };

const problem = (text: string) => ({ problem: text });
const short = (least: number) => `This value is too short. It should have ${least} characters or more.`;
const long = (most: number) => `This value is too long. It should have ${most} characters or less.`;

const text =
  (most = 65_535): Rule =>
  (sent) => {
    if (sent === null || sent === "") return { value: null };
    if (typeof sent !== "string" && typeof sent !== "number") return problem("This value is not valid.");
    const kept = String(sent).trim();
    return kept.length > most ? problem(long(most)) : { value: kept || null };
  };
const name: Rule = (sent) => {
  if (typeof sent !== "string" || sent.trim() === "") return problem("This value should not be blank.");
  const kept = sent.trim();
  if (kept.length < 2) return problem(short(2));
  return kept.length > 150 ? problem(long(150)) : { value: kept };
};
const flag: Rule = (sent) => ({ value: sent === true || sent === 1 || sent === "1" });
const choice =
  (allowed: (text: string, state: FakeState) => boolean, words: string = invalidChoice, empty = true): Rule =>
  (sent, state) => {
    if (empty && (sent === null || sent === "")) return { value: null };
    return typeof sent === "string" && allowed(sent, state) ? { value: sent } : problem(words);
  };
/** Whether a thing may have this colour here. */
export const takesColor = (color: string, { settings }: FakeState) =>
  settings.anyColor ? /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(color) : Object.values(settings.colors).includes(color);
const colour = choice(takesColor);
const mail: Rule = (sent, ...rest) =>
  typeof sent === "string" && sent !== "" && !/^\S+@\S+\.\S+$/.test(sent)
    ? problem("This value is not a valid email address.")
    : text(75)(sent, ...rest);
const money: Rule = (sent) => {
  const amount = Number(sent ?? 0);
  return Number.isFinite(amount) && amount >= 0 ? { value: amount } : problem("This value is not valid.");
};
/** A bare integer is hours (§3.5). */
const duration: Rule = (sent) => {
  if (sent === null || sent === "") return { value: 0 };
  const seconds = durationOf(sent);
  return seconds === null || seconds > 2_145_600_000 ? problem("This value is not valid.") : { value: seconds };
};
/** Days are taken on create, and on a change only with a time of day (recorded). */
const date: Rule = (sent, _state, method) => {
  if (sent === null || sent === "") return { value: null };
  const form = method === "POST" ? /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/ : /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?$/;
  return typeof sent === "string" && form.test(sent)
    ? { value: sent.slice(0, 10) }
    : problem("Please enter a valid date.");
};
const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
const isCountry = (code: string) => /^[A-Z]{2}$/.test(code) && !["XX", "ZZ"].includes(code) && regions.of(code) != null;
const currencies = new Set(Intl.supportedValuesOf("currency"));
const zones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);

const budgets: Record<string, Rule> = {
  budget: money,
  timeBudget: duration,
  budgetType: choice((type) => type === "month"),
};
const ends: Record<string, Rule> = { visible: flag, billable: flag };
/** Fields that lead elsewhere are checked by the routes. */
const place: Rule = (sent) => ({ value: sent === null || sent === "" ? null : Number(sent) });

const rules: Record<WorkKind, Record<string, Rule>> = {
  customer: {
    name,
    number: text(50),
    comment: text(),
    company: text(100),
    vatId: text(50),
    contact: text(100),
    address: text(),
    addressLine1: text(150),
    addressLine2: text(150),
    addressLine3: text(150),
    postCode: text(20),
    city: text(50),
    country: choice(isCountry, "Please select a valid country.", false),
    language: choice((code) => /^[a-z]{2}(_[A-Z]{2})?$/.test(code), invalidChoice, false),
    currency: choice((code) => currencies.has(code), "Please select a valid currency.", false),
    phone: text(30),
    fax: text(30),
    mobile: text(30),
    email: mail,
    homepage: text(100),
    timezone: choice((zone) => zones.has(zone), "Please select a valid timezone.", false),
    invoiceText: text(),
    invoiceTemplate: choice(() => false),
    invoiceEmail: mail,
    buyerReference: text(50),
    teams: place,
    color: colour,
    ...budgets,
    ...ends,
  },
  project: {
    name,
    number: text(10),
    comment: text(),
    invoiceText: text(),
    orderNumber: text(50),
    orderDate: date,
    start: date,
    end: date,
    customer: place,
    teams: place,
    color: colour,
    ...budgets,
    globalActivities: flag,
    ...ends,
  },
  activity: {
    name,
    number: text(10),
    comment: text(),
    invoiceText: text(),
    project: place,
    teams: place,
    color: colour,
    ...budgets,
    ...ends,
  },
};

/** What the form offers: `teams` only on create, `address` only where there is one, budgets only with the right. */
function fieldsOf(state: FakeState, who: FakeUser, kind: WorkKind, old: FakeWork | null): string[] {
  return Object.keys(rules[kind]).filter(
    (field) =>
      (field !== "teams" || old === null) &&
      (field !== "address" || (old?.values?.address ?? null) !== null) &&
      (!(field in budgets) || may(state, who, "budget_work")),
  );
}

/** @param old null on create. @returns what was sent as it is stored, and ids of teams where given */
export function readWork(
  asked: Asked,
  kind: WorkKind,
  old: FakeWork | null,
): { values: Record<string, Value>; teams?: number[] } | { failure: Answered } {
  const { state, user } = asked;
  const body = (asked.body ?? {}) as Record<string, unknown>;
  const method = old === null ? "POST" : "PATCH";
  const fields = fieldsOf(state, user, kind, old);
  const errors: Record<string, string[]> = {};
  const values: Record<string, Value> = {};
  let teams: number[] | undefined;
  for (const field of fields) {
    if (!(field in body) && !(old === null && field === "name")) continue;
    if (field === "teams") {
      const ids = Array.isArray(body.teams) ? body.teams.map(Number) : null;
      if (ids?.every((id) => byId(state.teams, id))) teams = ids;
      else errors.teams = [invalidChoice];
      continue;
    }
    const read = rules[kind][field]?.(body[field], state, method);
    if (read && "problem" in read) errors[field] = [read.problem];
    else if (read) values[field] = read.value;
  }
  if (kind === "project" && (old === null || "customer" in body)) {
    if (values.customer == null) errors.customer = ["This value should not be null."];
    else if (!byId(state.customers, Number(values.customer))) errors.customer = [invalidChoice];
  }
  if (kind === "activity" && values.project != null && !byId(state.projects, Number(values.project)))
    errors.project = [invalidChoice];
  if (kind === "project" && values.start != null && values.end != null && values.end < values.start)
    errors.end = ["End date must not be earlier than start date."];
  const extra = Object.keys(body).some((field) => !fields.includes(field));
  if (extra || Object.keys(errors).length > 0)
    return { failure: formFailure(fields, errors, extra ? [extraFields] : []) };
  return { values, teams };
}
