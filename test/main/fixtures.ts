import { ServiceError } from "#core/domain/errors";
import { until } from "#core/domain/interruption";
import type { EntryView } from "#core/domain/results/entries";
import type { StatusResult } from "#core/domain/results/timer";
import type { CredentialPlace, CredentialStore } from "#core/platform/credentials";
import { emptySettings } from "#core/platform/settings";
import { AppFailure } from "#main/app/failure";
import type { AppState } from "#main/ipc/contract/app-state";
import type { Failure } from "#main/ipc/contract/index";
import type { AppRequests, Server } from "#main/server/index";
import { currentPlace } from "#main/server/place";
import type { Known, LastKnown } from "#main/timer/last-known";
import type { OutboxFile, Waiting } from "#main/timer/outbox-file";
import { noUpdates } from "#main/updates/view";

export const thursday = Date.parse("2026-11-19T10:12:00Z");
export const iso = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+/, "");

const relaunch = { project: { id: "3", name: "Website relaunch" }, activity: { id: "5", name: "Design" } };

export const entry = (more: Partial<EntryView> = {}): EntryView => ({
  id: "1",
  begin: "2026-11-19T10:07:00+01:00",
  end: null,
  seconds: 3_900,
  work: relaunch,
  text: "Ticket page",
  tags: [],
  ...more,
});

export function status(more: Partial<StatusResult> = {}): StatusResult {
  return {
    account: { id: "kimai-1", service: "kimai", label: "Kimai · kimai.example" },
    now: "2026-11-19T11:12:00+01:00",
    zone: "Europe/Berlin",
    state: "idle",
    running: null,
    break: null,
    today: { day: "2026-11-19", seconds: 9_000, running: 0, target: 28_800 },
    week: { first: "2026-11-16", number: 47, seconds: 92_700, target: 144_000, days: [] },
    last: null,
    ...more,
  };
}

export const working = (more: Partial<StatusResult> = {}) => status({ state: "working", running: entry(), ...more });

export const offline: Failure = { code: "offline", message: "No connection.", saved: "no" };
const unknown: Failure = { code: "timeout", message: "No answer.", saved: "unknown" };

export const nothingWaits: AppState["timer"]["outbox"] = {
  waiting: [],
  question: null,
  offline: null,
  assumed: null,
};

export function appState(timer: Partial<AppState["timer"]> = {}, more: Partial<AppState> = {}): AppState {
  return {
    now: iso(thursday),
    version: "0.1.0",
    language: "en",
    accounts: [
      {
        id: "kimai-1",
        service: "kimai",
        label: "Kimai · kimai.example",
        place: "kimai.example",
        person: "Ada",
        zone: "Europe/Berlin",
        version: "2.66.0",
        targetSeconds: null,
        state: "ok",
        failure: null,
        readAt: iso(thursday),
        sessionOnly: false,
      },
    ],
    activeAccount: "kimai-1",
    timer: {
      phase: timer.status?.state ?? "unknown",
      stale: false,
      status: null,
      readAt: timer.status?.now ?? null,
      revision: 0,
      recent: [],
      suggestion: null,
      pending: null,
      undo: null,
      failed: null,
      outbox: nothingWaits,
      notes: [],
      ...timer,
    },
    ui: {
      language: "system",
      theme: "system",
      trayIcon: "automatic",
      zoom: 100,
      keepRunning: true,
      updates: "ask",
      zoneKept: null,
      entriesView: "list",
      calendarStep: 15,
      ownCalendarShown: false,
      away: { minutes: 10, always: null },
      reminders: emptySettings().ui.reminders,
    },
    startAtLogin: false,
    platform: { os: "linux", tray: true, keychain: "Secret Service" },
    settingsProblem: null,
    settingsCopy: null,
    asides: [],
    company: null,
    updates: noUpdates,
    clicksKept: true,
    ownCalendar: null,
    writes: 0,
    shortcuts: { by: "system", list: [] },
    favorites: [],
    ...more,
  };
}

const storedOtherwise = {
  code: "conflict",
  message: "Kimai stored something else than was command: end 19:00 (command: 10:00).",
  saved: "yes",
} as const;

