import { expect, test } from "vitest";
import { toolRules } from "#core/access/tool-rules";
import type { EntryField } from "#core/domain/entities";
import type { ProfileName } from "#core/domain/permission-profiles";
import type { Service } from "#core/domain/ports";
import { tools } from "#server/tools/index";
import type { JsonSchema } from "#server/tools/lib/schema";
import { openToolSession } from "../../../fakes/tool-session";

const allFields: EntryField[] = [
  "text",
  "tags",
  "billable",
  "exported",
  "person",
  "break",
  "rate",
  "meta",
  "begin",
  "end",
];

const services = ["kimai", "clockodo", "calamari", "local"] as const;

/** The tools as a client of one account of this service sees them. */
const listedOn = (service: (typeof services)[number], profile: ProfileName = "everything") => {
  const { catalog } = openToolSession({
    profile,
    service: { id: service } as Service,
    facts: { fields: allFields },
  });
  return catalog.offered().map(catalog.describe);
};
const listed = () => listedOn("kimai");

test("every tool has a title, all four hints, and an output schema that says more than one member", () => {
  for (const tool of listed()) {
    expect(tool.title.length).toBeGreaterThan(2);
    expect(tool.description, `${tool.name} says when not to use it`).toMatch(/[Nn]ot /);
    for (const hint of ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const)
      expect(typeof tool.annotations[hint], `${tool.name}.${hint}`).toBe("boolean");
    expect(tool.annotations.readOnlyHint).toBe(toolRules[tool.name].kind === "read");
    expect(Object.keys(tool.outputSchema.properties).length, tool.name).toBeGreaterThan(2);
  }
});

/** What some clients drop a tool for: references, lists of types, exclusive limits of whole numbers. */
function unportable(schema: unknown, at: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((one, index) => unportable(one, `${at}[${index}]`));
  if (typeof schema !== "object" || schema === null) return [];
  const own = schema as JsonSchema;
  const wrong = [
    ...(own.$ref !== undefined || own.$defs !== undefined ? [`${at}: $ref`] : []),
    ...(Array.isArray(own.type) ? [`${at}: a list of types`] : []),
    ...(own.type === "integer" && (own.exclusiveMinimum ?? own.exclusiveMaximum) !== undefined
      ? [`${at}: exclusive`]
      : []),
  ];
  return [...wrong, ...Object.entries(own).flatMap(([key, member]) => unportable(member, `${at}.${key}`))];
}

test("no schema of a tool has what some clients cannot read", () => {
  for (const service of services)
    for (const { name, inputSchema, outputSchema } of listedOn(service)) {
      expect(unportable(inputSchema, name)).toEqual([]);
      expect(unportable(outputSchema, `${name} answers`)).toEqual([]);
    }
  expect(
    unportable({ a: [{ $ref: "#/x" }], b: { type: ["string"] }, c: { type: "integer", exclusiveMinimum: 0 } }, ""),
  ).toHaveLength(3);
});

