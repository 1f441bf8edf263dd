import { ServiceError } from "../../../../domain/errors";
import type { RecordField, ServiceRecord } from "../../../../domain/records";
import type { Kimai } from "../../context";
import { personRef } from "../../mapping/entities";
import { wireId } from "../../mapping/entry-form";
import { checkDraft, idOf } from "../draft";
import { saveOnce } from "../save";
import { asRefused, demandBelow, notThere, pageOf } from "../shared";
import type { KimaiRecordType } from "../type";
import { team, type WireTeam } from "./people-wire";
import { patchTeam, readTeam } from "./team";
import { demandLead, membersOf } from "./team-shape";

const fields: readonly RecordField[] = [
  { name: "person", kind: "ref", of: "person", needed: true, when: "create" },
  { name: "lead", kind: "flag", hint: "Whether the person leads the team." },
];

/** Who is in a team. Its id is the person's. */
function records(row: WireTeam): ServiceRecord[] {
  const parent = { type: "team" as const, id: String(row.id), name: row.name };
  return (row.members ?? []).map((each) => {
    const person = personRef(each.user);
    return { type: "membership", ...person, parent, values: { person, lead: each.teamlead === true } };
  });
}

function recordIn(row: WireTeam, id: string): ServiceRecord {
  const found = records(row).find((each) => each.id === id);
  if (found) return found;
  throw notThere("member of this team", id);
}

export function membershipType(kimai: Kimai): KimaiRecordType {
  const { client } = kimai;
  const below = (of: Parameters<typeof demandBelow>[0]) => demandBelow(of, ["team"], "Members").id;

  return {
    describe: async () => ({
      actions: ["list", "get", "create", "update", "delete"],
      parents: ["team"],
      fields,
      filters: [],
      notes: ["A team keeps at least one lead: name another one before the last one goes."],
    }),

    async list(query, call) {
      const row = await asRefused("see the members of teams", readTeam(kimai, below(query.of), call));
      return pageOf(records(row), query);
    },

    async get(id, of, call) {
      return recordIn(await asRefused("see the members of teams", readTeam(kimai, below(of), call)), id);
    },

    async create(values, of, call) {
      const id = below(of);
      checkDraft(values, fields, "create", "member");
      const user = idOf(values.person, "a person");
      const now = await asRefused("see the members of teams", readTeam(kimai, id, call));
      const held = membersOf(now);
      if (held.some((each) => each.user === user))
        throw new ServiceError("conflict", "This person is in the team already.", {
          next: "Change whether they lead it with an update.",
        });
      const path = ["teams", wireId(id, "a team"), "members", user];
      const saved =
        values.lead === true
          ? await patchTeam(kimai, id, { members: [...held, { user, teamlead: true }] }, call)
          : await saveOnce(
              kimai,
              [],
              () => asRefused("change this team", client.write(team, "POST", path, undefined, call?.signal)),
              async () => {
                const later = await readTeam(kimai, id);
                return membersOf(later).some((each) => each.user === user) ? later : null;
              },
            );
      kimai.facts.forget();
      return { record: recordIn(saved.value, String(user)), notes: saved.notes };
    },

    async update(id, values, of, call) {
      const place = below(of);
      checkDraft(values, fields, "change", "member");
      const now = await asRefused("see the members of teams", readTeam(kimai, place, call));
      recordIn(now, id);
      const members = membersOf(now).map((each) =>
        String(each.user) === id ? { ...each, teamlead: values.lead === true } : each,
      );
      demandLead(members);
      const saved = await patchTeam(kimai, place, { members }, call);
      kimai.facts.forget();
      return { record: recordIn(saved.value, id), notes: saved.notes };
    },

    async remove(id, of, call) {
      const place = below(of);
      const now = await asRefused("see the members of teams", readTeam(kimai, place, call));
      const lead = recordIn(now, id).values.lead === true;
      const rest = membersOf(now).filter((each) => String(each.user) !== id);
      demandLead(rest);
      const path = ["teams", wireId(place, "a team"), "members", wireId(id, "a person")];
      // Kimai takes no lead out by this route, even where others lead too (recorded); the whole list it takes.
      if (lead) await patchTeam(kimai, place, { members: rest }, call);
      else
        await saveOnce(
          kimai,
          [],
          () => asRefused("change this team", client.write(team, "DELETE", path, undefined, call?.signal)),
          async () => {
            const later = await readTeam(kimai, place);
            return membersOf(later).some((each) => String(each.user) === id) ? null : later;
          },
        );
      kimai.facts.forget();
    },
  };
}
