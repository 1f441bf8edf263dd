import type { Ref } from "../../../domain/entities";
import { fold } from "../../../domain/names";
import type { PersonRef } from "../../../domain/ports";
import { type Remembered, remembered } from "../../http/cache";
import type { Kimai } from "../context";
import { personRef } from "../mapping/entities";
import { discoverPeople } from "./discover-people";

interface Everyone {
  /** With the caller's own, by name. */
  people: Ref[];
  /** Deactivated people: nobody asks about all of them, but their time is still there to be asked for by name. */
  gone: Ref[];
  /** Usernames by id, as far as they are known. */
  logins: ReadonlyMap<string, string>;
  /** Why somebody may be missing among them; null: Kimai itself gave the list. */
  missing: string | null;
}
export type KnownPeople = Remembered<Everyone>;

/** Everybody whom the caller may know, asked for at most once a minute and by all who need it together. */
export const rememberEveryone = (kimai: Kimai): KnownPeople =>
  remembered(60_000, kimai.env.now, async () => {
    const facts = await kimai.facts.get();
    const { rows, missing } = await discoverPeople(kimai.client, !("others_time.read" in facts.refused), true);
    const { id, name } = facts.person;
    const known = new Map<string, PersonRef>([[id, { id, name }]]);
    for (const each of rows)
      known.set(String(each.id), {
        ...personRef(each),
        login: each.username,
        ...(each.enabled === false && { gone: true }),
      });
    const all = toldApart([...known.values()]).sort((a, b) => a.name.localeCompare(b.name));
    const plain = ({ id, name }: Ref): Ref => ({ id, name });
    return {
      people: all.filter(({ gone }) => !gone).map(plain),
      gone: all.filter(({ gone }) => gone).map(({ id, name }) => ({ id, name: `${name} (deactivated)` })),
      logins: new Map(rows.map((each) => [String(each.id), each.username])),
      missing,
    };
  });

/** Several people may share a display name; the username is unique (§3.10). */
function toldApart<T extends PersonRef>(people: T[]): T[] {
  const seen = new Map<string, number>();
  for (const { name } of people) seen.set(fold(name), (seen.get(fold(name)) ?? 0) + 1);
  return people.map((each) =>
    (seen.get(fold(each.name)) ?? 0) > 1 && each.login ? { ...each, name: `${each.name} (${each.login})` } : each,
  );
}

/** People by their ids, with their names where these are known; whoever is not keeps the id for a name. */
export async function namedPeople(known: KnownPeople, self: Ref, ids: readonly string[]): Promise<Ref[]> {
  const unique = [...new Set(ids)];
  // One's own name is known, and nobody else is asked for then.
  const found = unique.some((id) => id !== self.id) ? await known.get().catch(() => null) : null;
  const all = found ? [...found.people, ...found.gone] : [];
  const names = new Map(all.map((person) => [person.id, person.name]));
  names.set(self.id, self.name);
  return unique.map((id) => ({ id, name: names.get(id) ?? `#${id}` }));
}
