const text = { type: "string" };
const integer = { type: "integer", format: "int32" };
const object = (properties: Record<string, unknown> = {}, required: string[] = []) => ({
  type: "object",
  properties,
  required,
});

const entries = object(
  {
    entries: {
      type: "array",
      items: object({ date: text, fromTime: text, toTime: text, description: text }, ["date", "fromTime", "toTime"]),
    },
    skipNotEligibleDays: { type: "boolean", default: true },
  },
  ["entries"],
);
const days = { absenceTypeId: integer, startDate: text, endDate: text };
const parts = { fromPart: text, toPart: text };
const needed = ["absenceTypeId", "startDate", "endDate"];
const page = { limit: integer, offset: integer };
const range = { from: text, to: text };

/** The 17 tools with their input (calamari-api.md §3.3). */
export const inputs = {
  clockIn: object(),
  clockOut: object(),
  checkTimesheetOverlap: entries,
  createTimesheetEntries: entries,
  getAbsenceTypes: object(),
  getPartDayPossibility: object({ ...days, ...parts }, needed),
  checkAbsenceRequestRestrictions: object({ ...days, ...parts, substituteEmployeeId: integer }, needed),
  createAbsenceRequest: object(
    { ...days, ...parts, substituteEmployeeId: integer, reason: text, comment: text },
    needed,
  ),
  getAbsenceAllowances: object(),
  getAbsenceAllowancesForEmployee: object({ employeeId: integer }, ["employeeId"]),
  search: object(
    { ...range, peopleUuids: { type: "array", items: text }, teamIds: { type: "array", items: integer }, cursor: text },
    ["from", "to"],
  ),
  getPublicHolidays: object(range, ["from", "to"]),
  getWorkPlan: object(),
  getMyProfile: object(),
  listTeams: object(page),
  getTeamMembers: object({ teamId: integer, ...page }, ["teamId"]),
  searchPeople: object({ query: text, teamIds: { type: "array", items: integer }, ...page }),
} as const;
export type GatewayToolName = keyof typeof inputs;

const moduleOf: Partial<Record<GatewayToolName, "time" | "leave">> = {
  clockIn: "time",
  clockOut: "time",
  checkTimesheetOverlap: "time",
  createTimesheetEntries: "time",
  getAbsenceTypes: "leave",
  getPartDayPossibility: "leave",
  checkAbsenceRequestRestrictions: "leave",
  createAbsenceRequest: "leave",
  getAbsenceAllowances: "leave",
  getAbsenceAllowancesForEmployee: "leave",
  search: "leave",
};

/** As the dump of a real one has them: the defaults of the protocol on every tool, reads included. */
const annotations = {
  title: "",
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};

/** What a company with these modules is shown. */
export const listed = (modules: readonly string[], without: readonly string[]) =>
  (Object.keys(inputs) as GatewayToolName[])
    .filter((name) => !without.includes(name) && modules.includes(moduleOf[name] ?? modules[0] ?? ""))
    .map((name) => ({ name, description: `${name} of Calamari`, inputSchema: inputs[name], annotations }));

/** Members that a schema does not have, or that are missing: a real server refuses both in its own way. */
export function wrongArguments(name: GatewayToolName, args: Record<string, unknown>): string | null {
  const { properties, required } = inputs[name] as {
    properties: Record<string, { type?: string }>;
    required: string[];
  };
  const missing = required.find((member) => args[member] === undefined);
  if (missing) return `${missing} is required`;
  const unknown = Object.keys(args).find((member) => !(member in properties));
  if (unknown) return `${unknown} is not known`;
  const wrongNumber = Object.entries(args).find(
    ([member, value]) => properties[member]?.type === "integer" && !Number.isInteger(value),
  );
  return wrongNumber ? `${wrongNumber[0]} must be a number` : null;
}
