/**
 * What `kimai-mcp` 2.17 offers (kimai-api.md §1), item by item: each action of its twelve tools, and each filter and value
 * that it takes. Every one needs a row (rows/*.ts) whose Punchcard call does the same against the fake Kimai.
 */
const each = (action: string, details: string) => [
  action,
  ...details
    .split(" ")
    .filter(Boolean)
    .map((one) => `${action}: ${one}`),
];

const entity = [
  ...each("project list", "visible term customer order_by order"),
  "project get",
  ...each(
    "project create",
    "name customer number comment invoiceText orderNumber orderDate start end color globalActivities visible billable metaFields",
  ),
  ...["project update", "project delete", "project batch_delete"],
  ...each("activity list", "visible term project globals order_by order"),
  "activity get",
  "activity create",
  ...["activity update", "activity delete", "activity batch_delete"],
  ...each("customer list", "visible term full order_by order"),
  "customer get",
  ...each(
    "customer create",
    "name number comment visible billable company vatId contact address country currency phone fax mobile email homepage timezone language invoiceEmail invoiceText metaFields",
  ),
  ...["customer update", "customer delete", "customer batch_delete"],
  ...each("user list", "visible term"),
  "user get",
  ...each(
    "user create",
    "username email language locale timezone plainPassword alias title accountNumber color supervisor roles enabled systemAccount requiresPasswordReset",
  ),
  ...["user update", "user delete"],
  ...each("user lock_month", "id ids user_scope=all month"),
  ...each("user unlock_month", "id ids user_scope=all month"),
  ...each(
    "user set_preferences",
    "holidays hours_per_week work_contract_type work_monday public_holiday_group work_start_day work_last_day hourly_rate internal_rate",
  ),
  ...["team list", "team get", "team create", "team update", "team delete", "team batch_delete"],
  ...each("tag list", "term"),
  ...["tag create", "tag delete", "tag batch_delete"],
  ...each("invoice list", "begin end customers status page size"),
  "invoice get",
  ...each("holiday list", "begin end"),
  ...["holiday delete", "holiday batch_delete"],
];

const timesheet = [
  ...each(
    "list",
    "user_scope=self user_scope=all user_scope=specific user project activity customer begin end exported active billable page size term include_user_list calculate_stats stats_format breakdown_by_year show_users",
  ),
  "get",
  ...each("create", "project activity begin end description tags user billable fixedRate hourlyRate break"),
  ...["update", "delete", "duplicate", "export_toggle", "meta_update", "user_guide", "batch_delete", "batch_export"],
];

const timer = [
  ...each("start", "project activity description tags"),
  "stop",
  "restart",
  "active",
  ...each("recent", "size begin"),
];

const absence = [
  ...each("list", "user_scope=self user_scope=all user_scope=specific user begin end status"),
  ...each("statistics", "group_by breakdown_by_month"),
  ...each("types", "language"),
  ...each("create", "comment date end type user halfDay duration split"),
  ...["delete", "approve", "reject", "request"],
  ...each("attendance", "date"),
  ...["batch_delete", "batch_approve", "batch_reject"],
];

export const peerItems: Record<string, readonly string[]> = {
  entity,
  timesheet,
  timer,
  rate: ["customer", "project", "activity"].flatMap((of) => [
    `${of} list`,
    ...each(`${of} add`, of === "customer" ? "user rate internal_rate is_fixed" : ""),
    `${of} delete`,
  ]),
  team_access: [
    "add_member",
    "remove_member",
    ...["customer", "project", "activity"].flatMap((target) => [`grant ${target}`, `revoke ${target}`]),
  ],
  absence,
  calendar: [...each("absences", "user begin end"), ...each("holidays", "begin end")],
  meta: ["customer", "project", "activity", "timesheet", "invoice"].map((of) => `update ${of}`),
  user_current: ["show"],
  analyze_project_team: each(
    "analyze",
    "project_name begin end user_scope=self user_scope=all user_scope=specific user_scope=team include_details",
  ),
  config: ["timesheet", "colors", "plugins", "version", "all"],
  comment: ["project", "customer"].flatMap((of) => [
    `${of} list`,
    ...each(`${of} create`, "message pinned"),
    `${of} delete`,
    `${of} pin`,
  ]),
};

/** Titles of the example calls in the README of kimai-mcp 2.17. */
export const readmeExamples = [
  "List Timesheets",
  "Create a Timesheet Entry",
  "Start a Timer",
  "Stop a Timer",
  "List Projects",
  "Get Project Details",
  "List Activities",
  "List Users",
  "Create a Team",
  "Add Team Member",
  "Create an Absence",
  "List Absences",
  "Check Attendance (Who is Present Today)",
  "Batch Delete Absences",
  "Batch Approve Absences",
  "Batch Delete Timesheets",
  "Batch Export Timesheets",
  "Batch Delete Entities",
  "List Customer Rates",
  "List Project Comments",
  "Add a Pinned Customer Comment",
  "Get Current User",
  "Year-Boundary Splitting",
  "30-Day Limit Splitting",
] as const;

/** Parameters and routes of Kimai that `kimai-mcp` leaves out (kimai-api.md §3.10, §6) and we do not. */
export const beyondItems = [
  "favourites: list, add, remove",
  "recent work by its own route",
  "restart with copy",
  "restart with another begin",
  "timesheets: users[]",
  "timesheets: tags[]",
  "timesheets: modified_after",
  "timesheets: full (names without ids)",
  "timesheets: orderBy, order",
  "projects: ignoreDates",
  "project duplicate",
  "invoice download",
  "invoice custom fields",
  "team: partial update",
  "own token revocation",
  "actions",
  "expenses: list, create, change, delete",
  "tasks: list, create, change, delete",
  "permission discovery",
  "reports: budget used and left",
  "reports: gaps, overlaps, missing days",
  "reports: overtime against the contract",
  "export as CSV",
  "export as iCalendar",
] as const;
