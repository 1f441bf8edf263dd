import { poolSize } from "#team/store/postgres";
import { row } from "../report";
import { measureCosts } from "./costs";
import { arrivals, type Company, type Costs, fewest, queue, quota } from "./model";

/** Assumed: nobody has run it for so many yet. */
const company: Company = { people: 10_000, calls: 40, burstShare: 0.2, burstSeconds: 900, reports: 10 };
const seed = 20_261_123;
/** Seconds that 99 % of the calls may wait at most. */
const patience = 0.25;
const calamariPerHour = 720;

/** Ten thousand people over a working day, from what one call costs here. */
export async function benchFleet(): Promise<void> {
  console.log("\nFleet: 10,000 people over a day, simulated from the measured cost of list_time");
  const costs = await measureCosts();
  row("processor of a replica, a call", `${(costs.cpu * 1_000).toFixed(1)} ms`);
  row("statements, a call", String(costs.statements), `${(costs.statementSeconds * 1_000).toFixed(2)} ms each`);
  row("requests to the service, a call", String(costs.upstream));
  for (const isFirst of [false, true]) day(costs, isFirst);
  for (const people of [10, 50, 200]) calamari(costs, people);
}

function day(costs: Costs, isFirst: boolean): void {
  const times = arrivals(company, isFirst, seed);
  console.log(`  ${isFirst ? "the first of a month" : "an ordinary day"}: ${times.length.toLocaleString("en")} calls`);
  row("most calls in one second", String(peak(times)));
  const replicas = fewest(times, costs.cpu, patience, seed);
  row(`replicas for a wait under ${patience} s`, String(replicas ?? "over 200"));
  for (const count of [1, 2, 3, 4, 6, 8]) {
    const { busy, median, p99, longest } = queue(times, count, costs.cpu, seed);
    row(
      `  ${count} replicas`,
      `${p99.toFixed(2)} s p99`,
      `${said(median, longest)}, busy ${(busy * 100).toFixed(0)} %`,
    );
  }
  const connections = fewest(times, costs.statements * costs.statementSeconds, patience, seed);
  row("connections that work at once", String(connections ?? "over 200"), `${(replicas ?? 0) * poolSize} in pools`);
  row("statements in the busiest second", String(peak(times) * costs.statements));
}

function calamari(costs: Costs, people: number): void {
  const times = arrivals({ ...company, people }, false, seed);
  const { late, longest } = quota(times, costs.upstream, calamariPerHour);
  const share = `${((late / times.length) * 100).toFixed(0)} % late`;
  row(`one Calamari company, ${people} people`, share, `the last one by ${(longest / 3_600).toFixed(1)} h`);
}

const said = (median: number, longest: number) => `median ${median.toFixed(2)} s, longest ${longest.toFixed(1)} s`;

function peak(times: Float64Array): number {
  const seconds = new Map<number, number>();
  for (const time of times) seconds.set(Math.floor(time), (seconds.get(Math.floor(time)) ?? 0) + 1);
  return Math.max(...seconds.values());
}
