import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";

/** Clockodo's OpenAPI document (test/data/README.md). Requests and responses are validated, and random responses generated, with it. */
const file = join(import.meta.dirname, "../../data/clockodo/clockodo-openapi-2026-08.facts.json");

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
  additionalProperties?: boolean | Schema;
}
interface Content {
  content?: { "application/json"?: { schema: Schema } };
}
interface Operation {
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}
// Some schemas list examples of errors among their properties, which JSON Schema does not allow.
const published: Document = JSON.parse(
  readFileSync(file, "utf8").replaceAll("#/components/schemas/", "clockodo:"),
  (name, value) => (name === "examples" ? undefined : value),
);

/** `GET /v2/clock`, parameters as `{}`. */
export const operationsOfDocument = (): string[] =>
  Object.entries(published.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, "{}")}`),
  );

/** A schema by its name in the document; references are `clockodo:Name`. */
export function schemaNamed(name: string): Schema {
  const found = published.components.schemas[name.replace(/^clockodo:/, "")];
  if (!found) throw new Error(`the document has no ${name}`);
  return found;
}

// The document says some things twice, which is no fault here: its schemas are compiled strictly, but not checked themselves.
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true, validateSchema: false });
for (const word of ["x-csv-element-schema", "x-requires_module", "x-requires_permission", "x-enumNames"])
  ajv.addKeyword(word);
ajv.addFormat("date", /^\d{4}-\d\d-\d\d$/);
ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
ajv.addFormat("csv-string", /^[^,]+(,[^,]+)*$/);
ajv.addFormat("email", /^[^@]+@[^@]+$/);
for (const name of ["int64", "float", "YYYY"]) ajv.addFormat(name, { type: "number", validate: () => true });
for (const [name, schema] of Object.entries(published.components.schemas)) ajv.addSchema(schema, `clockodo:${name}`);

const compiled = new Map<Schema, ValidateFunction>();
function problemsOf(schema: Schema, value: unknown): string[] {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath.replace(/\/\d+/g, "/0")} ${message} ${JSON.stringify(params)}`,
  );
}

/** The operation of a request, the path with the fewest parameters first: `/v4/users/me` is no `/v4/users/{id}`. */
function operationOf(method: string, path: string): { route: string; operation: Operation } | null {
  const fits = Object.keys(published.paths)
    .filter((each) => new RegExp(`^${each.replace(/\{\w+\}/g, "[^/]+")}$`).test(path))
    .sort((a, b) => a.split("{").length - b.split("{").length);
  for (const route of fits) {
    const operation = published.paths[route]?.[method.toLowerCase()];
    if (operation) return { route, operation };
  }
  return null;
}

/** A parameter's text as any of the values that it may stand for. */
const readings = (text: string): unknown[] => [text, Number(text), text === "1" || text === "true"];
const takes = (schema: Schema, values: string[]): boolean =>
  (values.length === 1 && readings(values[0] ?? "").some((value) => problemsOf(schema, value).length === 0)) ||
  [0, 1].some(
    (index) =>
      problemsOf(
        schema,
        values.map((each) => readings(each)[index]),
      ).length === 0,
  );

function queryProblems({ parameters = [] }: Operation, query: URLSearchParams): string[] {
  const known = new Map(parameters.filter((each) => each.in === "query").map((each) => [each.name, each]));
  const missing = [...known.values()].filter(
    ({ name, required }) => required && !query.has(name) && !query.has(`${name}[]`),
  );
  const wrong = [...new Set(query.keys())].flatMap((name) => {
    const [, base = "", member] = /^(\w+)(?:\[(\w+)\])?(?:\[\])?$/.exec(name) ?? [];
    const whole = known.get(base)?.schema;
    const schema = member === undefined ? whole : whole?.properties?.[member];
    if (!schema) return [`?${name} is not known`];
    return takes(schema, query.getAll(name)) ? [] : [`?${name} does not take ${query.getAll(name).join()}`];
  });
  return [...missing.map(({ name }) => `?${name} is missing`), ...wrong];
}

export interface Exchange {
  method: string;
  /** Below `/api`: `/v2/clock`. */
  path: string;
  query: URLSearchParams;
  /** What was sent; `""`: nothing. */
  body: string;
  status: number;
  /** What was answered, as JSON. */
  answer: string;
}

/**
 * What the document says against a request and its answer, errors included, as `GET /v2/clock answered 200 …`.
 * @returns null for what the document does not have and was refused
 */
export function problemsOfExchange({ method, path, query, body, status, answer }: Exchange): string[] | null {
  const found = operationOf(method, path);
  if (!found) return status !== 200 ? null : [`${method} ${path} is not in the document`];
  const { route, operation } = found;
  const schema = operation.requestBody?.content?.["application/json"]?.schema;
  const sent = schema && body !== "" ? problemsOf(closed(schema), JSON.parse(body)) : [];
  const told =
    status === 200
      ? problemsOfResult(operation, JSON.parse(answer))
      : problemsOfError(operation, status, JSON.parse(answer));
  return [
    ...queryProblems(operation, query).map((each) => `${method} ${route} ${each}`),
    ...sent.map((each) => `${method} ${route} sent ${each}`),
    ...told.map((each) => `${method} ${route} answered ${status} ${each}`),
  ];
}

function problemsOfResult({ responses }: Operation, answer: unknown): string[] {
  const schema = responses["200"]?.content?.["application/json"]?.schema;
  return schema ? problemsOf(schema, answer) : [];
}

/** Errors that an operation does not list are held against the two shapes that any operation may answer with (§1.5). */
function problemsOfError({ responses }: Operation, status: number, answer: unknown): string[] {
  const listed = responses[status]?.content?.["application/json"]?.schema;
  const general = isObject(answer) && "error" in answer ? "SimpleErrorResponses" : "GeneralErrors";
  const items = isObject(answer) && Array.isArray(answer.errors) ? answer.errors : [];
  return [
    ...problemsOf(listed ?? schemaNamed(general), answer),
    ...(status === 422 ? items.flatMap(problemsOfTypedError) : []),
  ];
}

/** A typed error against the schema of its type. */
function problemsOfTypedError(item: unknown): string[] {
  const error = isObject(item) && isObject(item.error) ? item.error : item;
  const type = isObject(error) ? String(error.type) : "";
  const schema = published.components.schemas[`${type}Error`];
  return schema ? problemsOf(schema, error) : [`/errors/0 is no typed error: ${type}`];
}
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const closedOnes = new Map<Schema, Schema>();
/** The same without members that the document does not name. */
function closed(schema: Schema): Schema {
  const made = closedOnes.get(schema) ?? (schema.properties ? { ...schema, additionalProperties: false } : schema);
  closedOnes.set(schema, made);
  return made;
}
