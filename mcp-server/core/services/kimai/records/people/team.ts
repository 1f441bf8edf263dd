import { z } from "zod";
import type { Call } from "../../../../domain/call";
import type { AccountFacts } from "../../../../domain/entities";
import { ServiceError } from "../../../../domain/errors";
import type { ServiceRecord } from "../../../../domain/records";
import { at, recordType, type WritableType } from "../../../shared/record-engine";
import { holds, sameText } from "../../../shared/save-once";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { ifOpen, pageOf, recordProduct } from "../shared";
import type { Colors } from "../work/colors";
import { team, teamRow, type WireTeam, type WireTeamRow } from "./people-wire";
import {
  changedMembers,
  demandLead,
  membersOf,
  sameMembers,
  teamFields,
  teamParts,
  teamRecord,
  type WireMember,
} from "./team-shape";

const noView = "Kimai lists teams only to those with the right view_team; these are your own.";

export function teamType(kimai: Kimai, colors: Colors): WritableType {
  const { client, facts } = kimai;
  const own = ({ teams }: AccountFacts): ServiceRecord[] =>
    teams.map(({ id, name }) => ({ type: "team", id, name, values: {} }));
  const read = (id: string, call?: Call) => client.get(team, ["teams", wireId(id, "a team")], [], call?.signal);

  const type = recordType(recordProduct(kimai), {
    type: "team",
    what: "a team",
    row: team as z.ZodType<WireTeam | WireTeamRow>,
    fields: teamFields,
    notes: ["Single members come and go as membership, what a team may see as grant."],
    place: at("teams"),
    may: (verb) => (verb === "change" || verb === "delete" ? `${verb} this team` : undefined),
    alone: true,
    recordOf: teamRecord,
    changed: () => facts.forget(),
    around: (body, send, call) => colors.write(body, send, call),
    async described(info, call) {
      const closed = (await facts.get(call)).refused["team.create"];
      return {
        ...info,
        fields: await colors.told(info.fields, call),
        parts: teamParts,
        ...(closed !== undefined && {
          actions: info.actions.filter((action) => action !== "create"),
          notes: [...info.notes, `You cannot create teams: ${closed}.`],
        }),
      };
    },
    create: {
      async body(values) {
        const closed = (await facts.get()).refused["team.create"];
        if (closed) throw new ServiceError("forbidden", `You cannot create teams: ${closed}.`);
        const { name, color } = values;
        const members = changedMembers(values, []);
        demandLead(members);
        return { name, ...(color !== undefined && { color }), members };
      },
      among: (_values, _place, call) => ifOpen(client.get(z.array(teamRow), ["teams"], [], call?.signal)),
      is: (row, { name }) => sameText(row.name, name),
    },
    update: {
      async body({ leads, members: given, ...plain }, _before, _place, call, id) {
        if (leads === undefined && given === undefined) return plain;
        const lists = { ...(leads !== undefined && { leads }), ...(given !== undefined && { members: given }) };
        const members = changedMembers(lists, membersOf(await read(id, call)));
        demandLead(members);
        return { ...plain, members };
      },
      took: (now, { members, ...plain }) =>
        holds(now, plain) && (members === undefined || sameMembers(membersOf(now), members as WireMember[])),
    },
    remove: true,
    after: async (row) => ({ row: "members" in row ? row : await read(String(row.id)).catch(() => row), notes: [] }),
  });

  return {
    ...type,
    async list(query, call) {
      const rows = await ifOpen(client.get(z.array(teamRow), ["teams"], [], call?.signal));
      return rows ? pageOf(rows.map(teamRecord), query) : pageOf(own(await facts.get(call)), query, [noView]);
    },
    async get(id, _of, call) {
      const found = await ifOpen(read(id, call));
      if (found) return teamRecord(found);
      const mine = own(await facts.get(call)).find((each) => each.id === id);
      if (mine) return { ...mine, missing: "Kimai does not show you its members (right view_team)." };
      throw new ServiceError("forbidden", "Kimai does not show you this team.", {
        next: "Ask the administrator of your Kimai for the right view_team.",
      });
    },
    async consequences(id, _of, call) {
      const found = await ifOpen(read(id, call));
      if (!found) return [];
      const grants = [found.customers, found.projects, found.activities].flatMap((list) => list ?? []);
      return [
        { what: "memberships", count: found.members?.length ?? 0, own: true as const },
        { what: "grants", count: grants.length },
      ].filter(({ count }) => count > 0);
    },
  };
}
