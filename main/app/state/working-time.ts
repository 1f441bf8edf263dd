import { z } from "zod";
import { absencesResult } from "../../../mcp-server/domain/results";
import type { contract } from "../../ipc/contract";
import type { WorkingTimeView } from "../../ipc/contract/working-time";
import type { Server } from "../../server";

type Input<C extends keyof typeof contract> = z.output<(typeof contract)[C]["request"]>;

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const records = z.object({ records: z.array(z.object({ id: z.string(), values: z.record(z.string(), z.unknown()) })) });

/** `7:42`, as save_record takes a length of time. */
const clock = (seconds: number) =>
  `${Math.floor(seconds / 3600)}:${String(Math.floor(seconds / 60) % 60).padStart(2, "0")}`;
const textOf = (value: unknown) => (typeof value === "string" ? value : null);

/** Target hours, public holidays and days of leave of a time sheet on this computer. Each call is a tool call of the server. */
export class WorkingTime {
  constructor(
    private readonly deps: {
      server: Server;
      /** Hours that were set when the account was made. */
      before(accountId: string): number[] | null;
      written(): void;
    },
  ) {}

  async get({ accountId: account, from, to }: Input<"workingTime:get">): Promise<WorkingTimeView> {
    const { server } = this.deps;
    const ahead = { account, from, to, people: ["me"], show: ["holidays"] };
    const [targets, preference, leave] = await Promise.all([
      server.call("list_records", { account, type: "target_hours", limit: 100 }, records),
      server.call("list_records", { account, type: "preference" }, records),
      server.call("list_absences", ahead, absencesResult.pick({ holidays: true })),
    ]);
    const kept = preference.records[0]?.values ?? {};
    return {
      targets: targets.records.map(({ id, values }) => ({
        id,
        first: String(values.first),
        week: weekdays.map((day) => Number(values[day] ?? 0)),
      })),
      before: this.deps.before(account),
      firstDay: textOf(kept.first_day),
      leaveDays: typeof kept.leave_days === "number" ? kept.leave_days : null,
      country: textOf(kept.holiday_country),
      region: textOf(kept.holiday_region),
      holidays: (leave.holidays ?? []).map(({ day, name, half }) => ({ day, name, half })),
    };
  }

  async saveTarget({ accountId: account, id, first, week }: Input<"workingTime:saveTarget">): Promise<void> {
    const hours = Object.fromEntries(weekdays.map((day, index) => [day, clock(week[index] ?? 0)]));
    const row = { ...(id !== undefined && { id: `#${id}` }), values: { first, ...hours } };
    await this.write("save_record", { account, type: "target_hours", records: [row] });
  }

  async removeTarget({ accountId: account, id }: Input<"workingTime:removeTarget">): Promise<void> {
    await this.write("delete_record", { account, type: "target_hours", ids: [`#${id}`] });
  }

  async saveLeave({ accountId: account, leaveDays, country, region }: Input<"workingTime:saveLeave">): Promise<void> {
    const place = { holiday_country: country, ...(country !== null && { holiday_region: region }) };
    const values = { leave_days: leaveDays, ...place };
    await this.write("save_record", { account, type: "preference", records: [{ values }] });
  }

  async saveZone({ accountId: account, zone }: Input<"workingTime:saveZone">): Promise<void> {
    await this.write("save_record", { account, type: "preference", records: [{ values: { zone } }] });
  }

  async saveFirstDay({ accountId: account, firstDay }: Input<"workingTime:saveFirstDay">): Promise<void> {
    await this.write("save_record", { account, type: "preference", records: [{ values: { first_day: firstDay } }] });
  }

  private async write(tool: "save_record" | "delete_record", args: Record<string, unknown>): Promise<void> {
    try {
      await this.deps.server.call(tool, args, z.looseObject({}));
    } finally {
      this.deps.written();
    }
  }
}
