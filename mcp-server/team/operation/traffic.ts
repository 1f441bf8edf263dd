import type { Clock } from "../store/database";

/** Milliseconds of one count; thirty of them make the hour that is looked back on. */
export const countLasts = 120_000;
export const hour = 3_600_000;
/** Upper ends in milliseconds; what took longer is in one more. */
export const durations = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000] as const;

export const refusalKinds = ["too_many", "signed_out", "not_permitted", "foreign"] as const;
export type RefusalKind = (typeof refusalKinds)[number];

/** Requests of two minutes. */
export interface Count {
  /** Beginning, in milliseconds since the epoch. */
  at: number;
  requests: number;
  refused: Partial<Record<RefusalKind, number>>;
  /** How many took at most so long, for each of `durations` and for what took longer. */
  took: number[];
}

/** Requests of one process in the last hour, without who or what they were for. */
export class Traffic {
  private kept: Count[] = [];

  constructor(private readonly clock: Clock) {}

  /** @param route null: none, as a guard refused it or there is none @param seconds null: a stream */
  answered(route: string | null, status: number, seconds: number | null): void {
    const count = this.current();
    count.requests += 1;
    const kind = kindOf(route, status);
    if (kind) count.refused[kind] = (count.refused[kind] ?? 0) + 1;
    if (seconds === null) return;
    const place = durations.findIndex((most) => seconds * 1_000 <= most);
    const index = place === -1 ? durations.length : place;
    count.took[index] = (count.took[index] ?? 0) + 1;
  }

  counts(): Count[] {
    const since = this.clock() - hour;
    this.kept = this.kept.filter(({ at }) => at > since - countLasts);
    return this.kept;
  }

  private current(): Count {
    const at = Math.floor(this.clock() / countLasts) * countLasts;
    const last = this.kept.at(-1);
    if (last?.at === at) return last;
    const next: Count = { at, requests: 0, refused: {}, took: Array(durations.length + 1).fill(0) };
    this.kept = [...this.counts(), next];
    return next;
  }
}

function kindOf(route: string | null, status: number): RefusalKind | undefined {
  if (status === 429) return "too_many";
  if (status === 401) return "signed_out";
  if (status !== 403) return undefined;
  return route === null ? "foreign" : "not_permitted";
}