/**
 * A service behind a server, in memory: it keeps one timer, and loses, refuses or delays answers as it is told. Every
 * write that took effect is in `writes`.
 */
export class FakeService implements Server, AppRequests {
  running: EntryView | null = null;
  paused: StatusResult["break"] = null;
  last: EntryView | null = null;
  /** All that has ended, oldest first. */
  readonly ended: EntryView[] = [];
  readonly calls: { tool: string; args: Record<string, unknown> }[] = [];
  readonly writes: string[] = [];
  /** What happens to calls from now on; a write that is `lost` took effect, `otherwise` at another time. */
  mode: "fine" | "offline" | "lost" | "refuse" | "refuse reads" | "signed out" | "otherwise" = "fine";
  /** Holds answers back until it is resolved. */
  gate: Promise<void> = Promise.resolve();
  /** Milliseconds until a call is answered. */
  delay = 0;
  inFlight = { reads: 0, writes: 0, mostReads: 0, mostWrites: 0 };
  /** Whether the journal holds what is written, by numbers from 1. */
  journals = false;
  /** What an undo by the journal answers. */
  undone: { kind: string } = { kind: "done" };
  /** Where each call was asked for. */
  readonly places: string[] = [];
  private ids = 1;
  private changes = 0;

  constructor(private readonly now: () => number) {}

  call: Server["call"] = async (tool, args, schema, options) => {
    const kind = /^(get|find|list)/.test(tool) ? "reads" : "writes";
    this.calls.push({ tool, args });
    this.places.push(`${tool} ${currentPlace()}`);
    this.inFlight[kind]++;
    this.inFlight.mostReads = Math.max(this.inFlight.mostReads, this.inFlight.reads);
    this.inFlight.mostWrites = Math.max(this.inFlight.mostWrites, this.inFlight.writes);
    const { mode } = this;
    try {
      const { delay } = this;
      // What is read is true when it is read, and may be old when the answer comes.
      const early = kind === "reads" && mode !== "offline" ? this.answer(tool, args) : null;
      const answered = this.gate.then(() => (delay > 0 ? new Promise((done) => setTimeout(done, delay)) : undefined));
      await untilCancelled(answered, options?.signal);
      if (mode === "offline") throw new AppFailure(offline);
      if (mode === (kind === "writes" ? "refuse" : "refuse reads"))
        throw new AppFailure({ code: "forbidden", message: "You have no right.", saved: "no" });
      if (mode === "signed out") throw new AppFailure({ code: "unauthorized", message: "Signed out.", saved: "no" });
      const answer = early ?? this.answer(tool, args);
      if (mode === "lost") throw new AppFailure({ ...unknown, saved: kind === "reads" ? "no" : "unknown" });
      if (mode === "otherwise" && kind === "writes") throw new AppFailure(storedOtherwise);
      if (kind === "writes" && this.journals && options?.change) options.change.id = ++this.changes;
      return schema.parse(answer) as never;
    } finally {
      this.inFlight[kind]--;
    }
  };

  request: AppRequests["request"] = async (_method, params, schema) => {
    if (this.mode === "offline") throw new AppFailure(offline);
    this.writes.push(`undo ${JSON.stringify(params)}`);
    if (this.undone.kind === "done" && this.last) this.running = { ...this.last, end: null };
    return schema.parse({ notes: [], change: 9, changed: [], ...this.undone });
  };

