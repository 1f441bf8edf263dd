import type { Call } from "../../../domain/call";
import { pageOf } from "../../../domain/drafts";
import type { Ref } from "../../../domain/entities";
import type { RecordField, RecordValue, ServiceRecord } from "../../../domain/records";
import type { Calamari } from "../context";
import { refOf } from "../mapping/person";
import type { WirePerson } from "../wire/person";
import { archiveProject, companyProjects, makeProject } from "../work/projects";
import { checkDraft, idOf, isSelf, notThere, personIds } from "./shared";
import type { CalamariRecordType } from "./type";

const fields: readonly RecordField[] = [
  { name: "name", kind: "text", needed: true, minLength: 1, maxLength: 255 },
  { name: "people", kind: "list", item: "ref", of: "person", when: "create", hint: "Only these may book on it." },
  { name: "teams", kind: "list", item: "ref", of: "team", when: "create", hint: "Only these may book on it." },
  { name: "own", kind: "flag", when: "never", hint: "false: the account's person may not book on it." },
];
const filters: readonly RecordField[] = [{ name: "company", kind: "flag", hint: "true: all, not only one's own." }];

/** Projects (calamari-api.md §2.4): listed, made, archived; who may book on one is told only when it is made. */
export function projectType(calamari: Calamari): CalamariRecordType {
  const { projects } = calamari;
  const recordOf = ({ id, name }: Ref, more: Record<string, RecordValue> = {}): ServiceRecord => ({
    type: "project",
    id,
    name,
    values: more,
  });

  async function all(call?: Call): Promise<ServiceRecord[]> {
    const [company, own] = await Promise.all([companyProjects(calamari, call), projects.get({ ...call, fresh: true })]);
    const ids = new Set(own.map(({ id }) => id));
    return company.map((each) => recordOf(each, { own: ids.has(each.id) }));
  }

  return {
    async describe(call) {
      const { refused } = await calamari.facts.get(call);
      const open = (["create", "delete"] as const).filter((action) => !(`project.${action}` in refused));
      return {
        actions: ["list", "get", ...open],
        parents: [],
        fields,
        filters,
        archives: "Nobody can book on it then; what was booked stays. Only Calamari itself can bring it back.",
        notes: ["Names cannot be changed through Calamari's interface, and archived projects are not listed."],
      };
    },

    async list(query, call) {
      if (query.filters?.company === true || query.includeHidden) return pageOf(await all(call), query);
      const own = await projects.get(call);
      return pageOf(
        own.map((each) => recordOf(each)),
        query,
      );
    },

    async get(id, _of, call) {
      const found = (await all(call)).find((each) => each.id === id);
      if (!found) throw notThere("project", id);
      return found;
    },

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
        ...(shown.length > 0 && { people: shown.map((each) => personName(each)) }),
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
