import { callMay } from "#core/platform/call-context";
import { createCalamariGateway } from "#core/services/calamari/gateway/index";
import { seedState } from "../../fakes/calamari/seed";
import { type FakeGateway, startFakeGateway } from "../../fakes/calamari-gateway";
import { signedIn } from "../../fakes/calamari-gateway/sign-in";
import { memoryCredential } from "../../mcp-server/core/services/calamari/gateway/setup";
import { type Call, call, type RowOn } from "../row";
import { type Outcome, playEnvironment, runner } from "../runner";

/** For accounts without a key, which go through Calamari's own MCP server: the operations are its tools. */
export type GatewayRow = RowOn<never, "nora, signed in" | "olav, signed in">;

export const operationOf = (tool: string) => `CALL ${tool}`;

export interface GatewayStage {
  play(
    row: GatewayRow,
    act: (gateway: FakeGateway, run: (call: Call) => Promise<Outcome>) => Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
}

/** A fake of Calamari's own MCP server, and our tools on it for whoever signed in. Signing in is slow, so it is done once. */
export async function openStage(): Promise<GatewayStage> {
  const gateway = await startFakeGateway({ now: "2026-11-19T10:07:33Z", frozen: true });
  const credentials = {
    nora: memoryCredential(await signedIn(gateway, "nora")),
    olav: memoryCredential(await signedIn(gateway, "olav")),
  };
  return {
    async play(row, act) {
      const who = row.as?.startsWith("olav") ? "olav" : "nora";
      const credential = credentials[who];
      Object.assign(gateway.state, seedState());
      gateway.calls.length = 0;
      const env = {
        ...playEnvironment("calamari", "", gateway.now),
        secret: () => credential.get(),
        credential,
        may: callMay,
      };
      const service = createCalamariGateway({ mcpUrl: gateway.mcpUrl }, env, { secondLookMs: 20 });
      try {
        await act(gateway, runner(service, { url: "https://fjordworks.calamari.io", user: gateway.people[who] }, env));
      } finally {
        await service.close();
      }
    },
    close: () => gateway.close(),
  };
}

const row = (tool: string, own: Call, says: RegExp[], before: Call[] = []): GatewayRow => ({
  covers: [tool],
  as: "nora, signed in",
  before,
  call: own,
  sends: [operationOf(tool)],
  says,
});
const leave = { type: "Annual leave", from: "2026-12-07" };

export const gatewayRows: GatewayRow[] = [
  row("clockIn", call("clock_in"), [/Working|clocked in/i]),
  row("clockOut", call("clock_out"), [/./], [call("clock_in")]),
  // It is asked before each that is added.
  row("checkTimesheetOverlap", call("log_time", { entries: [{ day: "2026-11-18", from: "12:00", to: "13:00" }] }), [
    /1:00/,
  ]),
  row("createTimesheetEntries", call("log_time", { entries: [{ day: "2026-11-18", from: "12:00", to: "13:00" }] }), [
    /Saved 1|1:00/,
  ]),
  row("getAbsenceTypes", call("list_absences", { show: ["types"] }), [/Annual leave/]),
  row("getPartDayPossibility", call("request_absence", { ...leave, half: "afternoon", dry_run: true }), [/0\.5 day/]),
  row("checkAbsenceRequestRestrictions", call("request_absence", { ...leave, dry_run: true }), [/Nothing was/]),
  row("createAbsenceRequest", call("request_absence", leave), [/Annual leave/]),
  row("getAbsenceAllowances", call("get_leave_balance"), [/Annual leave/]),
  // Only administrators, and managers where the company allows it, see those of others.
  {
    ...row("getAbsenceAllowancesForEmployee", call("get_leave_balance", { person: "Ida Berg" }), [/Ida Berg/]),
    as: "olav, signed in",
  },
  row("search", call("list_absences", { period: "2026-12", people: ["everyone"] }), [/absences/]),
  row("getPublicHolidays", call("list_absences", { period: "2026-12", show: ["holidays"] }), [/Christmas/]),
  row("getWorkPlan", call("get_account"), [/7\.5 7\.5/]),
  row("getMyProfile", call("get_account"), [/Nora Lind/]),
  row("listTeams", call("list_records", { type: "team" }), [/Design/]),
  row("getTeamMembers", call("list_records", { type: "team", id: "Design" }), [/Ida Berg/]),
  row("searchPeople", call("find_work", { levels: ["person"], query: "ida" }), [/Ida Berg/]),
];