  private answer(tool: string, args: Record<string, unknown>): unknown {
    const at = (args.at as string | undefined) ?? iso(this.now());
    switch (tool) {
      case "get_status":
        return status({
          now: iso(this.now()),
          state: this.running ? "working" : this.paused ? "break" : "idle",
          running: this.running && { ...this.running, seconds: this.workedSince(this.running.begin) },
          break: this.paused,
          last: this.last,
        });
      case "list_time": {
        const [from, to] = [Date.parse(String(args.from)), Date.parse(String(args.to))];
        const entries = [...this.ended, ...(this.running ? [this.running] : [])].filter(
          ({ begin }) => Date.parse(begin) >= from && Date.parse(begin) < to,
        );
        const total = { entries: entries.length, seconds: 0 };
        return { zone: "Europe/Berlin", period: "", from: iso(from), to: iso(to), total, entries };
      }
      case "find_work":
        return { items: [], recent: [{ work: relaunch, text: "", tags: [] }], more: 0 };
      case "clock_in": {
        this.writes.push(`in ${String(args.project)} ${at}`);
        const stopped = this.running ? [this.end(at)] : [];
        const id = String(args.project ?? "").replace("#", "");
        this.running = entry({
          id: String(this.ids++),
          begin: at,
          seconds: this.workedSince(at),
          work: id ? { project: { id, name: id } } : {},
          text: "",
        });
        this.paused = null;
        return { entry: this.running, stopped, notes: [] };
      }
      case "clock_out": {
        if (!this.running && !this.paused) return { entries: [], notes: [] };
        this.writes.push(`out ${at}`);
        const ended = this.running ? this.end(at) : null;
        this.paused = null;
        return { entries: ended ? [ended] : [], notes: [] };
      }
      case "take_break": {
        this.writes.push(args.resume ? `resume ${at}` : `break ${at}`);
        if (args.resume) {
          this.running = entry({ id: String(this.ids++), begin: at, seconds: this.workedSince(at) });
          this.paused = null;
          return { entry: this.running, stopped: [], notes: [] };
        }
        if (!this.running) throw new AppFailure({ code: "nothing_running", message: "Nothing runs.", saved: "no" });
        this.paused = { since: at, entry: this.end(at) };
        return { break: this.paused, notes: [] };
      }
      default: {
        const change = (args.changes as Record<string, unknown>[])[0] ?? {};
        this.writes.push(`change ${JSON.stringify(change)}`);
        if (change.to !== undefined && this.last && this.last.id === change.id)
          this.last = { ...this.last, end: String(change.to) };
        if (change.reopen && this.last) this.running = { ...this.last, end: null };
        if (this.running && change.description !== undefined)
          this.running = { ...this.running, text: String(change.description) };
        return { entries: this.running ? [this.running] : [], notes: [] };
      }
    }
  }

  private workedSince = (begin: string) => Math.max(0, Math.floor((this.now() - Date.parse(begin)) / 1000));

  private end(at: string): EntryView {
    const ended = { ...(this.running ?? entry()), end: at };
    this.running = null;
    this.last = ended;
    this.ended.push(ended);
    return ended;
  }
}

/** @throws AppFailure as soon as the caller stops waiting, whatever was answered */
function untilCancelled(answered: Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  return until(answered, signal).catch((error) => {
    if (!signal?.aborted) throw error;
    throw new AppFailure({ code: "cancelled", message: "Cancelled.", saved: "unknown" });
  });
}

/** What the file of waiting commands keeps, without the disk. */
export function memoryOutbox(before: readonly Waiting[] = []): OutboxFile {
  let kept = structuredClone([...before]);
  return {
    of: (account) => kept.filter((one) => one.account === account),
    all: () => kept,
    put(account, commands) {
      kept = [...kept.filter((one) => one.account !== account), ...structuredClone([...commands])];
    },
    isKept: () => true,
  };
}

/** What accounts showed last, in memory. */
export function memoryLastKnown(): LastKnown {
  const kept = new Map<string, Known>();
  return {
    of: (account) => kept.get(account) ?? null,
    put: (account, known) => void kept.set(account, structuredClone(known)),
    drop: (account) => void kept.delete(account),
  };
}

/** A keychain in memory; items by account id. */
export class FakeKeychain implements CredentialStore {
  readonly items = new Map<string, string>();
  broken = false;
  private check(): void {
    if (this.broken) throw new ServiceError("keychain", "No keychain is running.", { next: "Start one." });
  }
  async get({ id }: CredentialPlace) {
    this.check();
    return this.items.get(id) ?? null;
  }
  async set({ id }: CredentialPlace, secret: string) {
    this.check();
    this.items.set(id, secret);
  }
  async delete({ id }: CredentialPlace) {
    this.check();
    return this.items.delete(id);
  }
  async probe() {
    if (this.broken) return { ok: false as const, message: "No keychain is running.", next: "Start one." };
    return { ok: true as const, backend: "memory", milliseconds: 1 };
  }
}
