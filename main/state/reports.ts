import { writeFile } from "node:fs/promises";
import type { z } from "zod";
import { reportResult } from "../../mcp-server/domain/results";
import type { contract } from "../ipc/contract";
import { AppFailure } from "../ipc/failure";
import type { ResourceReader, Server } from "../server";
import { activeAccount, Latest } from "./active";
import { reportCsv } from "./report-csv";

type Input<C extends keyof typeof contract> = z.output<(typeof contract)[C]["request"]>;

/** A year of a large team takes its time; the window offers to cancel after 3 s. Milliseconds. */
const patience = 300_000;
/** Groups of a report that a page can show; what is beyond is counted in `more`. */
const mostGroups = 100;
const exportedGroups = 500;

/** Totals of the account in use, and how they get into files. */
export class Reports {
  private readonly readings = new Latest();

  constructor(private readonly deps: { server: Server & ResourceReader; account(): string | null }) {}

  get(request: Input<"reports:get">) {
    return this.readings.run((signal) => this.read(request, mostGroups, signal));
  }

  cancel(): void {
    this.readings.cancel();
  }

  /** @param choose asks the person where to; null: nowhere, and nothing is read then. */
  async export(
    { what, ...request }: Input<"reports:export">,
    choose: (name: string) => Promise<string | null>,
  ): Promise<{ path: string | null }> {
    const { from, to, by, thenBy } = request;
    const account = activeAccount(this.deps.account());
    const ending = what === "calendar" ? "ics" : "csv";
    const path = await choose(`punchcard-${what === "report" ? `${by}-` : ""}${from}-${to}.${ending}`);
    if (path === null) return { path };
    const text =
      what === "report"
        ? reportCsv(await this.whole(request), by, thenBy)
        : await this.deps.server.readResource(
            `punchcard://entries/${encodeURIComponent(account)}/${from}/${to}.${ending}`,
            { timeout: patience },
          );
    try {
      await writeFile(path, text);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new AppFailure({
        code: "file",
        message: `${path} could not be written.`,
        saved: "no",
        next: "Choose another folder, or make room on the disk.",
        detail: code,
      });
    }
    return { path };
  }

  /** A file with a part of the groups would add up wrongly, and nobody would see it. */
  private async whole(request: Input<"reports:get">) {
    const report = await this.read(request, exportedGroups);
    if (report.more === 0 && report.groups.every(({ more = 0 }) => more === 0)) return report;
    throw new AppFailure({
      code: "too_many",
      message: `This report has more than ${exportedGroups} groups, so its file would not be whole.`,
      saved: "no",
      next: "Choose a shorter time, or export the entries.",
    });
  }

  private read({ from, to, by, thenBy, who }: Input<"reports:get">, limit: number, signal?: AbortSignal) {
    const args = {
      account: activeAccount(this.deps.account()),
      from,
      to,
      people: [who],
      by: thenBy ? [by, thenBy] : [by],
      // What has to be worked is one person's: for everybody there is no one target.
      ...(who === "me" ? { show: ["target", "gaps", "missing"] } : {}),
      limit,
    };
    return this.deps.server.call("report_time", args, reportResult, { signal, timeout: patience });
  }
}
