import { z } from "zod";
import type { Call } from "../../../../domain/call";
import type { AccountFacts } from "../../../../domain/entities";
import { ServiceError } from "../../../../domain/errors";
import { fold } from "../../../../domain/names";
import { quote } from "../../../../domain/quote";
import type { ServiceRecord } from "../../../../domain/records";
import { remembered } from "../../../http/cache";
import { at, recordType, type WritableType } from "../../../shared/record-engine";
import { sameText } from "../../../shared/save-once";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { discoverPeople } from "../../people/discover-people";
import type { KnownPeople } from "../../people/everyone";
import { ifOpen, recordProduct } from "../shared";
import type { Colors } from "../work/colors";
import { person, type WirePerson } from "./people-wire";
import { personBody, personFields, personRecord } from "./person-shape";

/** Somebody asked for alone: one's own profile is open to everybody, others' need a right. Null without it. */
export function readPerson(kimai: Kimai, facts: AccountFacts, id: string, call?: Call): Promise<WirePerson | null> {
  const which = id === facts.person.id ? "me" : wireId(id, "a person");
  return ifOpen(kimai.client.get(person, ["users", which], [], call?.signal));
}

export function personType(kimai: Kimai, everyone: KnownPeople, colors: Colors): WritableType {
  const { client, env, facts } = kimai;
  const form = remembered(10 * 60_000, env.now, () => client.formFields("users"));
  const peopleOf = (withDisabled: boolean) =>
    remembered(60_000, env.now, async () => {
      const { refused } = await facts.get();
      return discoverPeople(client, !("others_time.read" in refused), withDisabled);
    });
  const enabled = peopleOf(false);
  const all = peopleOf(true);

  const type = recordType(recordProduct(kimai), {
    type: "person",
    what: "a person",
    row: person,
    fields: personFields,
    notes: ["People cannot be deleted in Kimai: set enabled to false instead."],
    place: at("users"),
    may: (verb) => (verb === "change" ? "change this person" : undefined),
    async alone(id, _place, call) {
      const found = await readPerson(kimai, await facts.get(call), id, call);
      if (found) return found;
      throw new ServiceError("forbidden", "Kimai does not show you this person.", {
        next: "Ask the administrator of your Kimai for the right view_user.",
      });
    },
    recordOf: personRecord,
    async described(info, call) {
      const [{ refused }, offered] = await Promise.all([facts.get(call), form.get(call)]);
      const closed = refused["person.create"];
      const open = new Set(
        personFields
          .filter(({ wire, when }) => when === "never" || offered === null || offered.includes(wire))
          .map(({ name }) => name),
      );
      const fields = info.fields.filter(({ name }) => open.has(name));
      return {
        ...info,
        fields: await colors.told(fields, call),
        ...(closed !== undefined && {
          actions: info.actions.filter((action) => action !== "create"),
          notes: [...info.notes, `You cannot create people: ${closed}.`],
        }),
      };
    },
    create: {
      async body(values) {
        const closed = (await facts.get()).refused["person.create"];
        if (closed) throw new ServiceError("forbidden", `You cannot create people: ${closed}.`);
        return personBody(values);
      },
      // Nobody has this name before: Kimai takes each only once.
      among: async ({ username }, _place, call) => {
        const query = [["visible", 3] as const, ["full", 1] as const, ["term", String(username)] as const];
        return ifOpen(client.get(z.array(person), ["users"], query, call?.signal));
      },
      is: (row, { username, email }) => sameText(row.username, username) && sameText(row.email, email),
    },
    update: { body: personBody },
    around: (body, send, call) => colors.write(body, send, call),
    changed(row) {
      enabled.forget();
      all.forget();
      everyone.forget();
      if (row && String(row.id) === facts.known()?.person.id) facts.forget();
    },
    after: async (row, { username }) => ({
      row,
      notes:
        username !== undefined && row.enabled === false
          ? [`${quote(String(username), 80)} is disabled: set enabled to true to let them sign in.`]
          : [],
    }),
  });

  return {
    ...type,
    async list(query, call) {
      const { rows, missing } = await (query.includeHidden ? all : enabled).get(call);
      const { person: self } = await facts.get(call);
      const part = fold(query.text ?? "");
      const found = rows
        .map(personRecord)
        .concat(rows.some((row) => String(row.id) === self.id) ? [] : [selfRecord(self)])
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

    async get(id, of, call) {
      try {
        return await type.get(id, of, call);
      } catch (error) {
        const known = (await all.get(call)).rows.find((row) => String(row.id) === id);
        if (!known || !(error instanceof ServiceError) || error.kind !== "forbidden") throw error;
        return { ...personRecord(known), missing: "Kimai shows you no more of this person than their name." };
      }
    },

    async remove() {
      throw new ServiceError("unsupported", "People cannot be deleted in Kimai.", {
        next: "Disable the person instead: save_record with enabled false.",
      });
    },
  };
}

const selfRecord = ({ id, name, email }: AccountFacts["person"]): ServiceRecord => ({
  type: "person",
  id,
  name,
  values: email ? { email } : {},
});
