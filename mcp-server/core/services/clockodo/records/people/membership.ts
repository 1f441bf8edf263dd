import type { Call } from "../../../../domain/call";
import { pageOf } from "../../../../domain/drafts";
import { ServiceError } from "../../../../domain/errors";
import type { Below } from "../../../../domain/record-table";
import type { RecordField, ServiceRecord } from "../../../../domain/records";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import type { WireTeam } from "../../wire/people";
import { type NameOf, unnamed } from "../fields";
import { namesOf } from "../names";
import { type ClockodoRecordType, described, recordType } from "../record-type";
import { checkDraft, demandBelow, idOf, notThere } from "../shared";
import { demandFree, peopleChanged, teamRow } from "./team";

const fields: readonly RecordField[] = [
  { name: "person", kind: "ref", of: "person", needed: true, when: "create" },
  { name: "lead", kind: "flag", hint: "A team has one lead at most." },
];

function records(row: WireTeam, nameOf: NameOf): ServiceRecord[] {
  const parent = { type: "team" as const, id: String(row.id), name: row.name };
  return (row.user_ids ?? []).map((id) => {
    const person = { id: String(id), name: nameOf("person", id) };
    return { type: "membership", ...person, parent, values: { person, lead: row.leader === id } };
  });
}

/** Who leads: only what was said changes. */
const lead = (value: unknown, id: number, now: WireTeam) =>
  value === true ? { leader: id } : value === false && now.leader === id ? { leader: null } : {};

/** Who is in a team. Its id is the person's; Clockodo takes the members only whole (clockodo-api.md §2.8). */
export function membershipType(clockodo: Clockodo): ClockodoRecordType {
  const teams = recordType(clockodo, teamRow(clockodo));
  const below = (of: Below) => demandBelow(of, ["team"], "Members").id;

  const names = (call?: Call) => namesOf(clockodo, ["person"], call);
  function recordIn(row: WireTeam, id: string, nameOf: NameOf): ServiceRecord {
    const found = records(row, nameOf).find((each) => each.id === id);
    if (found) return found;
    throw notThere("member of this team", id);
  }
  /** Sends the members or who leads them. @returns the team as it is then */
  async function put(id: string, body: Partial<WireTeam>, call?: Call) {
    const saved = await teams.put(id, pathOf("teams", wireId(id, "a team")), body, call);
    peopleChanged(clockodo)();
    return saved;
  }
  /** What was written took effect, whatever comes of its names. */
  const written = async (row: WireTeam, id: string) => recordIn(row, id, await names().catch(() => unnamed));

  return {
    describe: (call) =>
      described(
        clockodo,
        { kind: "team", parents: ["team"], fields, filters: [], notes: ["A person is in one team at most."] },
        call,
      ),

    async list(query, call) {
      const row = await teams.read(below(query.of), call);
      return pageOf(records(row, await names(call)), query);
    },

    get: async (id, of, call) => recordIn(await teams.read(below(of), call), id, await names(call)),

    async create(values, of, call) {
      const place = below(of);
      checkDraft(values, fields, "create", "member");
      const id = idOf(values.person, "a person");
      const now = await teams.read(place, call);
      const held = now.user_ids ?? [];
      if (held.includes(id))
        throw new ServiceError("conflict", "This person is in the team already.", {
          next: "Change whether they lead it with an update.",
        });
      await demandFree(clockodo, [id], now.id, call);
      const { value, notes } = await put(place, { user_ids: [...held, id], ...lead(values.lead, id, now) }, call);
      return { record: await written(value, String(id)), notes };
    },

    async update(id, values, of, call) {
      const place = below(of);
      checkDraft(values, fields, "change", "member");
      const now = await teams.read(place, call);
      const record = recordIn(now, id, await names(call));
      const body = lead(values.lead, Number(id), now);
      if (Object.keys(body).length === 0) return { record, notes: [] };
      const { value, notes } = await put(place, body, call);
      return { record: await written(value, id), notes };
    },

    async remove(id, of, call) {
      const place = below(of);
      const now = await teams.read(place, call);
      recordIn(now, id, unnamed);
      const rest = (now.user_ids ?? []).filter((each) => String(each) !== id);
      await put(place, { user_ids: rest, ...lead(false, Number(id), now) }, call);
    },
  };
}
