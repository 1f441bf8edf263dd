import { pageOf } from "../../../../domain/drafts";
import { ServiceError } from "../../../../domain/errors";
import type { RecordField, ServiceRecord } from "../../../../domain/records";
import type { Clockodo } from "../../context";
import type { WireTeam } from "../../wire/people";
import { checkDraft, demandBelow, idOf, notThere } from "../shared";
import type { ClockodoRecordType } from "../type";
import type { Groups } from "./people-names";
import type { NameOf } from "./person-shape";
import { demandFree, putTeam, readTeam } from "./team";

const fields: readonly RecordField[] = [
  { name: "person", kind: "ref", of: "person", needed: true, when: "create" },
  { name: "lead", kind: "flag", hint: "A team has one lead at most." },
];

/** Who is in a team. Its id is the person's; Clockodo takes the members only whole (clockodo-api.md §2.8). */
function records(row: WireTeam, nameOf: NameOf): ServiceRecord[] {
  const parent = { type: "team" as const, id: String(row.id), name: row.name };
  return (row.user_ids ?? []).map((id) => {
    const person = { id: String(id), name: nameOf("person", id) };
    return { type: "membership", ...person, parent, values: { person, lead: row.leader === id } };
  });
}

export function membershipType(clockodo: Clockodo, groups: Groups): ClockodoRecordType {
  const below = (of: Parameters<typeof demandBelow>[0]) => demandBelow(of, ["team"], "Members").id;
  const changed = () => {
    groups.forget();
    clockodo.facts.forget();
  };
  async function recordIn(row: WireTeam, id: string, nameOf?: NameOf): Promise<ServiceRecord> {
    const names = nameOf ?? (await groups.names().catch((): NameOf => (_type, one) => `#${one}`));
    const found = records(row, names).find((each) => each.id === id);
    if (found) return found;
    throw notThere("member of this team", id);
  }
  /** Who leads: only what was said changes. */
  const lead = (value: unknown, id: number, now: WireTeam) =>
    value === true ? { leader: id } : value === false && now.leader === id ? { leader: null } : {};

  return {
    async describe(call) {
      const { refused } = await clockodo.facts.get({ signal: call?.signal });
      const why = refused["team.update"];
      return {
        actions: why === undefined ? ["list", "get", "create", "update", "delete"] : ["list", "get"],
        parents: ["team"],
        fields,
        filters: [],
        notes: ["A person is in one team at most.", ...(why === undefined ? [] : [why])],
      };
    },

    async list(query, call) {
      const [row, nameOf] = await Promise.all([readTeam(clockodo, below(query.of), call), groups.names(call)]);
      return pageOf(records(row, nameOf), query);
    },

    async get(id, of, call) {
      const [row, nameOf] = await Promise.all([readTeam(clockodo, below(of), call), groups.names(call)]);
      return recordIn(row, id, nameOf);
    },

    async create(values, of, call) {
      const place = below(of);
      checkDraft(values, fields, "create", "member");
      const id = idOf(values.person, "a person");
      const now = await readTeam(clockodo, place, call);
      const held = now.user_ids ?? [];
      if (held.includes(id))
        throw new ServiceError("conflict", "This person is in the team already.", {
          next: "Change whether they lead it with an update.",
        });
      await demandFree(groups, [id], now.id, call);
      const saved = await putTeam(clockodo, place, { user_ids: [...held, id], ...lead(values.lead, id, now) }, call);
      changed();
      return { record: await recordIn(saved.value, String(id)), notes: saved.notes };
    },

    async update(id, values, of, call) {
      const place = below(of);
      checkDraft(values, fields, "change", "member");
      const now = await readTeam(clockodo, place, call);
      await recordIn(now, id);
      const body = lead(values.lead, Number(id), now);
      if (Object.keys(body).length === 0) return { record: await recordIn(now, id), notes: [] };
      const saved = await putTeam(clockodo, place, body, call);
      changed();
      return { record: await recordIn(saved.value, id), notes: saved.notes };
    },

    async remove(id, of, call) {
      const place = below(of);
      const now = await readTeam(clockodo, place, call);
      await recordIn(now, id);
      const rest = (now.user_ids ?? []).filter((each) => String(each) !== id);
      await putTeam(clockodo, place, { user_ids: rest, ...lead(false, Number(id), now) }, call);
      changed();
    },
  };
}
