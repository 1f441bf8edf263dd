import type { Call } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import type { RecordField, ServiceRecord } from "../../../domain/records";
import { remembered } from "../../http/cache";
import type { WritableType } from "../../shared/record-engine";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { wireId } from "../mapping/ids";
import { personOf, refOf } from "../mapping/person";
import { listType } from "./list-type";
import { checkDraft, notThere, personIds, somebody } from "./shared";

const holds = 60_000;
const people = { kind: "list", item: "ref", of: "person", when: "create" } as const;
const fields: RecordField[] = [
  { name: "name", kind: "text", needed: true, minLength: 1 },
  { name: "members", ...people },
  { name: "managers", ...people, hint: "Calamari never shows them again." },
];

/** Teams (calamari-api.md §2.9). Who is in one is told by the people themselves. */
export function teamType(calamari: Calamari): WritableType {
  const { client, directory } = calamari;
  const teams = remembered(holds, calamari.env.now, async () =>
    (await client.send(endpoints.teams, { about: "nobody" })).map(refOf),
  );
  const members = async (id: string, call?: Call) => (await directory.list({ teams: [id] }, call)).map(personOf);
  const recordOf = (team: Ref, values: ServiceRecord["values"] = {}): ServiceRecord => ({
    type: "team",
    ...team,
    values,
  });
  const changed = () => {
    teams.forget();
    directory.forget();
  };

  return {
    ...listType({
      fields,
      notes: ["Members come and go by changing teams of a person. Who manages a team is not told."],
      writes: async () => ["create", "delete"],
      rows: async (_query, call) => (await teams.get(call)).map((each) => recordOf(each)),
      async one(id, _of, call) {
        const found = (await teams.get(call)).find((each) => each.id === id);
        if (!found) throw notThere("team", id);
        const people = await members(id, call);
        return recordOf(found, people.length > 0 ? { members: people } : {});
      },
    }),

    async create(values, _of, call) {
      checkDraft(values, fields, "create", "team");
      const cell = "team.create";
      const numbers = async (ids: string[]) => {
        const found: number[] = [];
        for (const id of ids) found.push((await somebody(calamari, id, call, cell)).id);
        return found;
      };
      const [people, managers] = [personIds(values.members), personIds(values.managers)];
      // Both are wanted, though they may be empty.
      const body = { name: String(values.name), members: await numbers(people), managers: await numbers(managers) };
      const old = new Set((await teams.get({ ...call, fresh: true })).map(({ id }) => id));
      const { value, notes } = await calamari.saveOnce<{ id: number }>(
        () => client.send(endpoints.createTeam, { about: { beyond: cell }, body }, call),
        async () => {
          const found = (await teams.get({ fresh: true })).find(({ id, name }) => name === body.name && !old.has(id));
          return found ? { id: Number(found.id) } : null;
        },
      );
      changed();
      const named = (ids: string[]) => ids.map((id) => ({ id, name: id }));
      const given = {
        ...(people.length > 0 && { members: named(people) }),
        ...(managers.length > 0 && { managers: named(managers) }),
      };
      return { record: recordOf({ id: String(value.id), name: body.name }, given), notes };
    },

    async consequences(id, _of, call) {
      const count = (await members(id, call)).length;
      return count === 0 ? [] : [{ what: count === 1 ? "membership" : "memberships", count }];
    },

    async remove(id, _of, call) {
      const body = { id: wireId(id, "a team") };
      await calamari.saveOnce<unknown>(
        () => client.send(endpoints.removeTeam, { about: "nobody", body }, call),
        async () => ((await teams.get({ fresh: true })).some((each) => each.id === id) ? null : true),
      );
      changed();
    },
  };
}
