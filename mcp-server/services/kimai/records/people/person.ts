import { z } from "zod";
import type { Call } from "../../../../domain/call";
import type { AccountFacts } from "../../../../domain/entities";
import { ServiceError } from "../../../../domain/errors";
import { fold } from "../../../../domain/names";
import { quote } from "../../../../domain/quote";
import type { ServiceRecord } from "../../../../domain/records";
import { remembered } from "../../../http/cache";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { discoverPeople } from "../../people/discover-people";
import type { KnownPeople } from "../../people/everyone";
import { checkDraft, type WireField } from "../draft";
import { holds, ifOpen, saveOnce } from "../save";
import { asRefused, plainFields } from "../shared";
import type { KimaiRecordType } from "../type";
import type { Colors } from "../work/colors";
import { person, type WirePerson } from "./people-wire";
import { personBody, personFields, personRecord } from "./person-shape";

/** Somebody asked for alone: one's own profile is open to everybody, others' need a right. Null without it. */
export function readPerson(kimai: Kimai, facts: AccountFacts, id: string, call?: Call): Promise<WirePerson | null> {
  const which = id === facts.person.id ? "me" : wireId(id, "a person");
  return ifOpen(kimai.client.get(person, ["users", which], [], call?.signal));
}

export function personType(kimai: Kimai, everyone: KnownPeople, colors: Colors): KimaiRecordType {
  const { client, env } = kimai;
  const form = remembered(10 * 60_000, env.now, () => client.formFields("users"));
  const peopleOf = (withDisabled: boolean) =>
    remembered(60_000, env.now, async () => {
      const facts = await kimai.facts.get();
      return discoverPeople(client, !("others_time.read" in facts.refused), withDisabled);
    });
  const enabled = peopleOf(false);
  const all = peopleOf(true);
  const changed = (facts: AccountFacts, id: string) => {
    enabled.forget();
    all.forget();
    everyone.forget();
    if (id === facts.person.id) kimai.facts.forget();
  };

  return {
    async describe(call) {
      const [facts, offered] = await Promise.all([kimai.facts.get(call), form.get(call)]);
      const open = ({ wire, when }: WireField) => when === "never" || offered === null || offered.includes(wire);
      const closed = facts.refused["person.create"];
      return {
        actions: ["list", "get", ...(closed ? [] : (["create"] as const)), "update"],
        parents: [],
        fields: await colors.told(plainFields(personFields.filter(open)), call),
        filters: [],
        notes: [
          "People cannot be deleted in Kimai: set enabled to false instead.",
          ...(closed ? [`You cannot create people: ${closed}.`] : []),
        ],
      };
    },

    async list(query, call) {
      const { rows, missing } = await (query.includeHidden ? all : enabled).get(call);
      const facts = await kimai.facts.get(call);
      const part = fold(query.text ?? "");
      const found = rows
        .map(personRecord)
        .concat(rows.some((row) => String(row.id) === facts.person.id) ? [] : [selfRecord(facts)])
        .filter(({ name, values }) =>
          [name, values.username, values.email].some((text) => fold(String(text ?? "")).includes(part)),
        )
        .sort((a, b) => a.name.localeCompare(b.name));
      return {
        records: found.slice(query.offset, query.offset + query.limit),
        total: found.length,
        notes: missing === null ? [] : [missing],
      };
    },

    async get(id, _of, call) {
      const facts = await kimai.facts.get(call);
      const whole = await readPerson(kimai, facts, id, call);
      if (whole) return personRecord(whole);
      const known = (await all.get(call)).rows.find((row) => String(row.id) === id);
      if (!known)
        throw new ServiceError("forbidden", "Kimai does not show you this person.", {
          next: "Ask the administrator of your Kimai for the right view_user.",
        });
      const record = personRecord(known);
      return { ...record, missing: "Kimai shows you no more of this person than their name." };
    },

    async create(values, _of, call) {
      const facts = await kimai.facts.get(call);
      const closed = facts.refused["person.create"];
      if (closed) throw new ServiceError("forbidden", `You cannot create people: ${closed}.`);
      checkDraft(values, personFields, "create", "person");
      const made = await colors.write(
        values,
        (draft) => {
          const body = personBody(draft);
          return saveOnce(
            kimai,
            personFields,
            () => client.write(person, "POST", ["users"], body, call?.signal),
            async () => {
              const query = [["visible", 3] as const, ["full", 1] as const, ["term", String(body.username)] as const];
              const found = await client.get(z.array(person), ["users"], query);
              return found.find((each) => each.username === body.username && each.email === body.email) ?? null;
            },
          );
        },
        call,
      );
      changed(facts, String(made.value.id));
      const off =
        made.value.enabled === false
          ? [`${quote(String(values.username), 80)} is disabled: set enabled to true to let them sign in.`]
          : [];
      return { record: personRecord(made.value), notes: [...made.notes, ...off] };
    },

    async update(id, values, _of, call) {
      const facts = await kimai.facts.get(call);
      checkDraft(values, personFields, "change", "person");
      const path = ["users", wireId(id, "a person")];
      const saved = await colors.write(
        values,
        (draft) => {
          const body = personBody(draft);
          return saveOnce(
            kimai,
            personFields,
            () => asRefused("change this person", client.write(person, "PATCH", path, body, call?.signal)),
            async () => {
              const now = await readPerson(kimai, facts, id);
              return now && holds(now, body) ? now : null;
            },
          );
        },
        call,
      );
      changed(facts, id);
      return { record: personRecord(saved.value), notes: saved.notes };
    },

    async remove() {
      throw new ServiceError("unsupported", "People cannot be deleted in Kimai.", {
        next: "Disable the person instead: save_record with enabled false.",
      });
    },
  };
}

const selfRecord = (facts: AccountFacts): ServiceRecord => ({
  type: "person",
  id: facts.person.id,
  name: facts.person.name,
  values: facts.person.email ? { email: facts.person.email } : {},
});
