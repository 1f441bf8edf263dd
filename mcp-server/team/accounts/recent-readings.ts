import type { Call } from "#core/domain/call";
import { until } from "#core/domain/interruption";
import type { EntryPage, Service } from "#core/domain/ports";
import { over } from "#core/journal/ports/over";

/** Milliseconds for which what was changed past Punchcard may not show in a status. */
const recentMilliseconds = 5_000;

interface Reading {
  value: unknown;
  at: number;
}

/**
 * What one person's client read of the timer and of entries in the last seconds, for calls that only tell it
 * (`Call.recent`). Forgotten with the next write of the person, on any replica.
 */
export class RecentReadings {
  private readonly held = new Map<string, Reading>();
  private version = "";

  constructor(private readonly now: () => number) {}

  /** @param version another one after each write of the person; read from the database before anything is read at it */
  asOf(version: string): void {
    if (version !== this.version) this.held.clear();
    this.version = version;
  }

  dropOld(): void {
    for (const [key, { at }] of this.held) if (this.isOld(at)) this.held.delete(key);
  }

  /** The same service, whose timer and entries are remembered for whoever is content with that. */
  of(service: Service, account: string): Service {
    const { timer, time } = service;
    return over(service, {
      timer: over(timer, {
        read: (call) => {
          if (call?.recent) return this.once(`${account} timer`, () => timer.read(), call.signal);
          // What the person is told of it now, a status must not contradict.
          this.held.clear();
          return timer.read(call);
        },
      }),
      time: over(time, {
        list: (query, call) =>
          call?.recent
            ? this.pages(`${account} ${JSON.stringify(query)}`, () => time.list(query), call)
            : time.list(query, call),
      }),
    });
  }

  /** Those who come while it is read wait for the same reading, which therefore ends with no call. */
  private once<T>(key: string, read: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return until(
      this.kept(key, () => this.unlessFailed(key, read())),
      signal,
    );
  }

  /** Page after page as they are asked for, each read once. */
  private async *pages(key: string, list: () => AsyncIterable<EntryPage>, { signal }: Call): AsyncGenerator<EntryPage> {
    const { rest, read } = this.kept(key, () => ({
      rest: list()[Symbol.asyncIterator](),
      read: [] as Promise<IteratorResult<EntryPage>>[],
    }));
    for (let index = 0; ; index++) {
      read[index] ??= this.unlessFailed(key, rest.next());
      const next = await until(read[index] as Promise<IteratorResult<EntryPage>>, signal);
      if (next.done) return;
      yield next.value;
    }
  }

  private kept<T>(key: string, begin: () => T): T {
    const known = this.held.get(key);
    if (known && !this.isOld(known.at)) return known.value as T;
    const value = begin();
    this.held.set(key, { value, at: this.now() });
    return value;
  }

  private unlessFailed<T>(key: string, reading: Promise<T>): Promise<T> {
    reading.catch(() => this.held.delete(key));
    return reading;
  }

  private isOld(at: number): boolean {
    const age = this.now() - at;
    return age < 0 || age >= recentMilliseconds;
  }
}
