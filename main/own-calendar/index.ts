import type { KeychainItems } from "#core/platform/keychain";
import { type Log, notSaved, toFailure } from "../app/failure";
import type { CalendarView } from "../ipc/contract/entries/own-calendar";
import type { SettingsStore } from "../settings/store";
import { calendarAddress, ownersIn } from "./address";
import type { CalendarReading, ReadCalendar } from "./ics/background";
import { type Fetch, fetchCalendar, type Read, readCalendarFile, type Version } from "./source";

type Source = NonNullable<ReturnType<SettingsStore["get"]>["ownCalendar"]>;

/** Milliseconds: how old a reading may be, and how soon after a failed one the source is asked again by itself. */
const ages = { read: 15 * 60_000, failed: 2 * 60_000 };

/** Item of an address in the keychain: settings that name another host find nothing. */
const itemOf = (host: string) => `calendar https://${host}`;

interface Deps {
  settings: SettingsStore;
  keychain: Pick<KeychainItems, "get" | "set" | "delete">;
  fetch: Fetch;
  read: ReadCalendar;
  /** Asks the person for a file; null: none was chosen. */
  chooseFile(): Promise<string | null>;
  now(): number;
  log: Log;
}

interface Current {
  of: string;
  reading: CalendarReading;
  version: Version;
  at: number;
}

const nothing = { timed: [], allDay: [], incomplete: false, readAt: null, failure: null } satisfies CalendarView;

/** The person's own calendar: a file, or an address whose whole is a secret. Its events stay in memory. */
export class OwnCalendar {
  private current: Current | null = null;
  private failed: { of: string; at: number; failure: NonNullable<CalendarView["failure"]> } | null = null;
  private under: { promise: Promise<void>; abort: AbortController } | null = null;

  constructor(private readonly deps: Deps) {}

  /** Asks the source where the last reading is older than a quarter of an hour, or `fresh`. Never throws for the source. */
  async events({
    from,
    to,
    zone,
    fresh,
  }: {
    from: string;
    to: string;
    zone: string;
    fresh: boolean;
  }): Promise<CalendarView> {
    const source = this.deps.settings.get().ownCalendar;
    if (!source) return nothing;
    const of = JSON.stringify(source);
    if (fresh || this.isOld(of)) await this.refresh(source, of);
    const current = this.current?.of === of ? this.current : null;
    const failure = this.failed?.of === of ? this.failed.failure : null;
    if (!current) return { ...nothing, failure };
    const readAt = new Date(current.at).toISOString();
    try {
      return { ...(await current.reading.events(from, to, zone)), readAt, failure };
    } catch (error) {
      return { ...nothing, readAt, failure: this.told(error) };
    }
  }

  /** @returns false: the person chose none */
  async chooseFile(): Promise<boolean> {
    const path = await this.deps.chooseFile();
    if (path === null) return false;
    await this.use({ kind: "file", path }, (signal) => this.ask({ kind: "file", path }, null, signal), []);
    await this.forgetAddress();
    return true;
  }

  /** Proves it before it is kept. @throws AppFailure */
  async setAddress(typed: string): Promise<void> {
    const address = calendarAddress(typed);
    const { host } = address;
    await this.use(
      { kind: "address", host },
      (signal) => fetchCalendar(this.deps.fetch, address, null, signal),
      ownersIn(address),
      async () => {
        await this.forgetAddress(host);
        await this.deps.keychain.set(itemOf(host), address.href);
      },
    );
  }

  async remove(): Promise<void> {
    this.cancel();
    await this.forgetAddress();
    this.put(null);
    this.deps.settings.update((draft) => {
      draft.ownCalendar = null;
    });
  }

  cancel(): void {
    this.under?.abort.abort();
  }

  stop(): void {
    this.cancel();
    this.put(null);
  }

  private isOld(of: string): boolean {
    const now = this.deps.now();
    if (this.failed?.of === of) return now - this.failed.at > ages.failed;
    return this.current?.of !== of || now - this.current.at > ages.read;
  }

  private refresh(source: Source, of: string): Promise<void> {
    this.under ??= this.begin(async (signal) => {
      const before = this.current?.of === of ? this.current : null;
      try {
        const owners = source.kind === "address" ? ownersIn(await this.addressOf(source.host)) : [];
        const read = await this.ask(source, before?.version ?? null, signal);
        // Its settings may have changed while it was asked.
        if (JSON.stringify(this.deps.settings.get().ownCalendar) !== of) return;
        this.failed = null;
        if (read === null && before) before.at = this.deps.now();
        else if (read) this.put({ of, ...this.opened(read, owners) });
      } catch (error) {
        this.failed = { of, at: this.deps.now(), failure: this.told(error) };
      }
    });
    return this.under.promise;
  }

  private begin(run: (signal: AbortSignal) => Promise<void>) {
    const abort = new AbortController();
    const under = { abort, promise: Promise.resolve() };
    under.promise = run(abort.signal).finally(() => {
      if (this.under === under) this.under = null;
    });
    return under;
  }

  /** Reads it, proves that it is a calendar, and only then takes it in place of another. */
  private async use(
    source: Source,
    ask: (signal: AbortSignal) => Promise<Read>,
    owners: readonly string[],
    before = async () => {},
  ) {
    this.cancel();
    this.under = this.begin(async (signal) => {
      const read = await ask(signal);
      if (!read) throw notSaved("not_a_calendar", "There is nothing in it.");
      const opened = this.opened(read, owners);
      try {
        await opened.reading.events("2026-01-01", "2026-01-01", "UTC");
        if (signal.aborted) throw notSaved("cancelled", "It was cancelled.");
        await before();
      } catch (error) {
        opened.reading.close();
        throw error;
      }
      this.deps.settings.update((draft) => {
        draft.ownCalendar = source;
        draft.ui.ownCalendarShown = true;
      });
      this.failed = null;
      this.put({ of: JSON.stringify(source), ...opened });
    });
    await this.under.promise;
  }

  private opened({ text, version }: NonNullable<Read>, owners: readonly string[]): Omit<Current, "of"> {
    return { reading: this.deps.read(text, owners), version, at: this.deps.now() };
  }

  private async ask(source: Source, before: Version | null, signal: AbortSignal): Promise<Read> {
    if (source.kind === "file") return readCalendarFile(source.path, before);
    return fetchCalendar(this.deps.fetch, await this.addressOf(source.host), before, signal);
  }

  private async addressOf(host: string): Promise<URL> {
    const kept = await this.deps.keychain.get(itemOf(host));
    if (kept !== null && URL.canParse(kept) && new URL(kept).host === host) return calendarAddress(kept);
    throw notSaved("calendar_no_address", "The keychain has no address of this calendar.", "Enter its address again.");
  }

  /** @param but stays */
  private async forgetAddress(but?: string): Promise<void> {
    const { ownCalendar: old } = this.deps.settings.get();
    if (old?.kind === "address" && old.host !== but) await this.deps.keychain.delete(itemOf(old.host));
  }

  private put(next: Current | null): void {
    if (this.current?.reading !== next?.reading) this.current?.reading.close();
    this.current = next;
  }

  private told(error: unknown): NonNullable<CalendarView["failure"]> {
    return toFailure(error, this.deps.log);
  }
}
