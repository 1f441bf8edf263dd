import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { ServiceError } from "../../../../domain/errors";
import { demandBelow } from "../../../shared/record-drafts";
import { recordType } from "../../../shared/record-engine";
import type { Place } from "../../../shared/record-spec";
import type { user } from "../../client/wire";
import type { Kimai } from "../../context";
import { personRef } from "../../mapping/entities";
import { wireId } from "../../mapping/entry-form";
import { idOf, notThere, recordProduct } from "../shared";
import { team, type WireTeam } from "./people-wire";
import { demandLead, type WireMember, membersOf as wireMembers } from "./team-shape";

interface Member {
  user: z.infer<typeof user>;
  teamlead: boolean;
  team: WireTeam;
}

const membersOf = (row: WireTeam): Member[] =>
  (row.members ?? []).map((each) => ({ user: each.user, teamlead: each.teamlead === true, team: row }));

function memberIn(row: WireTeam, id: number): Member {
  const found = membersOf(row).find(({ user: { id: each } }) => each === id);
  if (found) return found;
  throw notThere("member of this team", String(id));
}

/** All members of a team as Kimai takes them, one of them changed or gone. */
function others({ team: row, user: { id } }: Member, teamlead?: boolean): WireMember[] {
  const rest = wireMembers(row).flatMap((each) =>
    each.user !== id ? [each] : teamlead === undefined ? [] : [{ ...each, teamlead }],
  );
  demandLead(rest);
  return rest;
}

/** Who is in a team. Its id is the person's. */
export function membershipType(kimai: Kimai) {
  const { client } = kimai;
  const patch = async (path: Place["path"], members: WireMember[], call?: Call) =>
    client.write(team, "PATCH", path, { members }, call?.signal);

  return recordType(recordProduct(kimai), {
    type: "membership",
    what: "a member of this team",
    row: z.custom<Member>(),
    fields: [
      { name: "person", wire: "user", kind: "ref", of: "person", needed: true, when: "create" },
      { name: "lead", wire: "teamlead", kind: "flag", hint: "Whether the person leads the team." },
    ],
    notes: ["A team keeps at least one lead: name another one before the last one goes."],
    parents: ["team"],
    place: (of) => ({ path: ["teams", wireId(demandBelow(of, ["team"], "Members").id, "a team")] }),
    may: (verb) => (verb === "see" ? "see the members of teams" : "change this team"),
    idOf: (row) => String(row.user.id),
    rows: async ({ path }, call) => membersOf(await client.get(team, path, [], call?.signal)),
    recordOf(row) {
      const person = personRef(row.user);
      const parent = { type: "team" as const, id: String(row.team.id), name: row.team.name };
      return { type: "membership", ...person, parent, values: { person, lead: row.teamlead } };
    },
    changed: () => kimai.facts.forget(),
    create: {
      body: ({ person, lead }) => ({ user: idOf(person, "a person"), teamlead: lead === true }),
      refuse(before, body) {
        if (before.some((row) => row.user.id === body.user))
          throw new ServiceError("conflict", "This person is in the team already.", {
            next: "Change whether they lead it with an update.",
          });
      },
      async send({ user: id, teamlead }, { path }, before, call) {
        const added = { user: Number(id), teamlead: true };
        const row = await (teamlead === true
          ? patch(path, [...before.map((each) => ({ user: each.user.id, teamlead: each.teamlead })), added], call)
          : client.write(team, "POST", [...path, "members", added.user], undefined, call?.signal));
        return memberIn(row, added.user);
      },
    },
    update: {
      reads: true,
      body: ({ lead }, before) => ({
        teamlead: lead === true,
        ...(before && { members: others(before, lead === true) }),
      }),
      send: async ({ members }, before, { path }, call) =>
        memberIn(await patch(path, members as WireMember[], call), before?.user.id ?? 0),
      took: (now, { teamlead }) => now.teamlead === teamlead,
    },
    remove: {
      reads: true,
      async send(row, { path }, call) {
        if (!row) return;
        const rest = others(row);
        // Kimai takes no lead out by this route, even where others lead too (recorded); the whole list it takes.
        if (row.teamlead) await patch(path, rest, call);
        else await client.write(team, "DELETE", [...path, "members", row.user.id], undefined, call?.signal);
      },
    },
  });
}