test("what a service does not have is neither a parameter nor a choice, and no tool that is off is named", () => {
  const named = (service: (typeof services)[number], profile: ProfileName = "everything") =>
    new Map(listedOn(service, profile).map((tool) => [tool.name, JSON.stringify(tool.inputSchema)]));
  const [calamari, local, clockodo, kimai] = [named("calamari"), named("local"), named("clockodo"), named("kimai")];
  for (const tool of ["clock_in", "log_time", "list_time", "report_time", "find_work"] as const)
    expect(calamari.get(tool), tool).not.toMatch(/"(customer|activity|tags?|subproject)"/);
  expect(calamari.get("list_time")).not.toMatch(/"(exported|changed_since|rate)"/);
  expect(clockodo.get("log_time")).not.toContain('"tags"');
  expect(clockodo.get("report_time")).toMatch(/"subproject".*budget \(/);
  expect(kimai.get("report_time")).not.toContain("subproject");
  expect(local.get("report_time")).not.toContain(`"person"`);
  expect(local.get("get_account")).not.toMatch(/settings|colours|plugins/);
  expect(kimai.get("get_account")).toMatch(/"colours".*colours \(/);
  const { catalog } = openToolSession({ profile: "track", permissions: { cells: { "time.update": "off" } } });
  const open = catalog.offered().map(catalog.describe);
  const offered = open.map(({ name }) => name as string);
  for (const { name, description } of open)
    for (const [, other = ""] of description.matchAll(/\(([a-z]+_[a-z_]+)\)/g))
      expect(offered, `${name} names ${other}`).toContain(other);
  expect(open.find(({ name }) => name === "clock_in")?.description).toMatch(/Not for finished work \(log_time\)\.$/);
  expect(offered).not.toContain("update_time");
});

/** What a service's entries may say, as its adapter tells it. */
const ownFields: Record<(typeof services)[number], EntryField[]> = {
  kimai: allFields,
  clockodo: ["text", "billable", "exported", "person", "break", "rate", "begin", "end"],
  calamari: ["text", "break", "begin", "end", "person"],
  local: ["text", "tags", "billable", "exported", "begin", "end"],
};
/** Words for what a service does not have, wherever they stand: tools, parameters, choices, descriptions. */
const foreign: Record<(typeof services)[number], RegExp> = {
  kimai: /subproject|lump|kind of break|substitute|half of a|"morning|user_report/i,
  clockodo: /\btags?\b|invoice|custom field|\bmeta\b|kind of break|substitute|"morning|copy_of|colou?rs?\b/i,
  calamari:
    /customer|activit|\btags?\b|billable|exported|subproject|favou?rite|\brates?\b|invoice|budget|custom field|copy_of|reopen|"approve"|"cancel"|request it again/i,
  local:
    /subproject|favou?rite|invoice|\bteams?\b|\brates?\b|everyone|"approve"|reject|requested|substitute|custom field|copy_of|plugin|changed_since|decide/i,
};

test.each(
  services.flatMap((service) => (["look", "track", "everything"] as const).map((one) => [service, one] as const)),
)("a model reads of nothing that %s does not have, under %s", (service, profile) => {
  const { catalog } = openToolSession({
    profile,
    service: { id: service } as Service,
    facts: { fields: ownFields[service] },
  });
  for (const { name, description, inputSchema } of catalog.offered().map(catalog.describe)) {
    const read = JSON.stringify([description, inputSchema]);
    const word = foreign[service].exec(read);
    const around = word && read.slice(Math.max(0, word.index - 60), word.index + 60);
    expect(around, `${name} of ${service}`).toBeNull();
  }
});

test("every name of the permission table has its tool", () => {
  expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(toolRules).sort());
});

/** Characters of JSON that make 1,000 tokens of what a model reads of such lists (o200k_base), measured. */
const thousand = 4_080;

test.each([
  ["track", 4.5],
  ["everything", 6.5],
] as const)("what a model reads of the tools of %s stays within its budget on each service", (profile, most) => {
  for (const service of services) {
    const list = listedOn(service, profile);
    expect(list.map(({ name }) => name)).toContain("request_absence");
    const read = list.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    expect(JSON.stringify(read).length, service).toBeLessThan(most * thousand);
  }
});

/** Every description that a model may read, with the place it stands at. */
function descriptions(schema: JsonSchema, at: string): [string, string][] {
  const own = typeof schema.description === "string" ? [[at, schema.description] as [string, string]] : [];
  const inner = Object.entries((schema.properties ?? {}) as JsonSchema).flatMap(([name, member]) =>
    descriptions(member as JsonSchema, `${at}.${name}`),
  );
  return [...own, ...inner, ...(schema.items ? descriptions(schema.items as JsonSchema, at) : [])];
}

test("every argument says in at least three words what it means, also in rows", () => {
  for (const { name, inputSchema } of services.flatMap((service) => listedOn(service))) {
    for (const [member, schema] of Object.entries(inputSchema.properties))
      expect((schema as JsonSchema).description, `${name}.${member}`).toBeTruthy();
    const said = descriptions(inputSchema, name);
    for (const [at, text] of said) expect(text.split(/\s+/).length, `${at}: ${text}`).toBeGreaterThan(2);
    const rows = Object.values(inputSchema.properties).flatMap((one) => {
      const { items } = one as { items?: { properties?: object } };
      return items?.properties ? [items.properties] : [];
    });
    for (const properties of rows)
      for (const [member, schema] of Object.entries(properties))
        expect((schema as JsonSchema).description, `${name}[].${member}`).toBeTruthy();
  }
});

test("a parameter for other people is listed only where others may be seen", () => {
  const people = (profile: "track" | "manage") => {
    const { catalog } = openToolSession({ profile });
    const tool = catalog.offered().find(({ name }) => name === "list_time");
    return tool && Object.keys(catalog.describe(tool).inputSchema.properties).includes("people");
  };
  expect([people("track"), people("manage")]).toEqual([false, true]);
});
