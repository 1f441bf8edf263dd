import type { z } from "zod";
import * as wire from "./wire";

interface Tool<T> {
  /** What it answers (calamari-api.md §3.3, §3.4). */
  answer: z.ZodType<T>;
  /** It can change something. */
  writes: boolean;
}
const read = <T>(answer: z.ZodType<T>): Tool<T> => ({ answer, writes: false });
const write = <T>(answer: z.ZodType<T>): Tool<T> => ({ answer, writes: true });

/** The tools of Calamari's own MCP server that Punchcard uses (calamari-api.md §3.3). */
export const tools = {
  clockIn: write(wire.anything),
  clockOut: write(wire.anything),
  checkTimesheetOverlap: read(wire.overlaps),
  createTimesheetEntries: write(wire.created),
  getAbsenceTypes: read(wire.absenceTypes),
  getPartDayPossibility: read(wire.partDays),
  checkAbsenceRequestRestrictions: read(wire.restrictions),
  createAbsenceRequest: write(wire.requested),
  getAbsenceAllowances: read(wire.allowances),
  getAbsenceAllowancesForEmployee: read(wire.allowances),
  search: read(wire.calendarPage),
  getPublicHolidays: read(wire.holidays),
  getWorkPlan: read(wire.workPlan),
  getMyProfile: read(wire.profile),
  listTeams: read(wire.teams),
  getTeamMembers: read(wire.people),
  searchPeople: read(wire.people),
} as const;
export type GatewayTool = keyof typeof tools;
export type Answer<T extends GatewayTool> = z.output<(typeof tools)[T]["answer"]>;

/** Whether the body of a request calls a tool that can change something. Its annotations say so of every tool (§3.3). */
export function isWrite(body: unknown): boolean {
  if (typeof body !== "string") return false;
  const { method, params } = JSON.parse(body) as { method?: string; params?: { name?: string } };
  return method === "tools/call" && (tools[params?.name as GatewayTool]?.writes ?? true);
}
