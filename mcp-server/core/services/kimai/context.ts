import type { Call } from "../../domain/call";
import type { AccountFacts, Entry } from "../../domain/entities";
import type { AdapterEnvironment } from "../../domain/ports";
import { toInstant } from "../../time/format";
import type { Remembered } from "../http/cache";
import type { KimaiClient } from "./client/client";
import type { WireEntity, WireExpanded } from "./client/wire";
import { createKnownNames, type KnownNames } from "./known-names";
import { entryOf, personRef, workOf } from "./mapping/entities";
import { queryRange, readTime } from "./mapping/wire-time";

/** What the three ports of the adapter share. */
export interface Kimai {
  client: KimaiClient;
  env: AdapterEnvironment;
  facts: Remembered<AccountFacts>;
  names: KnownNames;
  /** Gives a record, which Kimai answers with bare ids after a write, its names. */
  named(row: WireEntity, call?: Call): Promise<Entry>;
  /** The same for what a write answered: never fails and is not cut short, for the write did take effect. */
  written(row: WireEntity): Promise<Entry>;
  /** The entry of a row that names everything itself; its names are remembered for `named`. */
  entry(row: WireExpanded): Entry;
  /** Milliseconds between looks for a write whose answer was lost. */
  secondLookMs: number;
}

export function createContext(
  client: KimaiClient,
  env: AdapterEnvironment,
  facts: Remembered<AccountFacts>,
  secondLookMs: number,
): Kimai {
  const names = createKnownNames(env.now);

  /** Exported time is closed to those who may not even mark it (§3.8); of the others Kimai does not tell. */
  function told(read: Entry): Entry {
    const mayMark = facts.known()?.fields.includes("exported") ?? true;
    return read.exported && !mayMark ? { ...read, locked: "It is exported." } : read;
  }

  function entry(row: WireExpanded): Entry {
    const work = workOf(row);
    const person = personRef(row.user);
    names.learnWork(row.project.id, row.activity.id, work);
    names.learnPerson(row.user.id, person);
    return told(entryOf(row, work, person));
  }

  function known(row: WireEntity): Entry | null {
    const work = names.work(row.project, row.activity);
    const person = names.person(row.user);
    return work && person ? told(entryOf(row, work, person)) : null;
  }

  function nameless(row: WireEntity): Entry {
    const work = {
      project: { id: String(row.project), name: `#${row.project}` },
      activity: { id: String(row.activity), name: `#${row.activity}` },
    };
    return entryOf(row, work, names.person(row.user) ?? { id: String(row.user), name: `#${row.user}` });
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
    names,
    secondLookMs,
    entry,
    named,
    written: (row) => named(row).catch(() => nameless(row)),
  };
}
