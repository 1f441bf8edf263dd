import type { Call } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import { remembered } from "../../http/cache";
import { ifAllowed } from "../capabilities/require-capability";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { user } from "../wire/account";

/** How long it is remembered whose absences may be seen (milliseconds). */
const held = 60_000;

export interface Circle {
  /** Everybody in work whose name the caller may know, with their own, by name. */
  everyone(call?: Call): Promise<Ref[]>;
  /** People by their ids; `#42` for a name that cannot be seen. */
  named(ids: readonly string[], call?: Call): Promise<Ref[]>;
  /** Whether all absences of somebody are told to the caller; the scope says so, since a short list would not (§5). */
  sees(call?: Call): Promise<(id: string) => boolean>;
  /** Why somebody may be missing, in words; empty for those who see all. */
  missing(call?: Call): Promise<string[]>;
}

export function createCircle(clockodo: Clockodo): Circle {
  const { client, env, lists, profile } = clockodo;
  const viewable = remembered(held, env.now, async () => {
    const query = [["scope", "viewAbsences"]] as const;
    const seen = (await ifAllowed(client.list(user, pathOf("users"), { query }))) ?? [];
    return new Set(seen.map(({ id }) => String(id)));
  });

  return {
    async everyone(call) {
      const [{ facts }, users] = await Promise.all([
        profile.get({ signal: call?.signal }),
        lists.users.get({ signal: call?.signal }),
      ]);
      const known = new Map<string, Ref>([[facts.person.id, { id: facts.person.id, name: facts.person.name }]]);
      for (const { id, name, active } of users) if (active !== false) known.set(String(id), { id: String(id), name });
      return [...known.values()].sort((a, b) => a.name.localeCompare(b.name));
    },
    named: (ids, call) => Promise.all([...new Set(ids)].map((id) => clockodo.person(Number(id), call))),
    async sees(call) {
      const [{ facts }, seen] = await Promise.all([
        profile.get({ signal: call?.signal }),
        viewable.get({ signal: call?.signal }),
      ]);
      return (id) => id === facts.person.id || seen.has(id);
    },
    async missing(call) {
      const { user: self } = await profile.get({ signal: call?.signal });
      return self.role === "owner"
        ? []
        : ["Clockodo lists only the people whom you may see; others may be away too, and are not among these."];
    },
  };
}
