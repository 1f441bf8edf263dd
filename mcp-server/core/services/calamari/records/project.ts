import type { Call } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import type { RecordField, ServiceRecord } from "../../../domain/records";
import type { WritableType } from "../../shared/record-engine";
import type { Calamari } from "../context";
import { refOf } from "../mapping/person";
import type { WirePerson } from "../wire/person";
import { archiveProject, companyProjects, makeProject } from "../work/projects";
import { listType } from "./list-type";
import { checkDraft, idOf, isSelf, notThere, openActions, personIds } from "./shared";

const fields: RecordField[] = [
  { name: "name", kind: "text", needed: true, minLength: 1, maxLength: 255 },
  { name: "people", kind: "list", item: "ref", of: "person", when: "create", hint: "Only these may book on it." },
  { name: "teams", kind: "list", item: "ref", of: "team", when: "create", hint: "Only these may book on it." },
  { name: "own", kind: "flag", when: "never", hint: "false: the account's person may not book on it." },
];
const filters: RecordField[] = [{ name: "company", kind: "flag", hint: "true: all, not only one's own." }];

/** Projects (calamari-api.md §2.4): listed, made, archived; who may book on one is told only when it is made. */
export function projectType(calamari: Calamari): WritableType {
  const { projects } = calamari;
  const recordOf = (project: Ref, values: ServiceRecord["values"] = {}): ServiceRecord => ({
    type: "project",
    ...project,
    values,
  });

  async function all(call?: Call): Promise<ServiceRecord[]> {
    const [company, own] = await Promise.all([companyProjects(calamari, call), projects.get({ ...call, fresh: true })]);
    const ids = new Set(own.map(({ id }) => id));
    return company.map((each) => recordOf(each, { own: ids.has(each.id) }));
  }

  return {
    ...listType({
      fields,
      filters,
      archives: "Nobody can book on it then; what was booked stays. Only Calamari itself can bring it back.",
      notes: ["Names cannot be changed through Calamari's interface, and archived projects are not listed."],
      writes: openActions(calamari, "project", ["create", "delete"]),
      async rows({ filters: wanted, includeHidden }, call) {
        if (wanted?.company === true || includeHidden) return all(call);
        return (await projects.get(call)).map((each) => recordOf(each));
      },
      async one(id, _of, call) {
        const found = (await all(call)).find((each) => each.id === id);
        if (!found) throw notThere("project", id);
        return found;
      },
    }),

    async create(values, _of, call) {
      checkDraft(values, fields, "create", "project");
      const facts = await calamari.facts.get(call);
      const people = personIds(values.people);
      const teams = (Array.isArray(values.teams) ? values.teams : []).map((team) => String(idOf(team, "a team")));
      const body = {
        name: String(values.name),
        ...(people.length > 0 && { restrictedToPersons: people }),
        ...(teams.length > 0 && { restrictedToTeams: teams }),
      };
      // Naming others is about them, though the project is not.
      const others = people.some((id) => !isSelf(calamari, facts, id));
      const { made, notes } = await makeProject(calamari, body, call, others ? { beyond: "person.read" } : "nobody");
      // A team's people come along, though nobody named them.
      const shown = (made.employees ?? []).filter(
        (each) => calamari.env.may?.("person.read") || calamari.whose.isOwn(facts, each) === true,
      );
      const restricted = {
        ...(shown.length > 0 && { people: shown.map(personName) }),
        ...(made.teams?.length && { teams: made.teams.map(refOf) }),
      };
      return { record: recordOf({ id: String(made.id), name: made.name }, restricted), notes };
    },

    remove: (id, _of, call) => archiveProject(calamari, id, call),
    consequences: async () => [],
  };
}

const personName = ({ firstName, lastName, email }: WirePerson): Ref => ({
  id: (email ?? "").toLowerCase(),
  name: [firstName, lastName].filter(Boolean).join(" ") || (email ?? ""),
});
