import { z } from "zod";
import type { ProjectPart } from "../../ipc/contract/projects";
import { colorValues, type ProjectColor } from "./project-color";

/** What `list_records` with `describe` tells of the type, as far as the page of projects needs it. */
export const describedProject = z.object({
  types: z.array(
    z.object({
      can: z.array(z.string()),
      cannot: z.record(z.string(), z.string()),
      fields: z
        .array(
          z.object({
            name: z.string(),
            kind: z.string(),
            when: z.string().optional(),
            needed: z.boolean().optional(),
            choices: z.array(z.string()).optional(),
          }),
        )
        .default([]),
    }),
  ),
});
export type Described = z.output<typeof describedProject>["types"][number];
type Field = Described["fields"][number];

/** Each part of a project by the names that fields of records have for it. */
const namesOf: Record<ProjectPart, readonly string[]> = {
  name: ["name"],
  customer: ["customer"],
  color: ["color"],
  hours: ["time_budget"],
  money: ["budget"],
  billable: ["billable"],
  archived: ["visible", "active"],
};
const parts = Object.keys(namesOf) as ProjectPart[];

/** The field that holds a part; undefined: this service has none. */
export const fieldOf = ({ fields }: Pick<Described, "fields">, part: ProjectPart): Field | undefined =>
  fields.find(({ name }) => namesOf[part].includes(name));

/** What a person can set of a new one, or of one that is there. */
export const settable = (described: Described, when: "create" | "change"): ProjectPart[] =>
  described.can.includes(when === "create" ? "create" : "update")
    ? parts.filter((part) => {
        const field = fieldOf(described, part);
        return field !== undefined && (field.when === undefined || field.when === when);
      })
    : [];

type Given = Partial<Record<ProjectPart, string | number | boolean | null>>;

/** Values in the form that `save_record` takes. What the service has no field for is left out. */
export function recordValues(given: Given, described: Described): Record<string, unknown> {
  return Object.fromEntries(
    parts.flatMap((part) => {
      const field = fieldOf(described, part);
      const value = given[part];
      return field && value !== undefined ? [[field.name, written(part, value, field)]] : [];
    }),
  );
}

function written(part: ProjectPart, value: string | number | boolean | null, field: Field): unknown {
  if (value === null) return null;
  if (part === "archived") return value !== true;
  if (part === "customer") return `#${value}`;
  if (part === "hours") return clock(Number(value));
  const own = part === "color" && !field.choices?.includes(String(value));
  return own ? colorValues[value as ProjectColor] : value;
}

/** `200:00`, as save_record takes a length of time. */
const clock = (seconds: number) =>
  `${Math.floor(seconds / 3600)}:${String(Math.floor(seconds / 60) % 60).padStart(2, "0")}`;
