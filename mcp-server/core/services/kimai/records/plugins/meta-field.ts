import type { Call } from "../../../../domain/call";
import type { RecordField, ServiceRecord } from "../../../../domain/records";
import type { MessageText } from "../../../../messages/catalog";
import type { WritableType } from "../../../shared/record-engine";
import { notThere, pageOf } from "../shared";
import { workKinds } from "../work/work-fields";
import { type CustomFields, type Holder, holderOf, holders, type Rule } from "./custom-fields";

const read = (name: string, kind: RecordField["kind"], more: Partial<RecordField> = {}): RecordField => ({
  name,
  kind,
  when: "never",
  ...more,
});
const holder = { choices: holders, hint: "What has this field." };

const recordOf = (rule: Rule): ServiceRecord => {
  const belongs = holderOf(rule);
  return {
    type: "meta_field",
    id: String(rule.id),
    name: rule.name,
    values: {
      ...(belongs ? { for: belongs } : {}),
      ...(rule.label ? { label: rule.label } : {}),
      ...(rule.help ? { help: rule.help } : {}),
      ...(rule.type ? { kind: rule.type } : {}),
      ...(rule.value ? { default: rule.value } : {}),
      needed: rule.required === true,
      visible: rule.visible !== false,
      // Only of this one customer, project or activity.
      ...Object.fromEntries(
        workKinds.flatMap((kind) =>
          rule[kind] == null ? [] : [[kind, { id: String(rule[kind]), name: `#${rule[kind]}` }]],
        ),
      ),
    },
  };
};

/** Custom fields that the plugin MetaFields defines; without it, the names that values were found of. */
export function metaFieldType(customFields: CustomFields): WritableType {
  async function all(wanted: unknown, call?: Call): Promise<{ records: ServiceRecord[]; notes: MessageText[] }> {
    const rules = await customFields.rules(call);
    const of = (each: ServiceRecord) => wanted === undefined || each.values.for === wanted;
    if (rules) return { records: rules.map(recordOf).filter(of), notes: [] };
    const seen = await Promise.all(
      workKinds.map(async (kind) =>
        (await customFields.seen(kind, call)).map((name): ServiceRecord => {
          const belongs: Holder = kind;
          return { type: "meta_field", id: `${kind}:${name}`, name, values: { for: belongs } };
        }),
      ),
    );
    const notes = [
      "Kimai does not tell what is defined (the plugin MetaFields is missing, or your role may not ask): these are the custom fields that some customer, project or activity has a value of.",
    ];
    return { records: seen.flat().filter(of), notes };
  }

  return {
    describe: async () => ({
      actions: ["list", "get"],
      parents: [],
      fields: [
        read("for", "choice", holder),
        read("label", "text"),
        read("help", "text"),
        read("kind", "text"),
        read("default", "text"),
        read("needed", "flag"),
        read("visible", "flag"),
      ],
      filters: [{ name: "for", kind: "choice", ...holder }],
      notes: ["Defined by the administrator in Kimai's own window. Values are written with the thing itself, as meta."],
    }),
    async list(query, call) {
      const { records, notes } = await all(query.filters?.for, call);
      return pageOf(records, query, notes);
    },
    async get(id, _of, call) {
      const found = (await all(undefined, call)).records.find((each) => each.id === id);
      if (!found) throw notThere("custom field", id);
      return found;
    },
  };
}
