import type { Ref } from "../../../domain/entities";
import { type Remembered, remembered } from "../../http/cache";
import type { Kimai } from "../context";
import { personRef } from "../mapping/entities";
import { discoverPeople } from "./discover-people";

interface Everyone {
  /** With the caller's own, by name. */
  people: Ref[];
  /** Why somebody may be missing among them; null: Kimai itself gave the list. */
  missing: string | null;
}
export type KnownPeople = Remembered<Everyone>;

/** Everybody whom the caller may know, asked for at most once a minute and by all who need it together. */
export const rememberEveryone = (kimai: Kimai): KnownPeople =>
  remembered(60_000, kimai.env.now, async () => {
    const facts = await kimai.facts.get();
    const { rows, missing } = await discoverPeople(kimai.client, !("others_time.read" in facts.refused));
    const { id, name } = facts.person;
    const known = new Map<string, Ref>([[id, { id, name }]]);
    for (const each of rows) if (each.enabled !== false) known.set(String(each.id), personRef(each));
    return { people: [...known.values()].sort((a, b) => a.name.localeCompare(b.name)), missing };
  });

/** People by their ids, with their names where these are known; whoever is not keeps the id for a name. */
export async function namedPeople(known: KnownPeople, self: Ref, ids: readonly string[]): Promise<Ref[]> {
  const unique = [...new Set(ids)];
  // One's own name is known, and nobody else is asked for then.
  const found = unique.some((id) => id !== self.id) ? await known.get().catch(() => null) : null;
  const names = new Map((found?.people ?? []).map((person) => [person.id, person.name]));
  names.set(self.id, self.name);
  return unique.map((id) => ({ id, name: names.get(id) ?? `#${id}` }));
}
