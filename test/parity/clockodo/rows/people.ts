import { call } from "../../row";
import { type ClockodoRow, crud, made, save } from "../stage";

const grace = { name: "Grace", email: "grace@example.com", role: "worker", active: false };
const allRights = (of: string, path: string, own: string): ClockodoRow[] => {
  const change = (id: string, scope: string) => save("access", { of, id: `#${own}${id}`, values: { scope } });
  const open = [change("book", "all"), change("activity", "all")];
  return [
    {
      covers: [],
      call: call("list_records", { type: "access", of }),
      sends: [`GET ${path}/customersProjects`, `GET ${path}/services`],
    },
    { covers: [], call: change("report", "all"), sends: [`PUT ${path}/customers/general`] },
    {
      covers: [],
      before: open,
      call: call("delete_record", { type: "access", of, ids: [`#${own}book.customer.511`] }),
      sends: [`PUT ${path}/customers`],
    },
    {
      covers: [],
      call: save("access", { of, values: { may: "edit", project: "App relaunch" } }),
      sends: [`PUT ${path}/projects`],
    },
    { covers: [], call: save("access", { of, values: { activity: "Typing" } }), sends: [`PUT ${path}/services`] },
    { covers: [], before: open, call: change("activity", "none"), sends: [`PUT ${path}/services/general`] },
  ];
};

/** People, teams, access, subscription. */
export const peopleRows: ClockodoRow[] = [
  ...crud("person", "/v3/users", grace, { number: "P-9" }).map((row) =>
    row.call.tool === "list_records" && !row.call.arguments.id
      ? {
          ...row,
          call: call("list_records", { type: "person", hidden: true, filter: { personal: true } }),
          says: [/grace@/],
        }
      : row,
  ),
  {
    covers: [],
    call: call("list_records", { type: "person", filter: { scope: "manage_absences" } }),
    sends: ["GET /v3/users?scope=manageAbsences"],
  },
  ...crud("team", "/v3/teams", { name: "Sales", lead: null }, { name: "Marketing" }),
  {
    covers: [],
    before: [call("delete_record", { type: "membership", of: "team Design", ids: ["Jonas Weber"] })],
    call: save("membership", { of: "team Design", values: { person: "Jonas Weber", lead: true } }),
    sends: ["PUT /v3/teams/5"],
  },
  ...crud(
    "access_group",
    "/v2/accessGroups",
    { name: "Freelancers", members: ["Mara Lind"] },
    { members: ["Jonas Weber"] },
  ),
  ...allRights("access group Everybody", "/v2/accessGroups/3", ""),
  ...allRights("person Mara Lind", "/v2/individualUserAccess/42", "own."),
  {
    covers: [],
    before: [save("access", { of: "person Mara Lind", values: { may: "report", customer: "Seehof Hotels" } })],
    call: call("delete_record", { type: "access", of: "person Mara Lind", ids: ["#own"] }),
    sends: ["POST /v2/individualUserAccess/42/clear"],
  },
  {
    covers: [],
    as: "mara",
    call: call("list_records", { type: "access", of: "person me" }),
    sends: ["GET /v2/users/42/access/customers-projects", "GET /v2/users/42/access/services"],
    says: [/book on all work/],
  },
  { covers: [], call: call("list_records", { type: "subscription" }), sends: ["GET /v2/subscription"], says: [/Pro/] },
  { covers: [], as: "mara", call: call("list_records", { type: "person", id: made }), refused: true },
];
