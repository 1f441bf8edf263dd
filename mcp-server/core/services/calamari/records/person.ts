import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import { fold } from "../../../domain/names";
import { quote } from "../../../domain/quote";
import type { RecordField, RecordQuery, RecordValue, ServiceRecord } from "../../../domain/records";
import type { MessageText } from "../../../messages/catalog";
import type { WritableType } from "../../shared/record-engine";
import { endpoints, personEndpoint } from "../client/paths";
import type { Calamari } from "../context";
import type { Somebody } from "../own-person/directory";
import { listType } from "./list-type";
import { personBody, personFields, personRecord, tookPerson } from "./person-shape";
import { checkDraft, idOf, isSelf, notThere, openActions, plainFields, somebody } from "./shared";

const filters: RecordField[] = [
  { name: "team", kind: "ref", of: "team" },
  { name: "position", kind: "text", hint: "Its whole name." },
  { name: "contract_type", kind: "text", hint: "Its whole name." },
  { name: "archived", kind: "flag", hint: "true: only who is archived." },
];

/** Number of v1 or UUID: an address could hold what a path cannot (§2.8). */
const pathId = ({ uuid, id }: Somebody) => uuid ?? `id:${id}`;

/** People (calamari-api.md §2.8): read by Employees v1 or People v2, written by People v2. Never more than one asks for. */
export function personType(calamari: Calamari): WritableType {
  const { client, directory } = calamari;

  async function changed(id: string, call?: Call) {
    directory.forget();
    const facts = await calamari.facts.get(call);
    if (!isSelf(calamari, facts, id)) return;
    calamari.profile.forget();
    await calamari.env.factsCache?.forget();
  }
  const invite = (person: Somebody, cell: string, call?: Call) =>
    client.send(personEndpoint(pathId(person), "invite"), { about: { beyond: cell } }, call);

  /** The person was saved; that the invitation failed is told, not thrown. */
  async function invited(wanted: RecordValue | undefined, person: Somebody | null, cell: string, call?: Call) {
    if (wanted !== true) return [];
    if (!person) return ["The invitation was not sent: Calamari does not show the new person yet."];
    try {
      await invite(person, cell, call);
      return ["Calamari was asked to write them an invitation."];
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return [`Whether the invitation was sent is not sure: ${error.message}`];
    }
  }

  async function rows(query: RecordQuery, call?: Call): Promise<ServiceRecord[]> {
    const { team, position, contract_type, archived } = query.filters ?? {};
    const texts = (value: RecordValue | undefined) => (value == null ? undefined : [String(value)]);
    const found = await directory.list(
      {
        ...(team != null && { teams: [String(idOf(team, "a team"))] }),
        positions: texts(position),
        contractTypes: texts(contract_type),
        archived: archived === true || query.includeHidden === true,
      },
      call,
    );
    const part = fold(query.text ?? "");
    return found
      .filter((each) => archived !== true || each.archived === true)
      .map(personRecord)
      .filter(({ id, name }) => fold(name).includes(part) || id.includes(part));
  }

  async function one(id: string, _of: unknown, call?: Call): Promise<ServiceRecord> {
    const facts = await calamari.facts.get(call);
    const { employee, found } = await calamari.own.get(call);
    if (employee || !isSelf(calamari, facts, id)) return personRecord(await somebody(calamari, id, call));
    const { email, ...person } = facts.person;
    return { type: "person", ...person, values: email ? { email } : {}, ...(found.why && { missing: found.why }) };
  }

  return {
    ...listType({
      fields: plainFields(personFields),
      filters,
      archives:
        "The person cannot sign in then; their time and leave are kept. Only Calamari itself can bring them back.",
      notes: ["Only what is work is shown: no birth date, address or family."],
      writes: openActions(calamari, "person", ["create", "update", "delete"]),
      searches: true,
      rows,
      listNotes: ({ filters: by }, found) =>
        found.length === 0 && (by?.position != null || by?.contract_type != null)
          ? ["Names of positions and contract types must be whole, as Calamari has them."]
          : [],
      one,
    }),

    async create(values, _of, call) {
      checkDraft(values, personFields, "create", "person");
      const body = personBody(values);
      const about = { beyond: "person.create" };
      const email = String(values.email);
      const search = async () => {
        directory.forget();
        return await directory.one(email, undefined, "person.create");
      };
      if (await search())
        throw new ServiceError("conflict", `There is somebody with the address ${email.slice(0, 80)} already.`, {
          next: "Change that person instead, or give another address.",
        });
      const { value, notes } = await calamari.saveOnce<Somebody | null>(async () => {
        await client.send(endpoints.createPerson, { about, body }, call);
        return null;
      }, search);
      // Saved it is; that it cannot be read back yet changes nothing.
      const person = value ?? (await search().catch(() => null));
      const name = `${values.first_name} ${values.last_name}`;
      return {
        record: person ? personRecord(person) : { type: "person", id: email.toLowerCase(), name, values: { email } },
        notes: [...notes, ...(await invited(values.invite, person, "person.create", call))],
      };
    },

    async update(id, values, _of, call) {
      checkDraft(values, personFields, "change", "person");
      const cell = "person.update";
      const person = await somebody(calamari, id, call, cell);
      const body = personBody(values);
      const now = typeof values.email === "string" ? values.email : (person.email ?? id);
      const fresh = async () => {
        directory.forget();
        return await directory.one(now, undefined, cell);
      };
      const notes: MessageText[] = [];
      if (Object.keys(body).length > 0) {
        const sent = await calamari.saveOnce<unknown>(
          () => client.send(personEndpoint(pathId(person)), { about: { beyond: cell }, body }, call),
          async () => {
            const found = await fresh();
            return found && tookPerson(found, values) ? found : null;
          },
        );
        notes.push(...sent.notes);
        await changed(id, call);
      }
      notes.push(...(await invited(values.invite, person, cell, call)));
      return { record: personRecord((await fresh().catch(() => null)) ?? person), notes };
    },

    async consequences(id, _of, call) {
      const facts = await calamari.facts.get(call);
      if (isSelf(calamari, facts, id))
        throw new ServiceError(
          "conflict",
          "This is the account's own person: archived, the account would stop working.",
        );
      const person = await somebody(calamari, id, call, "person.delete");
      if (person.archived)
        throw new ServiceError("conflict", `${quote(personRecord(person).name, 80)} is archived already.`);
      return [];
    },

    async remove(id, _of, call) {
      const person = await somebody(calamari, id, call, "person.delete");
      const about = { beyond: "person.delete" };
      await calamari.saveOnce<unknown>(
        () => client.send(personEndpoint(pathId(person), "archive"), { about }, call),
        async () => {
          directory.forget();
          const found = await directory.one(person.email ?? id, undefined, "person.delete");
          if (!found) throw notThere("person", id);
          return found.archived ? true : null;
        },
      );
      await changed(id, call);
    },
  };
}
