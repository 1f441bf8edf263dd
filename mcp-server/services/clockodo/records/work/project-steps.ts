import type { Call } from "../../../../domain/call";
import { quote } from "../../../../domain/quote";
import type { RecordDraft } from "../../../../domain/records";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { project, subproject, type WireProject, type WireSubproject } from "../../wire/work";
import { one, saveOnce } from "../shared";

/** What is done with projects and subprojects by calls of their own (clockodo-api.md §2.6). */
export function createSteps(clockodo: Clockodo) {
  const { client, lists } = clockodo;
  const readProject = async (id: number) => (await client.get(one(project), pathOf("projects", id))).data;
  const readSubproject = async (id: number) => (await client.get(one(subproject), pathOf("subprojects", id))).data;

  async function complete(kind: "project" | "subproject", id: number, completed: boolean, call?: Call) {
    const path = pathOf(kind === "project" ? "projects" : "subprojects", id, "complete");
    const saved = await saveOnce<WireProject | WireSubproject>(
      clockodo,
      async () =>
        (
          await client.write<{ data: WireProject | WireSubproject }>(
            kind === "project" ? one(project) : one(subproject),
            "PUT",
            path,
            { body: { completed } },
            call,
          )
        ).data,
      async () => {
        const row = await (kind === "project" ? readProject(id) : readSubproject(id));
        return row.completed === completed ? row : null;
      },
    );
    return saved.notes;
  }

  /** `billed_money` alone leaves whether all is billed as it is. */
  async function bill(id: number, draft: RecordDraft, call?: Call) {
    const billed = draft.billed ?? (await readProject(id)).billed_completely === true;
    const money = draft.billed_money;
    const body = { billed, ...(money === undefined ? {} : { billed_money: money }) };
    const saved = await saveOnce(
      clockodo,
      async () => (await client.write(one(project), "PUT", pathOf("projects", id, "setBilled"), { body }, call)).data,
      async () => {
        const row = await readProject(id);
        const same =
          (row.billed_completely ?? false) === billed && (money === undefined || (row.billed_money ?? null) === money);
        return same ? row : null;
      },
    );
    return saved.notes;
  }

  async function nextInterval(id: number, call?: Call) {
    const own = async (options?: { fresh?: boolean; signal?: AbortSignal }) =>
      (await lists.subprojects.get({ fresh: true, ...options })).filter((each) => each.projects_id === id);
    const old = new Set((await own({ signal: call?.signal })).map((each) => each.id));
    const { value, notes } = await saveOnce(
      clockodo,
      async () =>
        (await client.write(one(subproject), "POST", pathOf("projects", id, "createNextInterval"), { body: {} }, call))
          .data,
      async () => (await own()).find((each) => !old.has(each.id)) ?? null,
    );
    return [...notes, `The next interval is subproject #${value.id}, "${quote(value.name, 80)}".`];
  }

  return {
    /** What must come before other changes: a completed one takes none. */
    async before(kind: "project" | "subproject", id: number, draft: RecordDraft, call?: Call): Promise<string[]> {
      return draft.completed === false ? complete(kind, id, false, call) : [];
    },
    async after(kind: "project" | "subproject", id: number, draft: RecordDraft, call?: Call): Promise<string[]> {
      const notes: string[] = [];
      if (draft.next_interval === true) notes.push(...(await nextInterval(id, call)));
      if (draft.completed === true) notes.push(...(await complete(kind, id, true, call)));
      if (draft.billed !== undefined || draft.billed_money !== undefined) notes.push(...(await bill(id, draft, call)));
      return notes;
    },
  };
}
