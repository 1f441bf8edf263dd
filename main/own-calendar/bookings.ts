import type { z } from "zod";
import { entriesResult, writtenResult } from "../../mcp-server/domain/results";
import { dayAfter } from "../../mcp-server/time/wall-clock";
import { type Log, toFailure } from "../app/failure";
import { activeAccount } from "../app/state/server-calls";
import type { contract } from "../ipc/contract";
import type { Booked, Booking } from "../ipc/contract/own-calendar";
import type { Server } from "../server";
import { workArguments } from "../timer/commands";
import type { CalendarMemory } from "./memory";
import { mostSimilar } from "./similar";

type Input<C extends keyof typeof contract> = z.output<(typeof contract)[C]["request"]>;
type Entry = z.output<typeof entriesResult>["entries"][number];

/** Days back in which entries of a similar text are looked for. */
const lookBack = 90;
const mostRead = 500;
/** A service with a limit makes many rows wait. Milliseconds. */
const longest = 10 * 60_000;

interface Deps {
  server: Server;
  account(): string | null;
  memory: CalendarMemory;
  written(): void;
  progress(done: number, total: number): void;
  log: Log;
}

/** Makes entries of events of the own calendar, on the account in use. */
export class CalendarBookings {
  constructor(private readonly deps: Deps) {}

  async suggest({ events, before }: Input<"calendar:suggest">) {
    const { memory } = this.deps;
    const account = activeAccount(this.deps.account());
    const booked = events.flatMap(({ key }) => {
      const entryId = memory.entryOf(account, key);
      return entryId === null ? [] : [{ key, entryId }];
    });
    const works = events.flatMap(({ key, series }) => {
      const work = memory.workOf(account, series);
      return work ? [{ key, work, from: "series" as const }] : [];
    });
    const left = events.filter(({ key }) => !works.some((one) => one.key === key));
    const earlier = left.length > 0 ? await this.earlier(account, before) : [];
    const similar = left.flatMap(({ key, title }) => {
      const found = mostSimilar(title, earlier);
      return found ? [{ key, work: found.work, from: "text" as const }] : [];
    });
    return { works: [...works, ...similar], booked };
  }

  /** All rows in one call, so that they are one change of the journal and are undone as one. */
  async book({ rows }: Input<"calendar:book">): Promise<Booked> {
    const { server, progress, written } = this.deps;
    const account = activeAccount(this.deps.account());
    const entries = rows.map(({ day, from, to, work, text }) => ({
      ...{ day, from, to },
      ...workArguments(work),
      description: text || undefined,
    }));
    const isNew = rows.some(({ work }) => Object.values(work).some((level) => level?.id === ""));
    const args = { account, entries, create_missing: isNew || undefined };
    try {
      const result = await server.call("log_time", args, writtenResult, { timeout: longest, progress });
      const failed = new Map((result.failed ?? []).map(({ index, message }) => [index, message]));
      const made = result.entries.values();
      const states = rows.map((row, index) => {
        const reason = failed.get(index);
        if (reason !== undefined)
          return { row, entryId: null, state: { key: row.key, state: "failed" as const, reason } };
        return { row, entryId: made.next().value?.id ?? null, state: { key: row.key, state: "booked" as const } };
      });
      this.remember(account, states);
      return { rows: states.map(({ state }) => state), notes: result.notes, failure: null };
    } catch (error) {
      const failure = toFailure(error, this.deps.log);
      if (failure.saved === "no")
        return { rows: rows.map(({ key }) => ({ key, state: "failed" })), notes: [], failure };
      return { rows: await this.readBack(account, rows), notes: [], failure };
    } finally {
      written();
    }
  }

  private remember(account: string, states: readonly { row: Booking; entryId: string | null }[]): void {
    this.deps.memory.remember(
      account,
      states.flatMap(({ row: { key, series, work }, entryId }) =>
        entryId === null ? [] : [{ key, series, work, entryId }],
      ),
    );
  }

  /** After an answer that did not come: which rows are there. */
  private async readBack(account: string, rows: readonly Booking[]): Promise<Booked["rows"]> {
    const days = rows.map(({ day }) => day).sort();
    const found = await this.read(account, days[0] ?? "", dayAfter(days.at(-1) ?? "", 1)).catch(() => []);
    const states = rows.map((row) => {
      const is = ({ begin, text }: Entry) =>
        text === row.text && begin.startsWith(`${row.day}T${row.from.slice(0, 5)}`);
      const entryId = found.find(is)?.id ?? null;
      return {
        row,
        entryId,
        state: { key: row.key, state: entryId === null ? ("unknown" as const) : ("booked" as const) },
      };
    });
    this.remember(account, states);
    return states.map(({ state }) => state);
  }

  private async earlier(account: string, before: string): Promise<Entry[]> {
    const entries = await this.read(account, dayAfter(before, -lookBack), before);
    return entries.filter(({ text }) => text).sort((a, b) => b.begin.localeCompare(a.begin));
  }

  private async read(account: string, from: string, to: string): Promise<Entry[]> {
    const args = { account, from, to, detail: "full", limit: mostRead };
    return (await this.deps.server.call("list_time", args, entriesResult)).entries;
  }
}
