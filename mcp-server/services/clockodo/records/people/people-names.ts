import type { Call } from "../../../../domain/call";
import { remembered } from "../../../http/cache";
import { ifAllowed } from "../../capabilities/require-capability";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { accessGroup, team, type WireAccessGroup, type WireTeam } from "../../wire/people";
import { many } from "../shared";
import type { NameOf } from "./person-shape";

/** Names may change in Clockodo; what was seen is good for this long (milliseconds). */
const listsHold = 60_000;

/** Teams and access groups: small lists, read whole. */
export function createGroups({ client, env, lists }: Pick<Clockodo, "client" | "env" | "lists">) {
  const teams = remembered(listsHold, env.now, async () => {
    const all: WireTeam[] = [];
    for await (const { rows } of client.all(team, pathOf("teams"), { perPage: 1_000 })) all.push(...rows);
    return all;
  });
  const accessGroups = remembered(
    listsHold,
    env.now,
    async (): Promise<WireAccessGroup[]> => (await client.get(many(accessGroup), pathOf("accessGroups"))).data,
  );

  return {
    teams,
    accessGroups,
    forget() {
      teams.forget();
      accessGroups.forget();
      lists.users.forget();
    },
    /** Names of people, teams and groups, as far as the caller sees them. */
    async names(call?: Call): Promise<NameOf> {
      const { signal } = call ?? {};
      const [people, ownTeams, groups] = await Promise.all([
        ifAllowed(lists.users.get({ signal })),
        ifAllowed(teams.get({ signal })),
        ifAllowed(accessGroups.get({ signal })),
      ]);
      const map = (rows: readonly { id: number; name: string }[] | null) =>
        new Map((rows ?? []).map(({ id, name }) => [id, name]));
      const known = { person: map(people), team: map(ownTeams), access_group: map(groups) };
      return (type, id) => known[type as keyof typeof known]?.get(id) ?? `#${id}`;
    },
  };
}
export type Groups = ReturnType<typeof createGroups>;
