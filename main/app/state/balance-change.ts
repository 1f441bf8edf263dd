import { reportResult } from "#core/domain/results/reports";
import type { Server } from "../../server";

/** Hours from their days on, oldest first, and what holds before the first of them. Seconds per weekday, Monday first. */
interface Hours {
  base: readonly number[] | null;
  rows: readonly { first: string; week: readonly number[] }[];
}

const target = reportResult.pick({ target: true });
const names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

/** `7:42`, `-0:30`: as save_record takes a length of time. */
export function clock(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return `${seconds < 0 ? "-" : ""}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Seconds, and the day from which on they count; null: no target is kept, or nothing is due yet. */
export async function balanceToday(server: Server, account: string, today: string) {
  const read = await server.call("report_time", { account, from: today, to: today, show: ["target"] }, target);
  const { balance = null, balance_since: since = null } = read.target ?? {};
  return balance === null || since === null ? null : { seconds: balance, since };
}

/**
 * Today's balance as it is and as it would be with other hours: work stays, so only what is owed differs. Holidays and
 * absences count as in reports, because the server sums up both. null where there is no balance yet.
 */
export async function foreseen(server: Server, account: string, today: string, now: Hours, changed: Hours) {
  const balance = await balanceToday(server, account, today);
  if (balance === null) return null;
  const { seconds: before, since } = balance;
  const weeks = [changed.base, ...changed.rows.map(({ week }) => week)];
  if (!weeks.some((week) => week?.some((seconds) => seconds > 0))) return { before, after: null };
  const firsts = [...now.rows, ...changed.rows].map(({ first }) => first);
  const begins = [...new Set([since, ...firsts])].filter((day) => day >= since && day <= today).sort();
  let after = before;
  for (const [index, from] of begins.entries()) {
    const next = begins[index + 1];
    const to = next === undefined ? today : dayBefore(next);
    const [old, other] = [weekOn(from, now), weekOn(from, changed)];
    if (old.join() === other.join()) continue;
    after += (await owed(server, account, { from, to }, old)) - (await owed(server, account, { from, to }, other));
  }
  return { before, after };
}

const weekOn = (day: string, { base, rows }: Hours): readonly number[] =>
  rows.findLast(({ first }) => first <= day)?.week ?? base ?? names.map(() => 0);

async function owed(server: Server, account: string, span: { from: string; to: string }, week: readonly number[]) {
  const said = names.flatMap((name, day) => (week[day] ? [`${name} ${clock(week[day])}`] : []));
  if (said.length === 0) return 0;
  const asked = { account, ...span, show: ["target"], contract: said.join(", ") };
  const read = await server.call("report_time", asked, target);
  return read.target?.target ?? 0;
}
