import { randomBytes } from "node:crypto";
import { type Answered, type Asked, type FakeState, type FakeUser, fail, ok, type Role } from "../model";
import { plugged } from "../plugins";
import { may } from "../rights";
import { byId, meRow, userRow } from "../shapes";
import { extraFields, formFailure } from "../timeform";
import { takesColor } from "../workform";

const invalidChoice = "The selected choice is invalid.";
const blank = "This value should not be blank.";
const roles: Record<string, Role> = {
  ROLE_TEAMLEAD: "TEAMLEAD",
  ROLE_ADMIN: "ADMIN",
  ROLE_SUPER_ADMIN: "SUPER_ADMIN",
};
const wholeForm =
  "username alias title accountNumber color email language locale timezone supervisor roles plainPassword plainApiToken enabled systemAccount requiresPasswordReset".split(
    " ",
  );

/** What the form of an existing person lists: less for one's own profile and without the rights (§3.10). */
function editFields(state: FakeState, who: FakeUser, of: FakeUser): string[] {
  const other = who.id !== of.id;
  const needs: Record<string, boolean> = {
    username: false,
    plainPassword: false,
    plainApiToken: false,
    supervisor: may(state, who, "supervisor_other_profile"),
    roles: may(state, who, "roles_other_profile"),
    enabled: other,
    systemAccount: other,
    requiresPasswordReset: other,
  };
  return wholeForm.filter((field) => needs[field] ?? true);
}

const isZone = (value: unknown) => {
  try {
    return typeof value === "string" && new Intl.DateTimeFormat("en", { timeZone: value }) !== null;
  } catch {
    return false;
  }
};

function problemOf(state: FakeState, self: FakeUser | null, field: string, value: unknown): string | undefined {
  const text = value === null || value === undefined ? "" : String(value);
  const longest: Record<string, number> = { alias: 60, title: 50, accountNumber: 30, username: 64, email: 180 };
  if (text.length > (longest[field] ?? 255)) return `This value is too long.`;
  switch (field) {
    case "username":
      if (text === "") return blank;
      if (text.length < 2) return "This value is too short. It should have 2 characters or more.";
      return state.users.some((each) => each.username === text && each !== self)
        ? "The username is already used."
        : undefined;
    case "email":
      if (text === "") return blank;
      if (!/^[^@\s]+@[^@\s]+$/.test(text)) return "This value is not a valid email address.";
      return state.users.some((each) => each.email === text && each !== self)
        ? "The email is already used."
        : undefined;
    case "plainPassword":
      if (text === "") return blank;
      return text.length < 8 ? "This value is too short. It should have 8 characters or more." : undefined;
    case "color":
      return value === null || takesColor(text, state) ? undefined : invalidChoice;
    case "language":
    case "locale":
      return /^[a-z]{2}(_[A-Za-z]{2,4})?$/.test(text) ? undefined : invalidChoice;
    case "timezone":
      return isZone(value) ? undefined : invalidChoice;
    case "supervisor":
      return value === null || byId(state.users, Number(value)) ? undefined : invalidChoice;
    case "roles":
      return Array.isArray(value) && value.every((role) => String(role) in roles) ? undefined : invalidChoice;
  }
  return undefined;
}

function applied(user: FakeUser, body: Record<string, unknown>): FakeUser {
  const text = (name: string, old: string | null | undefined) =>
    name in body ? (body[name] === null || body[name] === "" ? null : String(body[name])) : (old ?? null);
  const flag = (name: string, old: boolean) => (name in body ? body[name] === true || body[name] === "1" : old);
  const rank: Role[] = ["USER", "TEAMLEAD", "ADMIN", "SUPER_ADMIN"];
  const given = Array.isArray(body.roles) ? body.roles.map((role) => roles[String(role)] ?? "USER") : [user.role];
  return {
    ...user,
    username: text("username", user.username) ?? "",
    alias: text("alias", user.alias),
    title: text("title", user.title),
    accountNumber: text("accountNumber", user.accountNumber),
    color: text("color", user.color),
    email: text("email", user.email) ?? "",
    language: text("language", user.language ?? "en") ?? "en",
    locale: text("locale", user.locale ?? "en") ?? "en",
    zone: text("timezone", user.zone) ?? "UTC",
    supervisor: "supervisor" in body ? (body.supervisor === null ? null : Number(body.supervisor)) : user.supervisor,
    role: rank[Math.max(0, ...given.map((role) => rank.indexOf(role)))] ?? "USER",
    enabled: flag("enabled", user.enabled),
    systemAccount: flag("systemAccount", user.systemAccount ?? false),
  };
}

