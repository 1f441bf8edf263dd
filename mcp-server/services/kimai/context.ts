import type { Call } from "../../domain/call";
import type { AccountFacts, Entry, Ref, Work } from "../../domain/entities";
import type { AdapterEnvironment } from "../../domain/ports";
import { toInstant } from "../../time/format";
import type { Remembered } from "../http/cache";
import type { KimaiClient } from "./client/client";
import type { WireEntity, WireExpanded } from "./client/wire";
import { entryOf, personRef, workOf } from "./mapping/entities";
import { queryRange, readTime } from "./mapping/wire-time";

/** What the three ports of the adapter share. */
export interface Kimai {
  client: KimaiClient;
  env: AdapterEnvironment;
  facts: Remembered<AccountFacts>;
  /** Gives a record, which Kimai answers with bare ids after a write, its names. */
  named(row: WireEntity, call?: Call): Promise<Entry>;
  /** The same for what a write answered: never fails and is not cut short, for the write did take effect. */
  written(row: WireEntity): Promise<Entry>;
  /** The entry of a row that names everything itself; its names are remembered for `named`. */
  entry(row: WireExpanded): Entry;
  /** Milliseconds between looks for a write whose answer was lost. */
  secondLookMs: number;
}

/** Names may change in Kimai; what was seen is good for this long (milliseconds). */
const namesHold = 60_000;

export function createContext(
  client: KimaiClient,
  env: AdapterEnvironment,
  facts: Remembered<AccountFacts>,
  secondLookMs: number,
): Kimai {
  const works = new Map<string, { work: Work; at: number }>();
  const people = new Map<number, { person: Ref; at: number }>();
  const key = (project: number, activity: number) => `${project}/${activity}`;

  /** Exported time is closed to those who may not even mark it (§3.8); of the others Kimai does not tell. */
  function told(read: Entry): Entry {
    const mayMark = facts.known()?.fields.includes("exported") ?? true;
    return read.exported && !mayMark ? { ...read, locked: "It is exported." } : read;
  }

  function entry(row: WireExpanded): Entry {
    const at = env.now();
    const work = workOf(row);
    const person = personRef(row.user);
    works.set(key(row.project.id, row.activity.id), { work, at });
    people.set(row.user.id, { person, at });
    return told(entryOf(row, work, person));
  }

  function known(row: WireEntity): Entry | null {
    const since = env.now() - namesHold;
    const work = works.get(key(row.project, row.activity));
    const person = people.get(row.user);
    if (!work || !person || work.at < since || person.at < since) return null;
    return told(entryOf(row, work.work, person.person));
  }

  function nameless(row: WireEntity): Entry {
    const work = {
      project: { id: String(row.project), name: `#${row.project}` },
      activity: { id: String(row.activity), name: `#${row.activity}` },
    };
    return entryOf(row, work, people.get(row.user)?.person ?? { id: String(row.user), name: `#${row.user}` });
  }

  /** Single customers, projects and people are closed to most callers (§3.9), but a list of records names them all. */
  async function named(row: WireEntity, call?: Call): Promise<Entry> {
    const held = known(row);
    if (held) return held;
    const { zone } = await facts.get(call);
    const begin = readTime(row.begin);
    const range = queryRange(begin, toInstant(Date.parse(begin) + 1000), zone);
    const { rows } = await client.page(
      [
        ["user", row.user],
        ["project", row.project],
        ["begin", range.begin],
        ["end", range.end],
      ],
      call?.signal,
    );
    for (const each of rows) entry(each);
    return known(row) ?? nameless(row);
  }

  return {
    client,
    env,
    facts,
    secondLookMs,
    entry,
    named,
    written: (row) => named(row).catch(() => nameless(row)),
  };
}
