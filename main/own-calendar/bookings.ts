import type { z } from "zod";
import { entriesResult, writtenResult } from "#core/domain/results/entries";
import { dayAfter } from "#core/time/wall-clock";
import { type Log, toFailure } from "../app/failure";
import { isOfRow } from "../app/state/bulk-entries";
import { activeAccount } from "../app/state/server-calls";
import type { contract } from "../ipc/contract";
import type { Booked, Booking } from "../ipc/contract/entries/own-calendar";
import type { CallOptions, Server } from "../server";
import { workArguments } from "../timer/commands";
import type { CalendarMemory } from "./memory";
import { mostSimilar } from "./similar";

type Input<C extends keyof typeof contract> = z.output<(typeof contract)[C]["request"]>;
type Entry = z.output<typeof entriesResult>["entries"][number];

/** Days back in which entries of a similar text are looked for. */
const lookBack = 90;
const mostRead = 500;
type Journal = NonNullable<CallOptions["change"]>;
type Outcome = Omit<Booked["rows"][number], "key">;

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
  private readonly running = new Set<{ isEnded: boolean }>();

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

  /** One after the other, as one change of the journal, so that they are undone as one. What breaks the way ends it. */
  async book({ rows }: Input<"calendar:book">): Promise<Booked> {
    const account = activeAccount(this.deps.account());
    const made: Booked = { rows: [], notes: [], change: null, failure: null };
    const journal: Journal = { id: null };
    const run = { isEnded: false };
    this.running.add(run);
    try {
      for (const row of rows) {
        if (run.isEnded || made.failure) made.rows.push({ key: row.key, state: "left" });
        else made.rows.push({ key: row.key, ...(await this.bookOne(account, row, journal, made)) });
        this.deps.progress(made.rows.length, rows.length);
      }
    } finally {
      this.running.delete(run);
      this.deps.written();
    }
    return { ...made, notes: [...new Set(made.notes)], change: journal.id };
  }

  /** Sends no further row. */
  stop(): void {
    for (const run of this.running) run.isEnded = true;
  }

  private async bookOne(account: string, row: Booking, change: Journal, made: Booked): Promise<Outcome> {
    const { day, from, to, work, text } = row;
    const entry = { day, from, to, ...workArguments(work), description: text || undefined };
    const isNew = Object.values(work).some((level) => level?.id === "");
    const args = { account, entries: [entry], create_missing: isNew || undefined };
    try {
      const { entries, notes } = await this.deps.server.call("log_time", args, writtenResult, { change });
      made.notes.push(...notes);
      this.remember(account, row, entries[0]?.id);
      return { state: "booked" };
    } catch (error) {
      if (isOfRow(error, [row.key])) return { state: "failed", reason: error.failure.message };
      made.failure = toFailure(error, this.deps.log);
      if (made.failure.saved === "no") return { state: "left" };
      const found = await this.readBack(account, row);
      this.remember(account, row, found);
      return { state: found === undefined ? "unknown" : "booked" };
    }
  }

  private remember(account: string, { key, series, work }: Booking, entryId: string | undefined): void {
    if (entryId !== undefined) this.deps.memory.remember(account, { key, series, work, entryId });
  }

  /** After an answer that did not come: the entry, where it is there. */
  private async readBack(account: string, { day, from, text }: Booking): Promise<string | undefined> {
    const found = await this.read(account, day, day).catch(() => []);
    return found.find((entry) => entry.text === text && entry.begin.startsWith(`${day}T${from.padStart(5, "0")}`))?.id;
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
