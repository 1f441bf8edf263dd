import type { Call } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import type { WireLinked } from "../client/plugin-wire";
import { personRef } from "../mapping/entities";
import type { KnownPeople } from "../people/everyone";
import type { Lists } from "../work/lists";

/** Gives what plugins name by bare ids its names, each list asked for once and only where a name is missing. */
export interface NamesOf {
  project(from: WireLinked, call?: Call): Promise<Ref>;
  activity(from: WireLinked, call?: Call): Promise<Ref>;
  person(from: WireLinked): Promise<Ref>;
}

export function createNames(lists: Lists, known: KnownPeople): NamesOf {
  const ref = (id: number, name: string | null | undefined): Ref => ({ id: String(id), name: name || `#${id}` });
  const of = async (route: "projects" | "activities", { id, name }: WireLinked, call?: Call): Promise<Ref> => {
    if (name) return ref(id, name);
    const held = await lists[route].get(call).catch(() => []);
    return ref(id, held.find((each) => each.id === id)?.name);
  };
  return {
    project: (from, call) => of("projects", from, call),
    activity: (from, call) => of("activities", from, call),
    async person({ id, username, alias, name }) {
      if (username) return personRef({ id, username, alias });
      if (name) return ref(id, name);
      const held = await known.get().catch(() => null);
      return ref(id, held?.people.find((each) => each.id === String(id))?.name);
    },
  };
}
