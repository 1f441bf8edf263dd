import type { RecordTypeInfo } from "#core/domain/records";
import { tools } from "#server/tools/index";
import type { Field, JsonSchema, Shape } from "#server/tools/lib/schema";
import type { FakeState } from "../../../../../fakes/calamari/model";
import { people } from "../../../../../fakes/calamari/seed";

/** Everything that a client can say to reach somebody else, made from what the tools take. */

export interface Probe {
  tool: string;
  args: Record<string, unknown>;
}

/** How Ida can be named: by whatever Calamari, its two interfaces and Punchcard know her by. */
export const namesOfIda = [
  "Ida",
  "Ida Berg",
  people.ida,
  "#IDA.BERG@FJORDWORKS.EXAMPLE",
  "#externalNumber:FW-042",
  "#42",
  "0b1c2d3e-0000-4000-8000-000000000042",
];
/** Entries and absences of hers, with and without saying whose they are; groups that she is in; other accounts. */
const thingsOfHers = [
  `2026-11-18.701.${people.ida}`,
  "2026-11-18.701",
  "2026-12-14.5570",
  `2026-12-14.5570.${people.ida}`,
  "5570",
  "everyone",
  "team Design",
  "person Ida Berg",
  `person #${people.ida}`,
  "person everyone",
];
export const values = [...namesOfIda, ...thingsOfHers];

/** What a call needs beside the parameter that is tried. */
const yesterday = { day: "2026-11-18" };
const bases: Record<string, Record<string, unknown>> = {
  list_time: { period: "2026-11" },
  report_time: { period: "2026-11" },
  list_absences: { period: "2026-12" },
  request_absence: { type: "Annual leave", from: "2026-12-07" },
  update_absence: { ids: ["2026-12-10.5561"], action: "comment", comment: "Hello" },
  list_records: { type: "project" },
  save_record: { type: "project" },
  delete_record: { type: "project", ids: ["#15"] },
  delete_time: { ids: ["2026-11-18.700"] },
};
const rowBases: Record<string, Record<string, unknown>> = {
  log_time: { ...yesterday, from: "6:00", to: "6:30" },
  update_time: { id: "2026-11-18.700", text: "Changed" },
  save_record: { values: { name: "Something" } },
};

const keysOfPeople = ["person", "people", "user", "employee", "employees", "members", "manager", "id", "owner"];

/** Values for one parameter: as its schema says, so that a new one needs nothing here. */
function tried({ json }: Field<unknown>): unknown[] {
  const { type, enum: choices } = json as JsonSchema & { enum?: unknown[] };
  if (choices) return choices;
  if (type === "string") return values;
  if (type === "boolean") return [true];
  if (type === "integer") return [500];
  if (type === "array") {
    const items = json.items as { enum?: unknown[] } | undefined;
    return items?.enum ? [items.enum, ...items.enum.map((one) => [one])] : values.map((one) => [one]);
  }
  return keysOfPeople.flatMap((key) => [{ [key]: people.ida }, { [key]: ["Ida Berg"] }, { [key]: "everyone" }]);
}

/** Where nothing better is known, a needed parameter is given one of the values too. */
function needed(shape: Shape): Record<string, unknown> {
  const wanted = Object.entries(shape).filter(([, field]) => field.needed && !field.rows);
  return Object.fromEntries(wanted.map(([name, field]) => [name, tried(field)[0]]));
}

function probesOf(shape: Shape, base: Record<string, unknown>, rowBase: Record<string, unknown>): object[] {
  return Object.entries(shape).flatMap(([name, field]) =>
    field.rows
      ? Object.entries(field.rows).flatMap(([member, inner]) =>
          tried(inner).map((value) => ({ ...base, [name]: [{ ...rowBase, [member]: value }] })),
        )
      : tried(field).map((value) => ({
          ...base,
          ...(Object.keys(rowBase).length > 0 && rowsIn(shape, rowBase)),
          [name]: value,
        })),
  );
}
const rowsIn = (shape: Shape, rowBase: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(shape).flatMap(([name, { rows }]) => (rows ? [[name, [rowBase]]] : [])));

