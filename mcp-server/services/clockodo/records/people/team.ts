import type { Call } from "../../../../domain/call";
import { pageOf } from "../../../../domain/drafts";
import { ServiceError } from "../../../../domain/errors";
import { quote } from "../../../../domain/quote";
import type { RecordDraft, RecordField, RecordValue, ServiceRecord } from "../../../../domain/records";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { team, type WireTeam } from "../../wire/people";
import {
  checkDraft,
  holds,
  idOf,
  idsOf,
  nothing,
  one,
  plainFields,
  saveOnce,
  type WireField,
  wireBody,
} from "../shared";
import type { ClockodoRecordType } from "../type";
import type { Groups } from "./people-names";
import type { NameOf } from "./person-shape";

const fields: readonly WireField[] = [
  { name: "name", wire: "name", kind: "text", needed: true, maxLength: 100 },
  { name: "lead", wire: "leader", kind: "ref", of: "person" },
  { name: "members", wire: "user_ids", kind: "list", item: "ref", of: "person", hint: "All of them." },
];
const filters: readonly RecordField[] = [];

const anyName: NameOf = (_type, id) => `#${id}`;

function teamRecord(row: WireTeam, nameOf: NameOf): ServiceRecord {
  const ref = (id: number) => ({ id: String(id), name: nameOf("person", id) });
  const values: Record<string, RecordValue> = {};
  if (row.leader != null) values.lead = ref(row.leader);
  if (row.user_ids?.length) values.members = row.user_ids.map(ref);
  return { type: "team", id: String(row.id), name: row.name, values };
}

/** A team by its id; everybody may look at those that they see. */
export const readTeam = async ({ client }: Clockodo, id: string, call?: Call): Promise<WireTeam> =>
  (await client.get(one(team), pathOf("teams", wireId(id, "a team")), {}, call)).data;

/**
 * Nobody can be in two teams: Clockodo refuses it with ids (UserHasAnotherTeam), here it is said with names, before
 * anything is sent.
 * @throws ServiceError `conflict`
 */
export async function demandFree(groups: Groups, members: readonly number[], own: number | null, call?: Call) {
  const others = (await groups.teams.get({ fresh: true, signal: call?.signal })).filter(({ id }) => id !== own);
  const taken = members.flatMap((id) => others.find((each) => each.user_ids?.includes(id)) ?? []);
  const [first] = taken;
  if (!first) return;
  const id = members.find((one) => first.user_ids?.includes(one)) ?? 0;
  const name = (await groups.names(call))("person", id);
  throw new ServiceError(
    "conflict",
    `${quote(name, 80)} is in the team ${quote(first.name, 80)}; in Clockodo a person is in one team only.`,
    {
      next: `Take them out of ${quote(first.name, 80)} first (delete_record membership), or set team of the person.`,
    },
  );
}

/** Sends a change of a team, and looks for it where the answer is lost. */
export function putTeam(clockodo: Clockodo, id: string, body: Record<string, unknown>, call?: Call) {
  const path = pathOf("teams", wireId(id, "a team"));
  return saveOnce(
    clockodo,
    async () => (await clockodo.client.write(one(team), "PUT", path, { body }, call)).data,
    async () => {
      const now = await readTeam(clockodo, id);
      return holds(now, body) ? now : null;
    },
  );
}

export function teamType(clockodo: Clockodo, groups: Groups): ClockodoRecordType {
  const { client } = clockodo;
  const record = async (row: WireTeam, call?: Call) => teamRecord(row, await groups.names(call).catch(() => anyName));
  const changed = () => {
    groups.forget();
    clockodo.facts.forget();
  };
  const membersOf = (values: RecordDraft) => [
    ...idsOf(values.members, "a person"),
    ...(values.lead == null ? [] : [idOf(values.lead, "a person")]),
  ];

  return {
    async describe(call) {
      const { refused } = await clockodo.facts.get({ signal: call?.signal });
      const open = (["create", "update", "delete"] as const).filter((action) => !(`team.${action}` in refused));
      return {
        actions: ["list", "get", ...open],
        parents: [],
        fields: plainFields(fields),
        filters,
        notes: [
          "A person is in one team at most. Single members come and go as membership.",
          ...[...new Set(["create", "update"].flatMap((action) => refused[`team.${action}`] ?? []))],
        ],
      };
    },

    async list(query, call) {
      const [all, nameOf] = await Promise.all([groups.teams.get({ signal: call?.signal }), groups.names(call)]);
      return pageOf(
        all.map((row) => teamRecord(row, nameOf)),
        query,
      );
    },

    get: async (id, _of, call) => record(await readTeam(clockodo, id, call), call),

    async create(values, _of, call) {
      checkDraft(values, fields, "create", "team");
      await demandFree(groups, membersOf(values), null, call);
      const old = new Set((await groups.teams.get({ signal: call?.signal })).map(({ id }) => id));
      const { value, notes } = await saveOnce(
        clockodo,
        async () =>
          (await client.write(one(team), "POST", pathOf("teams"), { body: wireBody(values, fields) }, call)).data,
        async () =>
          (await groups.teams.get({ fresh: true })).find((each) => each.name === values.name && !old.has(each.id)) ??
          null,
      );
      changed();
      return { record: await record(value), notes };
    },

    async update(id, values, _of, call) {
      checkDraft(values, fields, "change", "team");
      if (values.members !== undefined) await demandFree(groups, membersOf(values), Number(id), call);
      const { value, notes } = await putTeam(clockodo, id, wireBody(values, fields), call);
      changed();
      return { record: await record(value), notes };
    },

    async remove(id, _of, call) {
      const number = wireId(id, "a team");
      await saveOnce(
        clockodo,
        async () => {
          await client.write(nothing, "DELETE", pathOf("teams", number), {}, call);
          return true;
        },
        async () => ((await groups.teams.get({ fresh: true })).some((each) => each.id === number) ? null : true),
      );
      changed();
    },

    async consequences(id, _of, call) {
      const count = (await readTeam(clockodo, id, call)).user_ids?.length ?? 0;
      return count === 0 ? [] : [{ what: count === 1 ? "membership" : "memberships", count }];
    },
  };
}
