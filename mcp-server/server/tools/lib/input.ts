import { z } from "zod";
import { InputError } from "#core/domain/errors";
import { cleanText, withoutInvisible } from "#core/domain/text";
import { checkedSchema, type JsonSchema, type Shape } from "./schema";

const parsers = new WeakMap<Shape, z.ZodType>();

/** All but tabs and line breaks. */
const control = /(?![\t\n\r])\p{Cc}/u;

type Members = Record<string, unknown>;

/** Texts as a person would see them, wherever they stand: a confirmation must show what is really sent. */
function visible(value: unknown): unknown {
  if (typeof value === "string") {
    if (control.test(value)) throw new InputError("argument", "Wrong arguments: a text contains control characters.");
    return withoutInvisible(value);
  }
  if (Array.isArray(value)) return value.map(visible);
  if (typeof value !== "object" || value === null) return value;
  const shown: Members = {};
  for (const [key, member] of Object.entries(value)) {
    const name = withoutInvisible(key);
    if (Object.hasOwn(shown, name))
      throw new InputError("argument", `Wrong arguments: two names look the same: ${cleanText(name, 60)}.`);
    shown[name] = visible(member);
  }
  return shown;
}

/**
 * Models often send a number where a text is wanted (`id: 12`), one value where a list is wanted, or null for "not
 * given"; all three have one meaning only. Other names of an argument: `renamed`.
 */
function lenient(value: unknown, schema: JsonSchema): unknown {
  if (schema.type === "string" && typeof value === "number") return String(value);
  if (schema.type === "array") {
    const list = Array.isArray(value) ? value : [value];
    return list.map((item) => lenient(item, schema.items as JsonSchema));
  }
  if (schema.type !== "object" || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const properties = schema.properties as Record<string, JsonSchema> | undefined;
  if (!properties) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([key, member]) => [key, Object.hasOwn(properties, key) ? lenient(member, properties[key] ?? {}) : member]),
  );
}

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The argument that a name which is none can only mean: `start` is `from`, where that is not given as well. */
function meantBy(name: string, shape: Shape, given: Members): string | undefined {
  if (Object.hasOwn(shape, name)) return name;
  const [found] = Object.entries(shape).find(([, { also = [] }]) => also.includes(name)) ?? [];
  return found !== undefined && (given[found] === undefined || given[found] === null) ? found : undefined;
}

/**
 * Arguments by their own names. Members of a single row that stand beside the list of rows, instead of in it, are its
 * only row: `{ "day": "mon", … }` for `{ "entries": [{ "day": "mon", … }] }`.
 */
function renamed(value: unknown, shape: Shape): unknown {
  if (!isObject(value)) return value;
  const [list, row] =
    Object.entries(shape).flatMap(([name, { rows }]) => (rows ? [[name, rows] as const] : []))[0] ?? [];
  const own: Members = {};
  const ofRow: Members = {};
  for (const [name, member] of Object.entries(value)) {
    // Not given: it must not take the place of what was given by another name.
    if (member === null || member === undefined) continue;
    const meant = meantBy(name, shape, value);
    if (meant !== undefined && !Object.hasOwn(own, meant)) own[meant] = member;
    else if (row && meantBy(name, row, value) !== undefined) ofRow[name] = member;
    else own[name] = member;
  }
  if (list !== undefined && row) {
    if (Object.keys(ofRow).length > 0) {
      if (own[list] === undefined) own[list] = [ofRow];
      else Object.assign(own, ofRow);
    }
    const rows = own[list];
    if (Array.isArray(rows)) own[list] = rows.map((one) => renamed(one, row));
    else if (rows !== undefined) own[list] = renamed(rows, row);
  }
  return own;
}

/** Names that can mean several arguments, and which these are; those of rows too. */
const hintsOf = (shape: Shape): [string, string][] =>
  Object.values(shape).flatMap(({ unclear, rows }) => [
    ...Object.entries(unclear ?? {}),
    ...(rows ? hintsOf(rows) : []),
  ]);

/** A name that objects cannot take: it would vanish without a word. */
const vanishes = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (Object.hasOwn(value, "__proto__") || Object.values(value).some(vanishes));

/**
 * @param listed names of the arguments that the tool has here; absent: all that it can have anywhere
 * @throws InputError `argument` that names the arguments, never their values.
 */
export function parseInput(shape: Shape, input: unknown, listed = () => Object.keys(shape)): object {
  if (vanishes(input)) throw new InputError("argument", "Wrong arguments: nothing can be called __proto__.");
  const schema = checkedSchema(shape);
  let parser = parsers.get(shape);
  if (!parser) {
    parser = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    parsers.set(shape, parser);
  }
  const parsed = parser.safeParse(lenient(renamed(visible(input ?? {}), shape), schema));
  if (parsed.success) return parsed.data as object;
  const issues = parsed.error.issues.slice(0, 5).map(({ path, message }) => {
    const where = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
    return `${where.replace(/^\./, "") || "arguments"}: ${message.slice(0, 200)}`;
  });
  const hints = hintsOf(shape).flatMap(([name, hint]) =>
    issues.some((one) => one.includes(`"${name}"`)) ? [hint] : [],
  );
  throw new InputError("argument", `Wrong arguments: ${issues.join("; ")}.`, {
    next: [...hints, `This tool takes: ${listed().join(", ") || "no arguments"}.`].join(" "),
  });
}
