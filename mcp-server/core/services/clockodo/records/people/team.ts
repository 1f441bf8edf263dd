import type { Call } from "../../../../domain/call";
import { ServiceError } from "../../../../domain/errors";
import { quote } from "../../../../domain/quote";
import type { RecordDraft } from "../../../../domain/records";
import type { Clockodo } from "../../context";
import { accessGroup, team, type WireAccessGroup, type WireTeam } from "../../wire/people";
import { field, never, ref, refs } from "../fields";
import { namesOf } from "../names";
import { counted, type RecordSpec } from "../record-type";
import { idOf, idsOf } from "../shared";

/** Names, and perhaps the caller's own rights, may be others after a write to people, teams or groups. */
export const peopleChanged =
  ({ lists, facts }: Clockodo) =>
  () => {
    lists.forget();
    facts.forget();
  };

/**
 * Nobody can be in two teams: Clockodo refuses it with ids (UserHasAnotherTeam), here it is said with names, before
 * anything is sent.
 * @throws ServiceError `conflict`
 */
export async function demandFree(clockodo: Clockodo, members: readonly number[], own: number | null, call?: Call) {
  const teams = await clockodo.lists.teams.get({ fresh: true, signal: call?.signal });
  for (const { id, name, user_ids } of teams) {
    const member = id === own ? undefined : members.find((each) => user_ids?.includes(each));
    if (member === undefined) continue;
    const person = (await namesOf(clockodo, ["person"], call))("person", member);
    throw new ServiceError(
      "conflict",
      `${quote(person, 80)} is in the team ${quote(name, 80)}; in Clockodo a person is in one team only.`,
      { next: `Take them out of ${quote(name, 80)} first (delete_record membership), or set team of the person.` },
    );
  }
}

const membersIn = ({ members, lead }: RecordDraft) => [
  ...idsOf(members, "a person"),
  ...(lead == null ? [] : [idOf(lead, "a person")]),
];

/** Teams with their members, whom Clockodo takes only whole (clockodo-api.md §2.8). */
export const teamRow = (clockodo: Clockodo): RecordSpec<WireTeam> => ({
  type: "team",
  what: "a team",
  kind: "team",
  resource: "teams",
  row: team,
  list: clockodo.lists.teams,
  fields: [
    field("name", "text", { needed: true, maxLength: 100 }),
    ref("lead", "leader", "person"),
    refs("members", "user_ids", "person", { hint: "All of them." }),
  ],
  notes: ["A person is in one team at most. Single members come and go as membership."],
  knownBy: "name",
  async complete(given, draft, before, call) {
    if (!before || draft.members !== undefined) await demandFree(clockodo, membersIn(draft), before?.id ?? null, call);
    return given;
  },
  changed: peopleChanged(clockodo),
  consequences: ({ user_ids }) => counted(user_ids?.length ?? 0, "membership", "memberships"),
});

/** Groups of people with the same rights (§2.15); the rights themselves are records of type access. */
export const accessGroupRow = (clockodo: Clockodo): RecordSpec<WireAccessGroup> => ({
  type: "access_group",
  what: "an access group",
  kind: "access",
  resource: "accessGroups",
  row: accessGroup,
  list: clockodo.lists.accessGroups,
  fields: [
    field("name", "text", { needed: true }),
    refs("members", "users_ids", "person", { hint: "All of them, at most 500." }),
    field("elevated", "flag", { wire: "has_elevated_access", ...never, hint: "It may administer something." }),
    field("master_data", "flag", { wire: "has_master_data_access", ...never }),
    field("company_default", "flag", never),
  ],
  notes: ["What a group may is access of the group. A person is in 30 groups at most."],
  knownBy: "name",
  changed: peopleChanged(clockodo),
  /** Its people stay, without the rights that they have by it. */
  consequences: ({ users_ids }) => counted(users_ids?.length ?? 0, "person's rights by it", "people's rights by it"),
});
