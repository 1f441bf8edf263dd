import type { Call } from "../../../../domain/call";
import { InputError, ServiceError } from "../../../../domain/errors";
import { quote } from "../../../../domain/quote";
import type { RecordDraft, RecordField, RecordValue, ServiceRecord } from "../../../../domain/records";
import { reworded } from "../../../../domain/reworded";
import { cleanText } from "../../../../domain/text";
import type { WritableType } from "../../../shared/record-engine";
import type { Kimai } from "../../context";
import { personRef } from "../../mapping/entities";
import { wireId } from "../../mapping/entry-form";
import { saveOnce } from "../shared";
import { person, type WirePerson } from "./people-wire";
import { readPerson } from "./person";
import { preferenceFields, preferenceValue, wirePreferences } from "./preference-shape";

/** The preferences of one person are one record: its id is the person's, its values are what Kimai keeps by name. */
function recordOf(row: WirePerson): ServiceRecord {
  const ref = personRef(row);
  const values: Record<string, RecordValue> = {};
  for (const { name, value } of row.preferences ?? []) {
    const read = preferenceValue(name, value);
    if (read !== null) values[name] = read;
  }
  return { type: "preference", id: ref.id, name: ref.name, parent: { type: "person", ...ref }, values };
}

const namesOf = (row: WirePerson) => (row.preferences ?? []).map(({ name }) => name);

export function preferenceType(kimai: Kimai): WritableType {
  const { client } = kimai;

  async function read(id: string | undefined, call?: Call): Promise<WirePerson> {
    const facts = await kimai.facts.get(call);
    const found = await readPerson(kimai, facts, id ?? facts.person.id, call);
    if (found) return found;
    throw new ServiceError("forbidden", "Kimai does not show you the preferences of this person.", {
      next: "Your own are open to you; for others ask the administrator of your Kimai for the right to their profiles.",
    });
  }

  return {
    async describe(call) {
      const own = await read(undefined, call);
      const fields: RecordField[] = preferenceFields(namesOf(own));
      return {
        actions: ["list", "get", "update"],
        parents: ["person"],
        fields,
        filters: [],
        notes: ["One record per person, with the person's id. Without `of` it is your own."],
      };
    },

    async list(query, call) {
      const record = recordOf(await read(query.of?.id, call));
      const records = query.offset > 0 || query.limit < 1 ? [] : [record];
      return { records, total: 1, notes: [] };
    },

    async get(id, of, call) {
      return recordOf(await read(of?.id ?? id, call));
    },

    async update(id, values, of, call) {
      const facts = await kimai.facts.get(call);
      const before = await read(of?.id ?? id, call);
      const { sent, notes } = wirePreferences(values, before.preferences ?? []);
      if (sent.length === 0) throw new InputError("argument", "Say which preference gets which value.");
      try {
        const saved = await saveOnce(
          kimai,
          [],
          () =>
            client.write(
              person,
              "PATCH",
              ["users", wireId(String(before.id), "a person"), "preferences"],
              sent,
              call?.signal,
            ),
          async () => {
            const now = await read(String(before.id));
            const held = new Map((now.preferences ?? []).map(({ name, value }) => [name, value ?? null]));
            return sent.every(({ name, value }) => String(held.get(name) ?? "") === String(value ?? "")) ? now : null;
          },
        );
        if (String(before.id) === facts.person.id) kimai.facts.forget();
        return { record: recordOf(saved.value), notes: [...saved.notes, ...notes] };
      } catch (error) {
        throw refused(error, values, namesOf(before));
      }
    },
  };
}

/** Kimai says neither which name it does not know nor which it has closed. */
function refused(error: unknown, values: RecordDraft, known: readonly string[]): unknown {
  if (!(error instanceof ServiceError)) return error;
  const shown = Object.keys(values).map((name) => cleanText(name, 60));
  if (error.kind === "not_found") {
    const strange = shown.filter((name) => !known.includes(name));
    const all = preferenceFields(known)
      .slice(0, 60)
      .map(({ name, fromService }) => (fromService ? quote(name, 60) : name));
    const named = strange.join(", ") || shown.join(", ");
    return reworded(error, `Kimai knows no preference ${named}; nothing was saved.`, {
      next: `It has: ${all.join(", ")}.`,
    });
  }
  if (error.kind !== "forbidden") return error;
  return reworded(error, `Kimai does not let you change ${shown.join(", ")} of this person.`, {
    next: "Ask the administrator of your Kimai; rates and contracts have rights of their own.",
  });
}
