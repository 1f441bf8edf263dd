import { z } from "zod";
import { reportResult } from "#core/domain/results/reports";
import { leastGap } from "#core/time/gaps";
import type { contract } from "../../ipc/contract";
import type { ResourceReader, Server } from "../../server";
import { saveAs } from "./saved-file";
import { activeAccount, Latest } from "./server-calls";

type Input<C extends keyof typeof contract> = z.output<(typeof contract)[C]["request"]>;

/** A year of a large team takes its time; the window offers to cancel after 3 s. Milliseconds. */
const patience = 300_000;
/** Groups of a report that a page can show; what is beyond is counted in `more`. */
const mostGroups = 100;

/** Totals of the account in use, and how they get into files. */
const mostNames = 50;
const namedRecords = z.object({ records: z.array(z.object({ name: z.string() })) });

export class Reports {
  private readonly readings = new Latest();

  constructor(private readonly deps: { server: Server & ResourceReader; account(): string | null }) {}

  get({ from, to, by, thenBy, who, person, customer, project, tag }: Input<"reports:get">, window: number) {
    const filters = { ...(customer && { customer }), ...(project && { project }), ...(tag && { tags: [tag] }) };
    // Gaps and targets look at all of one person's time: a part of it would show what is none.
    const isWhole = who === "me" && person === undefined && Object.keys(filters).length === 0;
    const args = {
      account: activeAccount(this.deps.account()),
      from,
      to,
      people: [person ?? who],
      ...filters,
      by: thenBy ? [by, thenBy] : [by],
      ...(isWhole ? { show: ["target", "gaps", "missing"], shortest_gap: `${leastGap / 60}m` } : {}),
      limit: mostGroups,
    };
    return this.readings.run(window, (signal) =>
      this.deps.server.call("report_time", args, reportResult, { signal, timeout: patience }),
    );
  }

  async names({ of, query }: Input<"reports:names">): Promise<string[]> {
    const args = { account: activeAccount(this.deps.account()), type: of, ...(query && { query }), limit: mostNames };
    const read = await this.deps.server.call("list_records", args, namedRecords).catch(() => null);
    return [...new Set(read?.records.map(({ name }) => name))];
  }

  cancel(window: number): void {
    this.readings.cancel(window);
  }

  /**
   * Own time as a file, made by the server.
   * @param choose asks the person where to; null: nowhere, and nothing is read then.
   */
  async export(
    { what, from, to, by, thenBy }: Input<"reports:export">,
    choose: (name: string) => Promise<string | null>,
  ): Promise<{ path: string | null }> {
    const account = encodeURIComponent(activeAccount(this.deps.account()));
    const groups = [by, ...(thenBy ? [thenBy] : [])];
    const ending = what === "calendar" ? "ics" : "csv";
    const name = `punchcard-${what === "report" ? `${groups.join("-")}-` : ""}${from}-${to}.${ending}`;
    const place =
      what === "report"
        ? `report/${account}/${from}/${to}/${encodeURIComponent(groups.join(","))}`
        : `entries/${account}/${from}/${to}`;
    const uri = `punchcard://${place}.${ending}`;
    return saveAs(name, choose, () => this.deps.server.readResource(uri, { timeout: patience }));
  }
}
