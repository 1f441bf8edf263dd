import { z } from "zod";
import { absencesResult, balanceResult } from "#core/domain/results/absences";
import type { contract } from "../../ipc/contract";
import type { WorkingTimeView } from "../../ipc/contract/working-time";
import type { Server } from "../../server";
import { balanceToday, clock, foreseen } from "./balance-change";

type Input<C extends keyof typeof contract> = z.output<(typeof contract)[C]["request"]>;

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const records = z.object({ records: z.array(z.object({ id: z.string(), values: z.record(z.string(), z.unknown()) })) });

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
    const year = Number(from.slice(0, 4));
    const [targets, preference, leave, carried, own, balance, left] = await Promise.all([
      this.targets(account),
      server.call("list_records", { account, type: "preference", detail: "full" }, records),
      server.call("list_absences", ahead, absencesResult.pick({ holidays: true })),
      server.call("list_records", { account, type: "leave_carry", filter: { year }, detail: "full" }, records),
      server.call("list_records", { account, type: "holiday", limit: 100, detail: "full" }, records),
      // What is set can be seen and changed also where what follows from it cannot be read.
      balanceToday(server, account, from).catch(() => null),
      server.call("get_leave_balance", { account, as_of: from }, balanceResult).catch(() => null),
    ]);
    const kept = preference.records[0]?.values ?? {};
    const [carry] = carried.records;
    return {
      targets,
      opening: typeof kept.opening_balance === "number" ? kept.opening_balance : null,
      balance: balance?.seconds ?? null,
      carry: carry ? { id: carry.id, days: Number(carry.values.days), until: textOf(carry.values.until) } : null,
      leaveLeft: left?.balances.find(({ type }) => type.id === "holiday")?.left ?? null,
      before: this.deps.before(account),
      firstDay: textOf(kept.first_day),
      leaveDays: typeof kept.leave_days === "number" ? kept.leave_days : null,
      country: textOf(kept.holiday_country),
      region: textOf(kept.holiday_region),
      holidays: (leave.holidays ?? []).map(({ day, name, half }) => ({ day, name, half })),
      ownDays: own.records.map(({ id, values }) => ({
        id,
        name: String(values.name),
        day: String(values.day),
        yearly: values.yearly === true,
        half: values.half === true,
      })),
    };
  }

  async foresee({ accountId: account, today, id, row }: Input<"workingTime:foresee">) {
    const { server, before } = this.deps;
    const [targets, preference] = await Promise.all([
      this.targets(account),
      server.call("list_records", { account, type: "preference", detail: "full" }, records),
    ]);
    const others = targets.filter((one) => one.id !== id);
    const changed = row ? [...others, row].sort((one, other) => (one.first < other.first ? -1 : 1)) : others;
    const base = before(account);
    // The balance of such a sheet begins with its first row, so another day there is another balance altogether.
    const moves = base === null && textOf(preference.records[0]?.values.first_day) === null;
    if (moves && targets[0]?.first !== changed[0]?.first) return null;
    return await foreseen(server, account, today, { base, rows: targets }, { base, rows: changed });
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

  async saveOwnDay({ accountId: account, id, ...values }: Input<"workingTime:saveOwnDay">): Promise<void> {
    const row = { ...(id !== undefined && { id: `#${id}` }), values };
    await this.write("save_record", { account, type: "holiday", records: [row] });
  }

  async removeOwnDay({ accountId: account, id }: Input<"workingTime:removeOwnDay">): Promise<void> {
    await this.write("delete_record", { account, type: "holiday", ids: [`#${id}`] });
  }

  async saveZone({ accountId: account, zone }: Input<"workingTime:saveZone">): Promise<void> {
    await this.write("save_record", { account, type: "preference", records: [{ values: { zone } }] });
  }

  async saveFirstDay({ accountId: account, firstDay, opening }: Input<"workingTime:saveFirstDay">): Promise<void> {
    const values = { first_day: firstDay, opening_balance: opening === null ? null : clock(opening) };
    await this.write("save_record", { account, type: "preference", records: [{ values }] });
  }

  async saveCarry({ accountId: account, id, year, days, until }: Input<"workingTime:saveCarry">): Promise<void> {
    const type = "leave_carry";
    if (days === null) {
      if (id !== undefined) await this.write("delete_record", { account, type, ids: [`#${id}`] });
      return;
    }
    const row =
      id === undefined
        ? { values: { year, days, ...(until !== null && { until }) } }
        : { id: `#${id}`, values: { days, until } };
    await this.write("save_record", { account, type, records: [row] });
  }

  /** Oldest first. */
  private async targets(account: string): Promise<WorkingTimeView["targets"]> {
    const read = await this.deps.server.call(
      "list_records",
      { account, type: "target_hours", limit: 100, detail: "full" },
      records,
    );
    return read.records.map(({ id, values }) => ({
      id,
      first: String(values.first),
      week: weekdays.map((day) => Number(values[day] ?? 0)),
    }));
  }

  private async write(tool: "save_record" | "delete_record", args: Record<string, unknown>): Promise<void> {
    try {
      await this.deps.server.call(tool, args, z.looseObject({}));
    } finally {
      this.deps.written();
    }
  }
}
