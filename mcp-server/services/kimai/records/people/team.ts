import { z } from "zod";
import type { Call } from "../../../../domain/call";
import type { AccountFacts } from "../../../../domain/entities";
import { ServiceError } from "../../../../domain/errors";
import type { ServiceRecord } from "../../../../domain/records";
import { nothing } from "../../client/client";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { checkDraft } from "../draft";
import { holds, ifOpen, saveOnce } from "../save";
import { asRefused, pageOf, plainFields } from "../shared";
import type { KimaiRecordType } from "../type";
import type { Colors } from "../work/colors";
import { team, teamRow, type WireTeam } from "./people-wire";
import {
  changedMembers,
  demandLead,
  membersOf,
  sameMembers,
  teamFields,
  teamRecord,
  type WireMember,
} from "./team-shape";

export const readTeam = (kimai: Kimai, id: string, call?: Call): Promise<WireTeam> =>
  kimai.client.get(team, ["teams", wireId(id, "a team")], [], call?.signal);

/** Changes a team; Kimai takes parts of it, but members only whole. */
export function patchTeam(kimai: Kimai, id: string, body: Record<string, unknown>, call?: Call) {
  const { members, ...plain } = body;
  return saveOnce(
    kimai,
    teamFields,
    () =>
      asRefused(
        "change this team",
        kimai.client.write(team, "PATCH", ["teams", wireId(id, "a team")], body, call?.signal),
      ),
    async () => {
      const now = await readTeam(kimai, id);
      return holds(now, plain) && (members === undefined || sameMembers(membersOf(now), members as WireMember[]))
        ? now
        : null;
    },
  );
}

const noView = "Kimai lists teams only to those with the right view_team; these are your own.";

export function teamType(kimai: Kimai, colors: Colors): KimaiRecordType {
  const { client } = kimai;
  const own = (facts: AccountFacts): ServiceRecord[] =>
    facts.teams.map(({ id, name }) => ({ type: "team", id, name, values: {} }));

  return {
    async describe(call) {
      const { refused } = await kimai.facts.get(call);
      const closed = refused["team.create"];
      return {
        actions: ["list", "get", ...(closed ? [] : (["create"] as const)), "update", "delete"],
        parents: [],
        fields: await colors.told(plainFields(teamFields), call),
        filters: [],
        notes: [
          "Single members come and go as membership, what a team may see as grant.",
          ...(closed ? [`You cannot create teams: ${closed}.`] : []),
        ],
      };
    },

    async list(query, call) {
      const facts = await kimai.facts.get(call);
      const rows = await ifOpen(client.get(z.array(teamRow), ["teams"], [], call?.signal));
      return rows ? pageOf(rows.map(teamRecord), query) : pageOf(own(facts), query, [noView]);
    },

    async get(id, _of, call) {
      const found = await ifOpen(readTeam(kimai, id, call));
      if (found) return teamRecord(found);
      const mine = own(await kimai.facts.get(call)).find((each) => each.id === id);
      if (mine) return { ...mine, missing: "Kimai does not show you its members (right view_team)." };
      throw new ServiceError("forbidden", "Kimai does not show you this team.", {
        next: "Ask the administrator of your Kimai for the right view_team.",
      });
    },

    async create(values, _of, call) {
      const facts = await kimai.facts.get(call);
      const closed = facts.refused["team.create"];
      if (closed) throw new ServiceError("forbidden", `You cannot create teams: ${closed}.`);
      checkDraft(values, teamFields, "create", "team");
      const members = changedMembers(values, []);
      demandLead(members);
      const before = await ifOpen(client.get(z.array(teamRow), ["teams"], [], call?.signal));
      const made = await colors.write(
        values,
        ({ name, color }) => {
          const body = { name, ...(color === undefined ? {} : { color }), members };
          return saveOnce(
            kimai,
            teamFields,
            () => client.write(team, "POST", ["teams"], body, call?.signal),
            async () => {
              const old = new Set(before?.map((each) => each.id) ?? []);
              const now = await client.get(z.array(teamRow), ["teams"]);
              const found = now.find((each) => each.name === name && !old.has(each.id));
              return found ? readTeam(kimai, String(found.id)) : null;
            },
          );
        },
        call,
      );
      kimai.facts.forget();
      return { record: teamRecord(made.value), notes: made.notes };
    },

    async update(id, values, _of, call) {
      checkDraft(values, teamFields, "change", "team");
      const { leads, members, ...plain } = values;
      const body: Record<string, unknown> = {};
      if (leads !== undefined || members !== undefined) {
        const all = changedMembers(values, membersOf(await readTeam(kimai, id, call)));
        demandLead(all);
        body.members = all;
      }
      const saved = await colors.write(plain, (draft) => patchTeam(kimai, id, { ...draft, ...body }, call), call);
      kimai.facts.forget();
      return { record: teamRecord(saved.value), notes: saved.notes };
    },

    async remove(id, _of, call) {
      await asRefused(
        "delete this team",
        client.write(nothing, "DELETE", ["teams", wireId(id, "a team")], undefined, call?.signal),
      );
      kimai.facts.forget();
    },

    async consequences(id, _of, call) {
      const found = await ifOpen(readTeam(kimai, id, call));
      if (!found) return [];
      const grants = [found.customers, found.projects, found.activities].reduce(
        (sum, list) => sum + (list?.length ?? 0),
        0,
      );
      return [
        { what: "memberships", count: found.members?.length ?? 0 },
        { what: "grants", count: grants },
      ].filter(({ count }) => count > 0);
    },
  };
}
