import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import { recordTable, type TypeOfRecord } from "../../../domain/record-table";
import type { RecordField, RecordsPort, ServiceRecord } from "../../../domain/records";
import { holidaysOf } from "../mapping/absence";
import { secondsOfWeek } from "../mapping/person";
import type { GatewayContext } from "./context";
import { notThisWay, weekOf } from "./facts";
import * as wire from "./wire";

const readOnly = (name: string, kind: RecordField["kind"], more: Partial<RecordField> = {}): RecordField => ({
  name,
  kind,
  when: "never",
  ...more,
});
const described = (fields: RecordField[], actions: ("list" | "get")[] = ["list", "get"], notes: string[] = []) => ({
  actions,
  parents: [],
  fields,
  filters: [],
  notes,
});
const page = 50;
const notFound = (what: string) => new ServiceError("not_found", `Calamari does not know this ${what}.`);

const personOf = ({ legacyId, personUuid, name, email, position }: wire.WireColleague): ServiceRecord => ({
  type: "person",
  id: legacyId ?? personUuid,
  name,
  values: { ...(email && { email: email.toLowerCase() }), ...(position && { position }), uuid: personUuid },
});

/** People, teams, public holidays and the working week, to read; nothing of it can be changed this way. */
export function createRecords({ gateway, people, profile }: GatewayContext): RecordsPort {
  const cut = (rows: ServiceRecord[], { limit, offset }: { limit: number; offset: number }) => ({
    records: rows.slice(offset, offset + limit),
    total: rows.length,
    notes: [],
  });
  async function everyPage<T>(
    schema: Parameters<typeof gateway.call<{ rows: T[]; nextOffset: number | null }>>[0],
    tool: "listTeams" | "getTeamMembers",
    args: object,
    call?: Call,
  ) {
    const all: T[] = [];
    for (let offset = 0; ; ) {
      const { rows, nextOffset } = await gateway.call(schema, tool, { ...args, limit: page, offset }, call);
      all.push(...rows);
      const next = nextOffset ?? offset + rows.length;
      if (rows.length === 0 || next <= offset || (rows.length < page && nextOffset === null)) return all;
      offset = next;
    }
  }
  const teams = async (call?: Call) =>
    (await everyPage(wire.teams, "listTeams", {}, call)).map(
      ({ id, name }): ServiceRecord => ({ type: "team", id, name, values: {} }),
    );

  const person: TypeOfRecord = {
    describe: async () =>
      described([readOnly("email", "text"), readOnly("position", "text"), readOnly("uuid", "text")]),
    list: async (query, call) => cut((await people.find(query.text, call)).map(personOf), query),
    get: async (id, _of, call) => personOf(await people.byId(id, call)),
  };
  const team: TypeOfRecord = {
    describe: async () =>
      described(
        [readOnly("members", "list", { of: "person", item: "ref" })],
        ["list", "get"],
        ["Members are told for one team at a time."],
      ),
    async list(query, call) {
      const wanted = query.text?.toLowerCase() ?? "";
      return cut(
        (await teams(call)).filter(({ name }) => name.toLowerCase().includes(wanted)),
        query,
      );
    },
    async get(id, _of, call) {
      const found = (await teams(call)).find((one) => one.id === id);
      if (!found) throw notFound("team");
      if (!people.allowed())
        return { ...found, missing: "Who is in it is told only to whom the person allows to read people." };
      const members = await everyPage(wire.people, "getTeamMembers", { teamId: Number(id) }, call);
      return {
        ...found,
        values: { members: members.map(({ legacyId, personUuid, name }) => ({ id: legacyId ?? personUuid, name })) },
      };
    },
  };
  const holiday: TypeOfRecord = {
    describe: async () =>
      described([readOnly("day", "day"), readOnly("half", "flag")], ["list"], ["Of the account's own person."]),
    async list(query, call) {
      const { first, last = first } = query;
      if (!first || !last) throw new ServiceError("invalid", "Say of which days the public holidays are asked for.");
      const { holidays } = await gateway.call(wire.holidays, "getPublicHolidays", { from: first, to: last }, call);
      const rows = holidays.flatMap(holidaysOf).filter(({ day }) => day >= first && day <= last);
      return cut(
        rows.map(({ day, name, half }) => ({ type: "holiday", id: `${day} ${name}`, name, values: { day, half } })),
        query,
      );
    },
  };
  const week: TypeOfRecord = {
    describe: async () =>
      described([readOnly("week", "list", { item: "duration" })], ["list"], ["Of the account's own person."]),
    async list(query, call) {
      const { plan, facts } = await profile.get(call);
      if (!plan) throw new ServiceError("unsupported", notThisWay("tell the working week"));
      const values = { week: secondsOfWeek(weekOf(plan)), person: facts.person };
      return cut([{ type: "target_hours", id: facts.person.id, name: plan.name ?? facts.person.name, values }], query);
    },
  };
  return recordTable("Calamari", { person, team, holiday, target_hours: week }, async () => {
    throw new ServiceError("unsupported", notThisWay("create records"));
  });
}
