import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import { recordTable } from "../../../domain/record-table";
import type { RecordsPort, ServiceRecord } from "../../../domain/records";
import { holidaysOf } from "../mapping/absence";
import { refOf, secondsOfWeek } from "../mapping/person";
import { listType, shown } from "../records/list-type";
import type { GatewayContext } from "./context";
import { notThisWay, weekOf } from "./facts";
import { colleagueRef, everyPage } from "./people";
import type { WireColleague } from "./wire";

const personOf = (one: WireColleague): ServiceRecord => {
  const { email, position, personUuid: uuid } = one;
  return {
    type: "person",
    ...colleagueRef(one),
    values: { ...(email && { email: email.toLowerCase() }), ...(position && { position }), uuid },
  };
};

/** People, teams, public holidays and the working week, to read; nothing of it can be changed this way. */
export function createRecords({ gateway, people, profile }: GatewayContext): RecordsPort {
  const teams = async (call?: Call): Promise<ServiceRecord[]> =>
    (await everyPage(gateway, "listTeams", {}, call)).map((row) => ({ type: "team", ...refOf(row), values: {} }));

  const person = listType({
    fields: [shown("email", "text"), shown("position", "text"), shown("uuid", "text")],
    searches: true,
    rows: async ({ text }, call) => (await people.find(text, call)).map(personOf),
    one: async (id, _of, call) => personOf(await people.byId(id, call)),
  });
  const team = listType({
    fields: [shown("members", "list", { of: "person", item: "ref" })],
    notes: ["Members are told for one team at a time."],
    rows: (_query, call) => teams(call),
    async one(id, _of, call) {
      const found = (await teams(call)).find((one) => one.id === id);
      if (!found) throw new ServiceError("not_found", "Calamari does not know this team.");
      if (!people.allowed())
        return { ...found, missing: "Who is in it is told only to whom the person allows to read people." };
      const members = await everyPage(gateway, "getTeamMembers", { teamId: Number(id) }, call);
      return { ...found, values: { members: members.map(colleagueRef) } };
    },
  });
  const holiday = listType({
    fields: [shown("day", "day"), shown("half", "flag")],
    notes: ["Of the account's own person."],
    async rows({ first, last = first }, call) {
      if (!first || !last) throw new ServiceError("invalid", "Say of which days the public holidays are asked for.");
      const { holidays } = await gateway.call("getPublicHolidays", { from: first, to: last }, call);
      return holidays
        .flatMap(holidaysOf)
        .filter(({ day }) => day >= first && day <= last)
        .map(({ day, name, half }) => ({ type: "holiday", id: `${day} ${name}`, name, values: { day, half } }));
    },
  });
  const week = listType({
    fields: [shown("week", "list", { item: "duration" })],
    notes: ["Of the account's own person."],
    async rows(_query, call) {
      const { plan, facts } = await profile.get(call);
      if (!plan) throw new ServiceError("unsupported", notThisWay("tell the working week"));
      const { id, name } = facts.person;
      const values = { week: secondsOfWeek(weekOf(plan)), person: facts.person };
      return [{ type: "target_hours", id, name: plan.name ?? name, values }];
    },
  });
  const types = () => ({ person, team, holiday, target_hours: week });
  return recordTable("Calamari", types, async () => {
    throw new ServiceError("unsupported", notThisWay("create records"));
  });
}