/** What every person has from the start; the other known ones come with the first change (recorded). */
const contract = [
  { name: "work_contract_type", value: "none" },
  ...["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map((day) => ({
    name: `work_${day}`,
    value: "0",
  })),
  { name: "public_holiday_group", value: null },
  { name: "holidays", value: "0" },
  { name: "work_start_day", value: null },
  { name: "work_last_day", value: null },
];
const later = [
  { name: "hourly_rate", value: null },
  { name: "internal_rate", value: null },
  { name: "first_weekday", value: "monday" },
  { name: "favorite_routes", value: "" },
];
/** Known ones that are columns of the person in Kimai, and so never in the list. */
const hidden = ["timezone", "language", "locale", "skin"];

function create(asked: Asked): Answered {
  const { state, user } = asked;
  if (!may(state, user, "create_user")) return fail(403);
  const body = (asked.body ?? {}) as Record<string, unknown>;
  const errors: Record<string, string[]> = {};
  for (const field of new Set(["username", "email", "plainPassword", ...Object.keys(body)])) {
    const problem = wholeForm.includes(field) ? problemOf(state, null, field, body[field]) : undefined;
    if (problem) errors[field] = [problem];
  }
  const extra = Object.keys(body).some((field) => !wholeForm.includes(field));
  if (extra || Object.keys(errors).length > 0) return formFailure(wholeForm, errors, extra ? [extraFields] : []);
  const fresh: FakeUser = {
    id: state.nextId.user++,
    username: "",
    alias: null,
    email: "",
    zone: "Europe/Berlin",
    role: "USER",
    token: "",
    // Kimai creates a person disabled unless told otherwise (§3.10).
    enabled: false,
    teams: [],
    preferences: contract.map((each) => ({ ...each })),
  };
  const made = applied(fresh, body);
  state.users.push(made);
  return ok(meRow(state, made));
}

function patch(asked: Asked, found: FakeUser): Answered {
  const { state, user } = asked;
  const body = (asked.body ?? {}) as Record<string, unknown>;
  const fields = editFields(state, user, found);
  const errors: Record<string, string[]> = {};
  for (const [field, value] of Object.entries(body)) {
    const problem = fields.includes(field) ? problemOf(state, found, field, value) : undefined;
    if (problem) errors[field] = [problem];
  }
  const extra = Object.keys(body).some((field) => !fields.includes(field));
  if (extra || Object.keys(errors).length > 0) return formFailure(fields, errors, extra ? [extraFields] : []);
  Object.assign(found, applied(found, body));
  return ok(meRow(state, found));
}

function preferences(asked: Asked, found: FakeUser): Answered {
  const { state, body } = asked;
  if (!Array.isArray(body)) return fail(400);
  const plugin = state.settings.plugins.some(({ name }) => /controlling|workcontract/i.test(name));
  const known = new Set([
    ...[...found.preferences, ...contract, ...later].map(({ name }) => name),
    ...hidden,
    ...(plugin ? ["hours_per_week", "work_days_week"] : []),
  ]);
  for (const each of body as { name?: string; value?: unknown }[]) {
    if (typeof each?.name !== "string" || !("value" in each)) return fail(400);
    if (!known.has(each.name)) return fail(404);
    if (state.settings.disabledPreferences.includes(each.name)) return fail(403);
  }
  for (const each of [...contract, ...later])
    if (!found.preferences.some(({ name }) => name === each.name)) found.preferences.push({ ...each });
  for (const { name, value } of body as { name: string; value: unknown }[]) {
    if (hidden.includes(name)) continue;
    const held = found.preferences.find((each) => each.name === name);
    const text = value === null ? null : String(value);
    if (held) held.value = text;
    else found.preferences.push({ name, value: text });
  }
  return ok(meRow(state, found));
}

