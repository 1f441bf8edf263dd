/** The tools of Calamari's own MCP server that Punchcard uses (calamari-api.md §3.3), and whether they can change something. */
const tools = {
  clockIn: true,
  clockOut: true,
  checkTimesheetOverlap: false,
  createTimesheetEntries: true,
  getAbsenceTypes: false,
  getPartDayPossibility: false,
  checkAbsenceRequestRestrictions: false,
  createAbsenceRequest: true,
  getAbsenceAllowances: false,
  getAbsenceAllowancesForEmployee: false,
  search: false,
  getPublicHolidays: false,
  getWorkPlan: false,
  getMyProfile: false,
  listTeams: false,
  getTeamMembers: false,
  searchPeople: false,
} as const;
export type GatewayTool = keyof typeof tools;

export const writes = (tool: GatewayTool): boolean => tools[tool];

/** Whether the body of a request calls a tool that can change something. Its annotations say so of every tool (§3.3). */
export function isWrite(body: unknown): boolean {
  if (typeof body !== "string") return false;
  const { method, params } = JSON.parse(body) as { method?: string; params?: { name?: string } };
  return method === "tools/call" && (tools[params?.name as GatewayTool] ?? true);
}
