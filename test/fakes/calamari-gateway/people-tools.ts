import type { FakeEmployee } from "../calamari/model";
import { type Called, Refused } from "./model";
import type { GatewayToolName } from "./shapes";

const days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
const nameOf = ({ firstName, lastName }: FakeEmployee) => `${firstName} ${lastName}`;

function paged<T>(called: Called, rows: T[], name: string, limit: number) {
  const { args } = called;
  const offset = Number(args.offset ?? 0);
  const size = Math.min(Number(args.limit ?? limit), 50);
  const page = rows.slice(offset, offset + size);
  const next = offset + page.length;
  return { [name]: page, totalCount: rows.length, nextOffset: next < rows.length ? next : null };
}

const person = (called: Called, each: FakeEmployee) => ({
  personUuid: each.uuid,
  legacyId: each.id,
  name: nameOf(each),
  email: each.email,
  position: called.state.positions.find(({ id }) => id === each.position)?.name ?? null,
});

export const peopleTools: Partial<Record<GatewayToolName, (called: Called) => unknown>> = {
  getPublicHolidays({ state, me, args }) {
    const { from, to } = args as { from: string; to: string };
    const own = state.holidays.filter(
      ({ calendar, start, end }) => calendar === me.holidaysCalendar && start <= to && end >= from,
    );
    return {
      ...{ from, to },
      holidays: own.map(({ name, start, end, halfdayPeriod }) => ({
        name,
        start,
        end,
        halfDay: halfdayPeriod !== null,
        halfdayPeriod,
      })),
    };
  },
  getWorkPlan({ state, me }) {
    const week = state.weeks.find(({ id }) => id === me.workingWeek);
    return {
      id: week?.id,
      name: week?.name,
      days: days.map((dayOfWeek, index) => {
        const day = week?.days[index] ?? null;
        return {
          ...{ dayOfWeek, workingDay: day !== null },
          startTime: day?.start?.slice(0, 5) ?? null,
          finishTime: day?.finish?.slice(0, 5) ?? null,
          durationSeconds: day?.seconds ?? 0,
        };
      }),
    };
  },
  getMyProfile({ state, me }) {
    const manager = state.employees.find(({ id }) => id === me.directManager);
    return {
      personUuid: me.uuid,
      legacyId: me.id,
      name: nameOf(me),
      email: me.email,
      timeZone: me.timezone,
      directManager: manager ? { name: nameOf(manager), email: manager.email } : null,
      teams: state.teams.filter(({ id }) => me.teams.includes(id)).map(({ id, name }) => ({ id, name })),
      roles: me.admin ? ["ADMIN"] : ["EMPLOYEE"],
    };
  },
  listTeams: (called) =>
    paged(
      called,
      called.state.teams.map(({ id, name }) => ({
        id,
        name: called.me.teams.includes(id) ? `${name} [member]` : name,
      })),
      "teams",
      50,
    ),
  getTeamMembers(called) {
    if (!called.state.teams.some(({ id }) => id === called.args.teamId)) throw new Refused("Team not found.");
    const members = called.state.employees.filter(
      ({ teams, archived }) => !archived && teams.includes(Number(called.args.teamId)),
    );
    return paged(
      called,
      members.map((each) => person(called, each)),
      "members",
      50,
    );
  },
  searchPeople(called) {
    const { query = "", teamIds } = called.args as { query?: string; teamIds?: number[] };
    const found = called.state.employees.filter(
      (each) =>
        !each.archived &&
        `${nameOf(each)} ${each.email}`.toLowerCase().includes(query.toLowerCase()) &&
        (!teamIds || teamIds.some((id) => each.teams.includes(id))),
    );
    return paged(
      called,
      found.map((each) => person(called, each)),
      "people",
      20,
    );
  },
};
