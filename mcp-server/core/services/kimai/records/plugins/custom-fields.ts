import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { InputError, ServiceError } from "../../../../domain/errors";
import { quote } from "../../../../domain/quote";
import type { RecordValue } from "../../../../domain/records";
import { remembered } from "../../../http/cache";
import { nullWhere } from "../../../shared/refusals";
import type { Kimai } from "../../context";
import type { Lists } from "../../work/lists";
import { metaOf, type WorkKind, workRoutes } from "../work/work-fields";

/** Custom fields that the MetaFields plugin defines (kimai-api.md §3.13; shapes from api-php). */
const rule = z.object({
  id: z.number(),
  name: z.string(),
  entityType: z.string().catch(""),
  label: z.string().nullish(),
  help: z.string().nullish(),
  value: z.string().nullish().catch(null),
  type: z.string().nullish(),
  required: z.boolean().nullish(),
  visible: z.boolean().nullish(),
  customer: z.number().nullish().catch(null),
  project: z.number().nullish().catch(null),
  activity: z.number().nullish().catch(null),
});
export type Rule = z.infer<typeof rule>;

export const holders = ["entry", "customer", "project", "activity", "person", "invoice", "expense", "task"] as const;
export type Holder = (typeof holders)[number];
const wireNames: Record<string, Holder> = { timesheet: "entry", user: "person" };

/** What a rule is for: `App\Entity\TimesheetMeta`, or just `timesheet`. */
export function holderOf({ entityType }: Rule): Holder | null {
  const word = /timesheet|customer|project|activity|user|invoice|expense|task/i.exec(entityType)?.[0]?.toLowerCase();
  const named = word === undefined ? undefined : (wireNames[word] ?? word);
  return holders.find((each) => each === named) ?? null;
}

const rulesHold = 10 * 60_000;
const anyAnswer = z.looseObject({ id: z.number() });

export function createCustomFields(kimai: Kimai, lists: Lists) {
  const { client, env } = kimai;
  /** null: no plugin tells them. */
  const rules = remembered(rulesHold, env.now, async (): Promise<Rule[] | null> => {
    const { modules } = await kimai.facts.get();
    if (!Object.keys(modules).some((name) => /^MetaFields?/i.test(name))) return null;
    return nullWhere(["forbidden", "not_found"], client.get(z.array(rule), ["metafields"]));
  });

  /** Names that some customer, project or activity has a value of. */
  async function seen(kind: WorkKind, call?: Call): Promise<string[]> {
    const rows = await lists[workRoutes[kind]].get(call);
    const names = rows.flatMap((row) => Object.keys(metaOf(Array.isArray(row.metaFields) ? row.metaFields : []) ?? {}));
    return [...new Set(names)].sort();
  }

  async function names(kind: WorkKind, call?: Call): Promise<string[]> {
    const defined = await rules.get(call);
    if (defined === null) return seen(kind, call);
    return [...new Set(defined.filter((each) => holderOf(each) === kind).map((each) => each.name))];
  }

  const unknown = async (kind: WorkKind, name: string, call?: Call) => {
    const known = await names(kind, call).catch(() => []);
    const there =
      known.length > 0
        ? `It has: ${known
            .slice(0, 30)
            .map((each) => quote(each, 60))
            .join(", ")}.`
        : "It has none that Punchcard can see.";
    return new InputError("unknown", `This Kimai has no custom field "${name.slice(0, 60)}" of ${workRoutes[kind]}.`, {
      next: `${there} Fields are defined by the administrator, with the plugin MetaFields.`,
    });
  };

  return {
    rules: (call?: Call) => rules.get(call),
    seen,
    names,
    /** Refuses names that are surely not defined, before anything is sent. */
    async demand(kind: WorkKind, meta: Record<string, string>, call?: Call): Promise<void> {
      if ((await rules.get(call)) === null) return;
      const known = new Set(await names(kind, call));
      for (const name of Object.keys(meta)) if (!known.has(name)) throw await unknown(kind, name, call);
    },
    /**
     * Writes custom fields, each in a request of its own; `written` tells what is saved where a later one fails.
     * @throws what the first failure was, where nothing is saved yet
     */
    async write(kind: WorkKind, id: number, meta: Record<string, string>, call?: Call): Promise<string[]> {
      const written: string[] = [];
      for (const [name, value] of Object.entries(meta)) {
        try {
          const path = [workRoutes[kind], id, "meta"];
          await client.write(anyAnswer, "PATCH", path, { name, value }, call?.signal);
          written.push(name);
        } catch (error) {
          const missing = error instanceof ServiceError && error.kind === "not_found";
          const told = missing ? await unknown(kind, name, call) : error;
          if (written.length === 0 || !(told instanceof Error)) throw told;
          return [`Saved: ${written.join(", ")}. Not saved: ${name}: ${told.message}`];
        }
      }
      return [];
    },
  };
}
export type CustomFields = ReturnType<typeof createCustomFields>;

/** Kimai keeps texts: numbers and flags are written as such, and nothing clears. */
export function metaDraft(value: RecordValue | undefined): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value))
    throw new InputError("argument", "meta takes custom fields by name.", { next: 'Write {"name": "value"}.' });
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      if (typeof each === "object" && each !== null)
        throw new InputError("argument", `The custom field "${name.slice(0, 60)}" takes a text.`);
      return [name, each === null ? "" : String(each)];
    }),
  );
}