function list({ state, user, query }: Asked): Answered {
  if (!may(state, user, "view_user")) return fail(403);
  const term = (query.get("term") ?? "").toLowerCase();
  const visible = query.get("visible") ?? "1";
  const order = query.get("order") ?? "ASC";
  const by = query.get("orderBy") ?? "username";
  const full = query.get("full") ?? "0";
  const keys: Record<string, (each: FakeUser) => string> = {
    id: (each) => String(each.id).padStart(9, "0"),
    username: (each) => each.username,
    alias: (each) => each.alias ?? "",
    email: (each) => each.email,
  };
  const key = keys[by];
  const known = ["0", "1", "true", "false"].includes(full) && ["ASC", "DESC"].includes(order);
  if (!key || !known || !["1", "2", "3"].includes(visible)) return fail(400);
  const found = state.users.filter(
    (each) =>
      (visible === "3" || each.enabled === (visible === "1")) &&
      [each.username, each.alias ?? "", each.email].some((text) => text.toLowerCase().includes(term)),
  );
  found.sort((a, b) => (order === "ASC" ? 1 : -1) * key(a).localeCompare(key(b)));
  return ok(found.map((each) => (full === "1" || full === "true" ? meRow(state, each) : userRow(each))));
}

function dropToken({ state, user }: Asked, method: string, id: string | undefined): Answered {
  if (method !== "DELETE") return fail(405);
  const token = byId(state.apiTokens, Number(id));
  if (!token) return fail(404);
  if (!may(state, user, `api-token_${token.user === user.id ? "own" : "other"}_profile`)) return fail(403);
  state.apiTokens = state.apiTokens.filter((each) => each !== token);
  return { status: 200 };
}

/** The plugin ApiTokenBundle [code]: 25 letters, told once; with `replaceExisting` those of the same name go first. */
function makeToken({ state, user, body }: Asked, method: string, of: FakeUser): Answered {
  const mayOwn = may(state, user, "api-token_own_profile");
  if (!mayOwn || (of !== user && !may(state, user, "api-token_other_profile"))) return fail(403);
  const row = ({ id, name }: FakeState["apiTokens"][number]) => ({ id, name, lastUsage: null, expiresAt: null });
  if (method === "GET") return ok(state.apiTokens.filter((each) => each.user === of.id).map(row));
  if (method !== "POST") return fail(405);
  const given = body as { name?: unknown; replaceExisting?: unknown };
  const name = String(given.name ?? "API token").trim();
  if (name.length < 2 || name.length > 50) return fail(400);
  if (given.replaceExisting === true)
    state.apiTokens = state.apiTokens.filter((each) => each.user !== of.id || each.name !== name);
  state.counters.token = (state.counters.token ?? 100) + 1;
  const whose = state.makesTokenOf ?? of.id;
  const made = { id: state.counters.token, user: whose, name, text: randomBytes(13).toString("hex").slice(0, 25) };
  state.apiTokens.push(made);
  return { status: 201, body: { ...row(made), token: made.text } };
}

/** @param path what follows `/api/users/` */
export function people(asked: Asked, method: string, path: string[]): Answered {
  const { state, user } = asked;
  const [id, verb, ...more] = path;
  if (id === undefined) return method === "GET" ? list(asked) : method === "POST" ? create(asked) : fail(405);
  if (id === "me" && verb === undefined) return method === "GET" ? ok(meRow(state, user)) : fail(405);
  if (id === "api-token" && more.length === 0) return dropToken(asked, method, verb);
  const found = byId(state.users, Number(id));
  if (verb === "api-token" && more.length === 0 && found && plugged(state, "apiTokens"))
    return makeToken(asked, method, found);
  if (!/^\d+$/.test(id) || more.length > 0 || (verb !== undefined && verb !== "preferences")) return fail(404);
  if (!["GET", "PATCH"].includes(method) || (verb !== undefined && method !== "PATCH")) return fail(405);
  if (!found) return fail(404);
  const other = found.id !== user.id;
  const right = method === "GET" ? "view" : "edit";
  if ((other || right === "edit") && !may(state, user, `${right}_${other ? "other" : "own"}_profile`)) return fail(403);
  if (method === "GET") return ok(meRow(state, found));
  return verb === "preferences" ? preferences(asked, found) : patch(asked, found);
}
