import { type Answered, type Asked, fail, ok } from "../model";
import { may } from "../rights";
import { byId, tagRow } from "../shapes";
import { extraFields, formFailure, invalidChoice } from "../timeform";
import { takesColor } from "../workform";

const fields = ["name", "color", "visible"];

function create({ state, body: sent }: Asked): Answered {
  const body = (sent ?? {}) as Record<string, unknown>;
  const name = typeof body.name === "string" ? body.name : "";
  const errors: Record<string, string[]> = {};
  const taken = state.tags.some((tag) => tag.name.toLowerCase() === name.toLowerCase());
  if (name.includes(",")) errors.name = ["Tag name cannot contain comma"];
  else if (name.trim() === "") errors.name = ["This value should not be blank."];
  else if (name.length < 2) errors.name = ["This value is too short. It should have 2 characters or more."];
  else if (name.length > 100) errors.name = ["This value is too long. It should have 100 characters or less."];
  else if (taken) errors.name = ["This value is already used."];
  const color = body.color == null || body.color === "" ? null : String(body.color);
  if (color !== null && !takesColor(color, state)) errors.color = [invalidChoice];
  const extra = Object.keys(body).some((field) => !fields.includes(field));
  if (extra || Object.keys(errors).length > 0) return formFailure(fields, errors, extra ? [extraFields] : []);
  // Through the API a tag is hidden unless it is said otherwise (§3.6).
  const made = { id: state.nextId.tag++, name, visible: body.visible === true, color };
  state.tags.push(made);
  return ok(tagRow(made));
}

/** @param path what follows `/api/tags/` */
export function tags(asked: Asked, method: string, path: string[]): Answered {
  const { state, user, query } = asked;
  const [first] = path;
  const sorted = [...state.tags].sort((a, b) => a.name.localeCompare(b.name));
  if (first === "find") {
    if (method !== "GET") return fail(405);
    const part = query.get("name")?.toLowerCase();
    if (part === undefined) return ok([]);
    return ok(sorted.filter((tag) => tag.name.toLowerCase().includes(part)).map(tagRow));
  }
  if (first !== undefined) {
    if (method !== "DELETE") return fail(405);
    if (!may(state, user, "delete_tag")) return fail(403);
    const tag = byId(state.tags, Number(first));
    if (!tag) return fail(404);
    state.tags = state.tags.filter((each) => each !== tag);
    for (const sheet of state.timesheets) sheet.tags = sheet.tags.filter((name) => name !== tag.name);
    return { status: 204 };
  }
  if (method === "GET") return ok(sorted.map((tag) => tag.name));
  if (method !== "POST") return fail(405);
  return may(state, user, "create_tag") || may(state, user, "manage_tag") ? create(asked) : fail(403);
}
