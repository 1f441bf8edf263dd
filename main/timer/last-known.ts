import { join } from "node:path";
import { z } from "zod";
import { statusResult } from "#core/domain/results/timer";
import { openKeptJson } from "#core/platform/state/kept-json";
import type { Log } from "../app/failure";
import { workChoice } from "../ipc/contract/timer/work-choice";

const known = z.object({
  status: statusResult,
  recent: z.array(workChoice).max(20),
  /** The service takes no other time than now. */
  stamps: z.boolean(),
});
export type Known = z.infer<typeof known>;

const fileSchema = z.object({ version: z.literal(1), accounts: z.array(z.object({ id: z.string(), known })) });

/** Accounts; the one that was read longest ago goes first. */
const most = 20;
/** Bytes; the longest texts of so many accounts. */
const largest = 4_000_000;

/** What each account showed when it was read last. */
export interface LastKnown {
  of(account: string): Known | null;
  put(account: string, known: Known): void;
  drop(account: string): void;
}

/** What changes with each reading alone is no reason to write. */
const keyOf = ({ status: { running, break: pause, last, today }, recent, stamps }: Known) =>
  JSON.stringify([running && { ...running, seconds: 0 }, pause, last, today.day, recent, stamps]);

/** In `last-known.json` below Punchcard's folder, so that a start without network has something to show and to click. */
export function openLastKnown(home: string, log: Log): LastKnown {
  const parse = (data: unknown) => fileSchema.parse(data);
  const file = openKeptJson(join(home, "last-known.json"), "last known", { largest, parse, log });
  let accounts = file.read()?.accounts ?? [];
  const write = (next: typeof accounts) => {
    accounts = next.slice(-most);
    file.write({ version: 1, accounts });
  };
  const of = (account: string) => accounts.find(({ id }) => id === account)?.known ?? null;
  return {
    of,
    put(account, now) {
      const before = of(account);
      if (before && keyOf(before) === keyOf(now)) return;
      write([...accounts.filter(({ id }) => id !== account), { id: account, known: now }]);
    },
    drop(account) {
      if (of(account)) write(accounts.filter(({ id }) => id !== account));
    },
  };
}
