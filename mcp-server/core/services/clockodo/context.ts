import type { Call } from "../../domain/call";
import type { AccountFacts, Entry, Ref } from "../../domain/entities";
import type { AdapterEnvironment } from "../../domain/ports";
import type { Remembered } from "../http/cache";
import type { ClockodoClient } from "./client/client";
import { entryOf, type Naming } from "./mapping/entry";
import { lockBefore } from "./people/lock-date";
import type { Profile } from "./profile";
import type { WireEntry } from "./wire/entry";
import type { Lists } from "./work/lists";

/** What the ports of the adapter share. */
export interface Clockodo {
  /** What people call it. */
  name: "Clockodo";
  client: ClockodoClient;
  env: AdapterEnvironment;
  facts: Remembered<AccountFacts>;
  profile: Remembered<Profile>;
  lists: Lists;
  /** Entries with names, from the rows themselves or from the lists, which are asked for only where a name is missing. */
  entries(rows: readonly WireEntry[], call?: Call): Promise<Entry[]>;
  entry(row: WireEntry, call?: Call): Promise<Entry>;
  /** The same for what a write answered: never fails and is not cut short, for the write did take effect. */
  written(row: WireEntry): Promise<Entry>;
  /** Id and name of somebody; `#42` where the caller may not see them. */
  person(id: number, call?: Call): Promise<Ref>;
  /** Milliseconds between looks for a write whose answer was lost. */
  secondLookMs: number;
}

/** What a row names by these members, and the list that knows the names. */
const named = [
  ["customers_id", "customers_name", "customers"],
  ["projects_id", "projects_name", "projects"],
  ["subprojects_id", "subprojects_name", "subprojects"],
  ["services_id", "services_name", "services"],
  ["users_id", "users_name", "users"],
] as const;
type ListName = (typeof named)[number][2];
/** Milliseconds for which a name that was seen is good. */
const namesHold = 10 * 60_000;

export function createContext(
  parts: Pick<Clockodo, "client" | "env" | "profile" | "lists" | "secondLookMs">,
): Clockodo {
  const { profile, lists } = parts;
  const facts: Remembered<AccountFacts> = {
    get: async (options) => (await profile.get(options)).facts,
    known: () => profile.known()?.facts,
    forget: () => profile.forget(),
  };

  /** Names that were seen, with the time until which they hold: a tray that looks each minute asks for no list each minute. */
  const seen = new Map<string, { name: string; until: number }>();
  const learn = (list: ListName, id: number, name: string) =>
    seen.set(`${list} ${id}`, { name, until: parts.env.now() + namesHold });

  /** Asks for those lists whose names some row lacks. */
  async function namesFor(rows: readonly WireEntry[], call?: Call): Promise<Naming> {
    // Most entries are the caller's own, and whose name that is, is known.
    const own = profile.known()?.user;
    if (own) learn("users", own.id, own.name);
    await Promise.all(
      named.map(async ([id, name, list]) => {
        for (const row of rows) if (row[id] && row[name]) learn(list, row[id], row[name]);
        const lacks = (row: WireEntry) => row[id] && (seen.get(`${list} ${row[id]}`)?.until ?? 0) <= parts.env.now();
        if (!rows.some(lacks)) return;
        const all: readonly { id: number; name: string }[] = await lists[list].get({ signal: call?.signal });
        for (const each of all) learn(list, each.id, each.name);
      }),
    );
    return (list, id) => seen.get(`${list} ${id}`)?.name ?? `#${id}`;
  }

  /** A lump-sum service counts its price so many times; only enhanced lists tell the price (§2.2). */
  async function priced(rows: readonly WireEntry[], call?: Call): Promise<readonly WireEntry[]> {
    const lacks = (row: WireEntry) => row.type === 3 && row.lumpsum_services_price == null;
    if (!rows.some(lacks)) return rows;
    const all = await lists.lumpSumServices.get({ signal: call?.signal });
    const priceOf = (id: number | null | undefined) => all.find((each) => each.id === id)?.price;
    return rows.map((row) => (lacks(row) ? { ...row, lumpsum_services_price: priceOf(row.lumpsum_services_id) } : row));
  }

  function shaped(rows: readonly WireEntry[], names: Naming): Entry[] {
    const held = profile.known();
    const lock = held ? lockBefore(held, parts.env.now()) : null;
    return rows.map((row) => {
      const entry = entryOf(row, names);
      return lock && entry.begin < lock.before ? { ...entry, locked: lock.why } : entry;
    });
  }

  const entries = async (rows: readonly WireEntry[], call?: Call) =>
    shaped(await priced(rows, call), await namesFor(rows, call));
  return {
    ...parts,
    name: "Clockodo",
    facts,
    entries,
    entry: async (row, call) => (await entries([row], call))[0] as Entry,
    async written(row) {
      const names = await namesFor([row]).catch((): Naming => (_list, id) => `#${id}`);
      const rows = await priced([row]).catch(() => [row]);
      return shaped(rows, names)[0] ?? entryOf(row, names);
    },
    async person(id, call) {
      const own = profile.known()?.user;
      if (own?.id === id) return { id: String(id), name: own.name };
      const all = await lists.users.get({ signal: call?.signal });
      return { id: String(id), name: all.find((each) => each.id === id)?.name ?? `#${id}` };
    },
  };
}