/** Each parameter of a tool with each value, and people's parameters together with those that widen what is read. */
export function probes(): Probe[] {
  return tools.flatMap(({ name, input }) => {
    const base = { ...needed(input), ...bases[name] };
    const own = probesOf(input, base, rowBases[name] ?? {});
    const accounts = values.map((account) => ({ ...base, ...rowsIn(input, rowBases[name] ?? {}), account }));
    const shows = input.show?.json.items as { enum?: string[] } | undefined;
    const widened = (shows?.enum ?? []).flatMap((show) =>
      ["people", "person"].flatMap((whose) =>
        whose in input
          ? ["Ida Berg", `#${people.ida}`, "everyone"].map((one) => ({
              ...base,
              show: [show],
              [whose]: whose === "people" ? [one] : one,
            }))
          : [],
      ),
    );
    const plain = { ...base, ...rowsIn(input, rowBases[name] ?? {}) };
    return [plain, ...own, ...accounts, ...widened].map((args) => ({
      tool: name,
      args: args as Record<string, unknown>,
    }));
  });
}

/** Every field and filter of a type of record, and the ways to name one. */
export function recordProbes({ type, fields, filters }: RecordTypeInfo): Probe[] {
  const full = Object.fromEntries(
    fields
      .filter(({ needed }) => needed)
      .map(({ name, kind }) => [name, name === "type" ? "Annual leave" : kind === "number" ? 1 : "Something"]),
  );
  const given = (kind: string) => values.map((value) => (kind === "list" ? [value] : value));
  return [
    ...filters.flatMap(({ name, kind }) =>
      [...given(kind), true].map((value) => ({ tool: "list_records", args: { type, filter: { [name]: value } } })),
    ),
    ...fields.flatMap(({ name, kind }) =>
      given(kind).map((value) => ({
        tool: "save_record",
        args: { type, records: [{ values: { ...full, [name]: value } }] },
      })),
    ),
    ...values.flatMap((value) => [
      { tool: "list_records", args: { type, id: value } },
      { tool: "list_records", args: { type, of: value } },
      { tool: "list_records", args: { type, text: value, hidden: true } },
      { tool: "save_record", args: { type, records: [{ id: value, values: full }] } },
      { tool: "save_record", args: { type, records: [{ of: value, values: full }] } },
      { tool: "delete_record", args: { type, ids: [value] } },
      { tool: "delete_record", args: { type, of: value, ids: ["#15"] } },
    ]),
  ];
}

const noon = Date.parse("2026-11-18T11:00:00Z");
const hour = 3_600_000;

/** @param running Nora works just now. Something of everybody's is there to be found; Nora's manager is not among the people whom nothing may be told of. */
export function setStage(state: FakeState, running = true): void {
  const shift = (id: number, employee: number, description: string) => ({
    ...{ id, employee, started: noon, finished: noon + hour, description },
    breaks: [{ from: noon + hour / 4, to: noon + hour / 2, breakType: 2 }],
    projects: [{ from: noon, to: noon + hour, project: 14 }],
  });
  state.shifts = [shift(700, 41, "Own work"), shift(701, 42, "Idas-secret-work"), shift(702, 43, "Jans-secret-work")];
  const now = { started: Date.parse("2026-11-19T09:00:00Z"), finished: null, breaks: [], projects: [] };
  state.shifts.push({ ...shift(703, 42, "Idas-secret-now"), ...now });
  if (running) state.shifts.push({ ...shift(704, 41, "Own now"), ...now });
  const absence = (id: number, employee: number, from: string, reason: string) => ({
    ...{ id, employee, type: 3, from, to: from, fromPart: "MORNING", toPart: "END_OF_DAY", amount: 1 },
    ...{ status: "ACCEPTED", reason, substitute: null, comments: [], created: noon, updated: noon },
  });
  state.absences = [
    absence(5561, 41, "2026-12-10", "Own reason"),
    absence(5570, 42, "2026-12-14", "Idas-secret-reason"),
    absence(5571, 43, "2026-12-15", "Jans-secret-reason"),
  ];
  state.corrections = [];
}

/** What nobody but they themselves, and who may know of others, may get to read. */
export const marksOfOthers = [
  ...["Ida", "Berg", people.ida, "FW-042", "Jan Nowak", people.jan, "FW-043", "gone.fisher@", "Fisher"],
  ...["Idas-secret-work", "Idas-secret-now", "Idas-secret-reason", "Jans-secret-work", "Jans-secret-reason"],
];
