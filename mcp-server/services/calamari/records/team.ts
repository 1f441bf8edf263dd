import type { Call } from "../../../domain/call";
import { pageOf } from "../../../domain/drafts";
import type { Ref } from "../../../domain/entities";
import type { RecordField, RecordValue, ServiceRecord } from "../../../domain/records";
import { remembered } from "../../http/cache";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { wireId } from "../mapping/ids";
import { personOf, refOf } from "../mapping/person";
import { checkDraft, notThere, personIds, somebody } from "./shared";
import type { CalamariRecordType } from "./type";

const holds = 60_000;
const fields: readonly RecordField[] = [
  { name: "name", kind: "text", needed: true, minLength: 1 },
  { name: "members", kind: "list", item: "ref", of: "person", when: "create" },
  {
    name: "managers",
    kind: "list",
    item: "ref",
    of: "person",
    when: "create",
    hint: "Calamari never shows them again.",
  },
];

/** Teams (calamari-api.md §2.9). Who is in one is told by the people themselves. */
export function teamType(calamari: Calamari): CalamariRecordType {
  const { client, directory } = calamari;
  const teams = remembered(
    holds,
    calamari.env.now,
    async (): Promise<Ref[]> => (await client.send(endpoints.teams, { about: "nobody" })).map(refOf),
  );
  const members = async (id: string, call?: Call) => (await directory.list({ teams: [id] }, call)).map(personOf);
  const recordOf = ({ id, name }: Ref, more: Record<string, RecordValue> = {}): ServiceRecord => ({
    type: "team",
    id,
    name,
    values: more,
  });
  const changed = () => {
    teams.forget();
    directory.forget();
  };

  return {
    async describe() {
      return {
        actions: ["list", "get", "create", "delete"],
        parents: [],
        fields,
        filters: [],
        notes: ["Members come and go by changing teams of a person. Who manages a team is not told."],
      };
    },

    async list(query, call) {
      const all = await teams.get(call);
      return pageOf(
        all.map((each) => recordOf(each)),
        query,
      );
    },

    async get(id, _of, call) {
      const found = (await teams.get(call)).find((each) => each.id === id);
      if (!found) throw notThere("team", id);
      const people = await members(id, call);
      return recordOf(found, people.length > 0 ? { members: people } : {});
    },

    async create(values, _of, call) {
      checkDraft(values, fields, "create", "team");
      const cell = "team.create";
      const numbers = async (value: RecordValue | undefined) => {
        const found: number[] = [];
        for (const id of personIds(value)) found.push((await somebody(calamari, id, call, cell)).id);
        return found;
      };
      // Both are wanted, though they may be empty.
      const body = {
        name: String(values.name),
        members: await numbers(values.members),
        managers: await numbers(values.managers),
      };
      const old = new Set((await teams.get({ ...call, fresh: true })).map(({ id }) => id));
      const { value, notes } = await calamari.saveOnce<{ id: number }>(
        () => client.send(endpoints.createTeam, { about: { beyond: cell }, body }, call),
        async () => {
          const found = (await teams.get({ fresh: true })).find(({ id, name }) => name === body.name && !old.has(id));
          return found ? { id: Number(found.id) } : null;
        },
      );
      changed();
      const given = Object.fromEntries(
        (["members", "managers"] as const).flatMap((name) =>
          personIds(values[name]).length > 0 ? [[name, personIds(values[name]).map((id) => ({ id, name: id }))]] : [],
        ),
      );
      return { record: recordOf({ id: String(value.id), name: body.name }, given), notes };
    },

    async consequences(id, _of, call) {
      const count = (await members(id, call)).length;
      return count === 0 ? [] : [{ what: count === 1 ? "membership" : "memberships", count }];
    },

    async remove(id, _of, call) {
      const body = { id: wireId(id, "a team") };
      await calamari.saveOnce(
        async () => {
          await client.send(endpoints.removeTeam, { about: "nobody", body }, call);
          return true;
        },
        async () => ((await teams.get({ fresh: true })).some((each) => each.id === id) ? null : true),
      );
      changed();
    },
  };
}
