import { scopes } from "../../../fakes/calamari/model";
import { call } from "../../row";
import { type CalamariRow, save } from "../stage";

const eva = {
  ...{ first_name: "Eva", last_name: "Storm", email: "eva.storm@fjordworks.example", approval_process: "Manager" },
  ...{ work_schedule: "Office 37.5", holidays_calendar: "Norway", position: "Designer", teams: ["Design"] },
};

/** People, teams, and what is only listed. */
export const peopleRows: CalamariRow[] = [
  {
    covers: ["searchPeople"],
    call: call("find_work", { levels: ["person"], query: "ida" }),
    sends: ["POST /employees/v1/search"],
    says: [/Ida Berg/],
  },
  {
    covers: ["searchPeople"],
    call: call("list_records", { type: "person", query: "nowak", filter: { team: "Remote" } }),
    sends: ["POST /employees/v1/search"],
    says: [/Jan Nowak/],
  },
  {
    covers: ["searchPeople"],
    seed: (state) => {
      state.settings.scopes = scopes.filter((scope) => scope !== "employees");
    },
    call: call("list_records", { type: "person" }),
    sends: ["GET /people/v2?projection=CUSTOM"],
    says: [/Ida Berg/],
  },
  {
    covers: [],
    call: save("person", { values: { ...eva, invite: true } }),
    sends: ["POST /people/v2", "POST /people/v2/id:90000/invite"],
    says: [/Eva Storm/],
  },
  {
    covers: [],
    call: save("person", { id: "Ida Berg", values: { position: "Lead", manager: "Nora Lind" } }),
    sends: ["PATCH /people/v2/id:42"],
    says: [/Ida Berg/],
  },
  {
    covers: [],
    call: call("delete_record", { type: "person", ids: ["Jan Nowak"] }),
    sends: ["POST /people/v2/id:43/archive"],
    says: [/Archived 1 person/],
  },
  {
    covers: ["listTeams"],
    call: call("list_records", { type: "team" }),
    sends: ["POST /teams/v1/all"],
    says: [/Design/, /Remote/],
  },
  {
    covers: ["getTeamMembers"],
    call: call("list_records", { type: "team", id: "Design" }),
    sends: ["POST /teams/v1/all", "POST /employees/v1/search"],
    says: [/Ida Berg/],
  },
  {
    covers: [],
    call: save("team", { values: { name: "Crew", members: ["Ida Berg"], managers: ["Olav Dahl"] } }),
    sends: ["POST /teams/v1/create"],
  },
  {
    covers: [],
    call: call("delete_record", { type: "team", ids: ["Remote"] }),
    sends: ["POST /teams/v1/remove"],
  },
  {
    covers: [],
    call: call("list_records", { type: "position" }),
    sends: ["POST /positions/v1/all"],
    says: [/Designer/],
  },
  {
    covers: [],
    call: call("list_records", { type: "contract_type" }),
    sends: ["POST /contract-types/v1/all"],
    says: [/Employment contract/],
  },
  {
    covers: [],
    call: call("report_time", { period: "2026-11", people: ["everyone"], show: ["missing"] }),
    sends: ["POST /employees/v1/list"],
    says: [/Ida Berg/],
  },
];
