import type { AccountFacts } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { secondsOfWeek } from "../mapping/person";
import type { WireWorkingWeek } from "../wire/person";
import type { Profile } from "./context";
import type { Gateway } from "./session";
import type { GatewayTool } from "./tools";
import type { WireWorkPlan } from "./wire";

/** What Calamari's MCP server has no tool for (calamari-api.md §3.4), in words for whoever asks for it. */
export const notThisWay = (what: string) =>
  `Calamari's own MCP server cannot ${what}. Connected with an API key, Punchcard can.`;

const cellsOf = (kind: string, ...actions: string[]) => actions.map((action) => `${kind}.${action}`);
const every = ["read", "create", "update", "delete"];

/** Why this way never offers a permission cell (or tool, where a cell is not fine enough). */
const never: readonly (readonly [why: string, cells: readonly string[]])[] = [
  [notThisWay("tell whether you are working, nor how long"), ["timer.read"]],
  [notThisWay("begin or end a break"), ["take_break"]],
  [notThisWay("read the time sheet"), ["time.read", "others_time.read"]],
  [notThisWay("change or delete entries of the time sheet"), cellsOf("time", "update", "delete")],
  [notThisWay("write the time of others"), cellsOf("others_time", "create", "update", "delete")],
  [notThisWay("book on projects"), cellsOf("project", ...every)],
  [notThisWay("ask for the leave of others"), ["others_absence.create"]],
  [
    "Comments are written with the request. Cancelling, approving and rejecting are done in Calamari itself.",
    [...cellsOf("absence", "update", "delete", "decide"), ...cellsOf("others_absence", "update", "delete")],
  ],
  [
    notThisWay("change people, teams or balances"),
    [
      ...cellsOf("person", "create", "update", "delete"),
      ...cellsOf("team", "create", "delete"),
      ...cellsOf("leave_account", "read", "create"),
    ],
  ],
];

/** What a company lacks whose server does not offer one of these tools, by the cells that need it. */
const modules: readonly (readonly [name: string, tools: readonly GatewayTool[], cells: readonly string[]])[] = [
  // Without that look a stamp could leave an entry of some seconds behind (timer.ts).
  ["Time & Attendance", ["clockIn", "clockOut", "checkTimesheetOverlap"], ["timer.create", "timer.update"]],
  ["Time & Attendance", ["createTimesheetEntries", "checkTimesheetOverlap"], ["time.create"]],
  ["Time Off", ["search"], ["absence.read", "others_absence.read"]],
  ["Time Off", ["getAbsenceTypes", "createAbsenceRequest"], ["absence.create"]],
  ["Time Off", ["getAbsenceAllowances"], ["get_leave_balance"]],
  ["its people", ["searchPeople"], ["person.read"]],
  ["its teams", ["listTeams"], ["team.read"]],
  ["public holidays", ["getPublicHolidays"], ["holiday.read"]],
  ["working weeks", ["getWorkPlan"], ["target_hours.read"]],
];

/** By cell, why this way does not offer it, and as sentences what only this company lacks. */
function refusedBy(offered: ReadonlySet<string>): { refused: Record<string, string>; lacking: string[] } {
  const lacking = modules
    .filter(([, tools]) => tools.some((tool) => !offered.has(tool)))
    .map(([name, , cells]) => [`Your company's Calamari does not offer ${name} to programs.`, cells] as const);
  const refused = [...never, ...lacking].flatMap(([why, cells]) => cells.map((cell) => [cell, why]));
  return { refused: Object.fromEntries(refused), lacking: [...new Set(lacking.map(([why]) => why))] };
}

/** The schedule in the shape that REST tells it in, so that both are reckoned in one way. */
export const weekOf = (plan: WireWorkPlan): WireWorkingWeek => ({
  id: 0,
  name: plan.name ?? "",
  workingDays: plan.days.map(({ dayOfWeek, workingDay, startTime, finishTime, durationSeconds }) => ({
    dayName: dayOfWeek.toUpperCase(),
    isWorkingDay: workingDay,
    startTime,
    finishTime,
    duration: durationSeconds,
  })),
});

/** Ids of people are Calamari's numbers: rows of the calendar name people by them, and nothing else (§3.4). */
export async function readProfile(gateway: Gateway): Promise<Profile> {
  const offered = await gateway.tools();
  if (!offered.has("getMyProfile"))
    throw new ServiceError("not_this_product", "This is an MCP server, but not that of Calamari.", {
      next: "Copy the address again from Configuration, Integrations, MCP Server in Calamari.",
    });
  const [me, plan] = await Promise.all([
    gateway.call("getMyProfile"),
    offered.has("getWorkPlan") ? gateway.call("getWorkPlan") : null,
  ]);
  const boss = me.directManager;
  const email = me.email?.toLowerCase();
  const { refused, lacking } = refusedBy(offered);
  const facts: AccountFacts = {
    service: "calamari",
    person: { id: me.legacyId, name: me.name, ...(email && { email }) },
    zone: me.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    weekStartsOn: 1,
    roles: me.roles ?? [],
    teams: me.teams ?? [],
    ...(boss?.name && { supervisor: { id: boss.legacyId ?? boss.email ?? boss.name, name: boss.name } }),
    targetSeconds: plan && secondsOfWeek(weekOf(plan)),
    booking: { levels: [], required: [], freeTimes: true, allowsFuture: true, allowsOverlap: false, runningLimit: 1 },
    fields: ["text", "begin", "end"],
    refused,
    ...(lacking.length > 0 && { notes: lacking }),
    modules: {
      ...(offered.has("clockIn") && { "Time & Attendance": "on" }),
      ...(offered.has("search") && { "Time Off": "on" }),
      "Connected through": "Calamari's own MCP server",
    },
  };
  return { facts, me, plan };
}
