import { AppFailure } from "../failure";

/** The account in use, or a failure in words where none is connected. */
export function activeAccount(id: string | null): string {
  if (id !== null) return id;
  throw new AppFailure({ code: "argument", message: "No account is connected yet.", saved: "no" });
}

/** Calls of which only the last one counts: each ends the one before it. */
export class Latest {
  private current: AbortController | null = null;

  async run<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.cancel();
    const mine = new AbortController();
    this.current = mine;
    try {
      return await call(mine.signal);
    } finally {
      if (this.current === mine) this.current = null;
    }
  }

  cancel(): void {
    this.current?.abort();
    this.current = null;
  }
}
