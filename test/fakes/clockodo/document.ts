import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";

/**
 * The published document of Clockodo's interface, where it is at hand: what is sent and answered is held against it, and
 * answers are made from it at random. It is not part of this repository.
 */
const file = join(process.cwd(), "../shared/reference/clockodo-openapi-2026-08.facts.json");
export const documentPresent = existsSync(file);

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
const published: Document = documentPresent
  ? // Examples of errors stand among the properties there, which makes no schema.
    JSON.parse(readFileSync(file, "utf8").replaceAll("#/components/schemas/", "clockodo:"), (name, value) =>
      name === "examples" ? undefined : value,
    )
  : { paths: {}, components: { schemas: {} } };

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

/** Where the document, an older one and what was seen say different things, so that the adapter has to take each. */
const contradictions: readonly [RegExp, reason: string][] = [
  [/entrygroups answered .*\/group must be string/, "group was seen as a number for years and 0 (§2.3)"],
  [/entrygroups answered .*(revenue|hourly_rate|budget)/, "money of groups comes with rights only (§5)"],
  [/entrygroups answered .*must be integer/, "revenue of groups was seen with cents (§2.3)"],
  [/entrygroups answered .*restrictions/, "no restrictions were seen as an empty list (§2.3)"],
  [/DELETE \/v2\/entrygroups answered /, "deleted_entries is known elsewhere (§2.3)"],
  [/workTimes\/changeRequests\S* answered .*must have required/, "requests stand in data, and a decline alone (§8.2)"],
  [/absences\S* answered .*(oneOf|count_days|count_hours|type must be)/, "count_days is null for overtime (§2.9)"],
];
const isKnown = (problem: string) => contradictions.some(([pattern]) => pattern.test(problem));

/** How much was held against the document in this process. */
export const heldAgainstDocument = { requests: 0, answers: 0 };

/** What the document says against a request and its answer; `[]` where it is not at hand. */
export function againstDocument(
  request: { method: string; path: string; query: URLSearchParams; body: string },
  answer: { status: number; body: string },
): string[] {
  if (!documentPresent) return [];
  const { method, path, query, body } = request;
  const found = operationOf(method, path);
  if (!found) return answer.status === 200 ? [`${method} ${path} is not in the document`] : [];
  const { route, operation } = found;
  heldAgainstDocument.requests += 1;
  if (answer.status === 200) heldAgainstDocument.answers += 1;
  const schema = operation.requestBody?.content?.["application/json"]?.schema;
  const sent = schema && body !== "" ? problemsOf(closed(schema), JSON.parse(body)) : [];
  const answered = operation.responses["200"]?.content?.["application/json"]?.schema;
  const told = answered && answer.status === 200 ? problemsOf(answered, JSON.parse(answer.body)) : [];
  return [
    ...queryProblems(operation, query).map((each) => `${method} ${route} ${each}`),
    ...sent.map((each) => `${method} ${route} sent ${each}`),
    ...told.map((each) => `${method} ${route} answered ${each}`),
  ].filter((each) => !isKnown(each));
}

const closedOnes = new Map<Schema, Schema>();
/** The same without members that the document does not name. */
function closed(schema: Schema): Schema {
  const made = closedOnes.get(schema) ?? (schema.properties ? { ...schema, additionalProperties: false } : schema);
  closedOnes.set(schema, made);
  return made;
}
