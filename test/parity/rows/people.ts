import { call, items, type Row } from "../row";

const wholeUser = {
  username: "grace",
  email: "grace@example.com",
  language: "en",
  locale: "en",
  timezone: "Europe/London",
  password: "correct horse battery",
  alias: "Grace Hopper",
  title: "Admiral",
  account_number: "A-7",
  color: "Gold",
  supervisor: "Tony Maier",
  roles: ["ROLE_TEAMLEAD"],
  enabled: true,
  system_account: false,
  requires_password_reset: true,
};
const newTeam = (name: string) =>
  call("save_record", {
    type: "team",
    records: [{ values: { name, color: "Blue", leads: ["Tony Maier"], members: ["Nina Nowhere"] } }],
  });
const lock = (who: string) =>
  call("save_record", { type: "month_lock", records: [{ of: who, values: { month: "2026-10" } }] });

/** People, their preferences and months, teams and what they may see, invoices, holidays, oneself. */
export const peopleRows: Row[] = [
  {
    covers: [...items("entity", "user list", "visible term"), "README List Users"],
    call: call("list_records", { type: "person", query: "john", hidden: true }),
    sends: ["GET /users?visible=3"],
    says: [/John Doe/],
  },
  {
    covers: ["entity user get"],
    call: call("list_records", { type: "person", id: "John Doe" }),
    sends: ["GET /users/4"],
    says: [/john_user/],
  },
  {
    covers: items(
      "entity",
      "user create",
      "username email language locale timezone plainPassword alias title accountNumber color supervisor roles enabled systemAccount requiresPasswordReset",
    ),
    call: call("save_record", { type: "person", records: [{ values: wholeUser }] }),
    sends: ["POST /users"],
    says: [/Grace Hopper/],
  },
  {
    covers: ["entity user update"],
    call: call("save_record", { type: "person", records: [{ id: "John Doe", values: { title: "Dr" } }] }),
    sends: ["PATCH /users/4"],
  },
  {
    covers: ["entity user delete"],
    call: call("save_record", { type: "person", records: [{ id: "Nina Nowhere", values: { enabled: false } }] }),
    sends: ["PATCH /users/6"],
  },
  {
    covers: items("entity", "user lock_month", "id month"),
    call: lock("person John Doe"),
    sends: ["DELETE /work-contract/lock/4/2026-10-01"],
  },
  {
    covers: ["entity user lock_month: ids"],
    call: call("save_record", {
      type: "month_lock",
      records: ["John Doe", "Paula Puck"].map((name) => ({ of: `person ${name}`, values: { month: "2026-10" } })),
    }),
    sends: ["DELETE /work-contract/lock/4/2026-10-01", "DELETE /work-contract/lock/5/2026-10-01"],
  },
  {
    covers: ["entity user lock_month: user_scope=all"],
    call: lock("person everyone"),
    sends: [1, 2, 3, 4, 5, 6].map((id) => `DELETE /work-contract/lock/${id}/2026-10-01`),
  },
  {
    covers: items("entity", "user unlock_month", "id month"),
    call: call("delete_record", { type: "month_lock", ids: ["2026-10"], of: "person John Doe" }),
    sends: ["DELETE /work-contract/unlock/4/2026-10-01"],
  },
  {
    covers: ["entity user unlock_month: ids", "entity user unlock_month: user_scope=all"],
    call: call("delete_record", { type: "month_lock", ids: ["2026-10"], of: "person everyone" }),
    sends: [1, 2, 3, 4, 5, 6].map((id) => `DELETE /work-contract/unlock/${id}/2026-10-01`),
  },
  {
    covers: items(
      "entity",
      "user set_preferences",
      "holidays work_contract_type work_monday public_holiday_group work_start_day work_last_day hourly_rate internal_rate",
    ),
    call: call("save_record", {
      type: "preference",
      records: [
        {
          of: "person John Doe",
          values: {
            holidays: 28,
            work_contract_type: "day",
            work_monday: "7h30",
            public_holiday_group: 1,
            work_start_day: "2026-01-01",
            work_last_day: "2027-12-31",
            hourly_rate: 90,
            internal_rate: 55,
          },
        },
      ],
    }),
    sends: ["PATCH /users/4/preferences"],
  },
  {
    covers: ["entity user set_preferences: hours_per_week"],
    call: call("save_record", {
      type: "preference",
      records: [{ of: "person John Doe", values: { weekly_hours: "37h30" } }],
    }),
    sends: ["PATCH /users/4/preferences"],
  },
  {
    covers: ["entity team list"],
    call: call("list_records", { type: "team" }),
    sends: ["GET /teams"],
    says: [/Web team/],
  },
  {
    covers: ["entity team get"],
    call: call("list_records", { type: "team", id: "Web team" }),
    sends: ["GET /teams/1"],
    says: [/Tony Maier/],
  },
  { covers: ["entity team create", "README Create a Team"], call: newTeam("Development Team"), sends: ["POST /teams"] },
  {
    covers: ["entity team update", "beyond team: partial update"],
    call: call("save_record", { type: "team", records: [{ id: "Web team", values: { name: "Web people" } }] }),
    sends: ["PATCH /teams/1"],
  },
  {
    covers: ["entity team delete"],
    call: call("delete_record", { type: "team", ids: ["Print team"] }),
    sends: ["DELETE /teams/2"],
  },
  {
    covers: ["entity team batch_delete"],
    call: call("delete_record", { type: "team", ids: ["#1", "#2"] }),
    sends: ["DELETE /teams/1", "DELETE /teams/2"],
  },
  {
    covers: ["team_access add_member", "README Add Team Member"],
    call: call("save_record", {
      type: "membership",
      records: [{ of: "team Web team", values: { person: "Nina Nowhere" } }],
    }),
    sends: ["POST /teams/1/members/6"],
  },
  {
    covers: ["team_access remove_member"],
    call: call("delete_record", { type: "membership", ids: ["Paula Puck"], of: "team Web team" }),
    sends: ["DELETE /teams/1/members/5"],
  },
  ...(["customer", "project", "activity"] as const).flatMap((target): Row[] => {
    const [route, name, id] = {
      customer: ["customers", "Northwind", 1] as const,
      project: ["projects", "Website relaunch", 1] as const,
      activity: ["activities", "#3", 3] as const,
    }[target];
    const grant = call("save_record", {
      type: "grant",
      records: [{ of: "team Web team", values: { [target]: name } }],
    });
    return [
      { covers: [`team_access grant ${target}`], call: grant, sends: [`POST /teams/1/${route}/${id}`] },
      {
        covers: [`team_access revoke ${target}`],
        before: [grant],
        call: call("delete_record", { type: "grant", ids: [`${target}:${id}`], of: "team Web team" }),
        sends: [`DELETE /teams/1/${route}/${id}`],
      },
    ];
  }),
  {
    covers: items("entity", "invoice list", "begin end customers status page size"),
    call: call("list_records", {
      type: "invoice",
      period: "2026-10",
      filter: { customer: "Northwind", status: "pending" },
      limit: 10,
    }),
    sends: ["GET /invoices?begin=2026-10-01T00:00:00"],
  },
  {
    covers: ["entity invoice get"],
    call: call("list_records", { type: "invoice", id: "#1" }),
    sends: ["GET /invoices/1"],
  },
  {
    covers: ["meta update invoice", "beyond invoice custom fields"],
    seed: (state) => void state.settings.invoiceMetaFields.push("po"),
    call: call("save_record", { type: "invoice", records: [{ id: "#1", values: { meta: { po: "4711" } } }] }),
    sends: ["PATCH /invoices/1/custom-fields"],
  },
  {
    covers: ["beyond invoice download"],
    call: call("list_records", { type: "invoice", id: "#1", file: true }),
    sends: ["GET /invoices/1/download"],
    says: [/downloads/],
  },
  {
    covers: [...items("entity", "holiday list", "begin end"), ...items("calendar", "holidays", "begin end")],
    call: call("list_records", { type: "holiday", period: "2026-12" }),
    sends: ["GET /public-holidays?begin=2026-12-01T00:00:00"],
  },
  {
    covers: ["entity holiday delete"],
    call: call("delete_record", { type: "holiday", ids: ["#1"] }),
    sends: ["DELETE /public-holidays/1"],
  },
  {
    covers: ["entity holiday batch_delete"],
    call: call("delete_record", { type: "holiday", ids: ["#1", "#2"] }),
    sends: ["DELETE /public-holidays/1", "DELETE /public-holidays/2"],
  },
  {
    covers: ["user_current show", "README Get Current User"],
    call: call("get_account"),
    sends: ["GET /users/me"],
    says: [/Susan Super/, /Europe\/Berlin/],
  },
  {
    covers: ["config timesheet", "config colors", "config plugins", "config version", "config all"],
    call: call("get_account", { show: ["settings", "colours", "plugins"] }),
    sends: ["GET /config/timesheet", "GET /config/colors", "GET /plugins", "GET /version"],
    says: [/2\.66\.0/],
  },
  {
    covers: ["beyond permission discovery"],
    as: "user",
    call: call("get_account", { show: ["rights"] }),
    says: [/your Kimai role has no right to/],
  },
  {
    covers: ["beyond own token revocation"],
    call: call("delete_record", { type: "token", ids: ["#99"] }),
    sends: ["DELETE /users/api-token/99"],
  },
  {
    covers: ["beyond actions"],
    as: "admin",
    call: call("list_records", { type: "project", id: "#1" }),
    sends: ["GET /actions/project/1/custom/en"],
  },
  {
    covers: ["entity invoice get"],
    seed: (state) => {
      state.granted.SUPER_ADMIN = ["delete_invoice"];
    },
    call: call("delete_record", { type: "invoice", ids: ["#1"] }),
    sends: ["DELETE /invoices/1"],
  },
  {
    covers: ["entity holiday batch_delete"],
    call: call("delete_record", { type: "holiday_group", ids: ["#1"] }),
    sends: ["DELETE /public-holidays/group/1"],
  },
];
