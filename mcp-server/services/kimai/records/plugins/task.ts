import type { Call } from "../../../../domain/call";
import { ServiceError } from "../../../../domain/errors";
import type { RecordDraft, ServiceRecord } from "../../../../domain/records";
import { isGone } from "../../../shared/refusals";
import { demand } from "../../capabilities/require-capability";
import { nothing } from "../../client/client";
import { task, type WireTask } from "../../client/plugin-wire";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { checkDraft } from "../draft";
import type { NamesOf } from "../names";
import { saveOnce } from "../save";
import { asRefused, plainFields } from "../shared";
import type { KimaiRecordType } from "../type";
import { rowsFrom } from "../window";
import { writeFields } from "./plugin-meta";
import { taskBody, taskFields, taskFilters, taskQuery, taskRecord } from "./task-shape";
import { assigning, go, logging, moving, type Step } from "./task-steps";

/** Tasks of the paid plugin (kimai-api.md §3.13). */
export function taskType(kimai: Kimai, names: NamesOf): KimaiRecordType {
  const { client } = kimai;
  const pathOf = (id: string) => ["tasks", wireId(id, "a task")];
  const one = (id: string, call?: Call) => asRefused("see this task", client.get(task, pathOf(id), [], call?.signal));

  /**
   * What has routes of its own, one after the other, each from the task as it then is. What is saved before stays saved,
   * so a later step that fails is told and not thrown.
   */
  async function walk(row: WireTask, values: RecordDraft, saved: boolean, call?: Call) {
    const { zone, person } = await kimai.facts.get(call);
    const notes: string[] = [];
    let now = row;
    let done = saved;
    const plans: ((at: WireTask) => Step[])[] = [
      (at) => assigning(at, values.assignee, Number(person.id)),
      (at) => moving(at, values.status),
      () => logging(values.log, zone),
    ];
    for (const plan of plans)
      try {
        for (const step of plan(now)) {
          now = await go(kimai, now.id, step, call);
          done = true;
          if (step.path === "stop" && values.status !== now.status) notes.push(`Its status in Kimai is ${now.status}.`);
          if (step.path === "log") notes.push("The work is booked as an entry of time.");
        }
      } catch (error) {
        if (!done || !(error instanceof ServiceError)) throw error;
        notes.push(`Not all of it was done: ${error.message}`);
        break;
      }
    const told = await writeFields(kimai, ["tasks", now.id], values.meta);
    if (values.meta != null) now = await one(String(now.id)).catch(() => now);
    return { record: await taskRecord(now, names), notes: [...notes, ...told] };
  }

  async function patched(id: string, values: RecordDraft, call?: Call) {
    const before = await one(id, call);
    const body = taskBody(values);
    if (Object.keys(body).length === 0) return { row: before, notes: [], saved: false };
    const { value, notes } = await asRefused(
      "change this task",
      saveOnce(
        kimai,
        taskFields,
        () => client.write(task, "PATCH", pathOf(id), body, call?.signal),
        async () => {
          const now = await one(id);
          return JSON.stringify(now) === JSON.stringify(before) ? null : now;
        },
      ),
    );
    return { row: value, notes, saved: true };
  }

  return {
    async describe(call) {
      const closed = (await kimai.facts.get(call)).refused["task.read"];
      if (closed !== undefined)
        return { actions: [], parents: [], fields: [], filters: [], notes: [`There are no tasks: ${closed}.`] };
      return {
        actions: ["list", "get", "create", "update", "delete"],
        parents: [],
        fields: plainFields(taskFields),
        filters: taskFilters,
        notes: ["Only who a task is assigned to starts, stops and closes it."],
      };
    },

    async list(query, call) {
      await demand(kimai, "task.read", call);
      const source = { schema: task, path: ["tasks"], query: taskQuery(query) };
      const { rows, total } = await asRefused("see these tasks", rowsFrom(client, source, query, call));
      const closed = query.filters?.status === undefined && !query.includeHidden;
      return {
        records: await Promise.all(rows.map((row) => taskRecord(row, names))),
        total,
        notes: closed ? ["Closed tasks are left out."] : [],
      };
    },

    async get(id, _of, call): Promise<ServiceRecord> {
      await demand(kimai, "task.read", call);
      return taskRecord(await one(id, call), names);
    },

    async create(values, _of, call) {
      await demand(kimai, "task.create", call);
      checkDraft(values, taskFields, "create", "task");
      const query = taskQuery({ type: "task", includeHidden: true, text: String(values.name), limit: 500, offset: 0 });
      const twins = async () =>
        (await rowsFrom(client, { schema: task, path: ["tasks"], query }, { offset: 0, limit: 500 })).rows;
      const old = new Set((await twins()).map((row) => row.id));
      const made = await asRefused(
        "create tasks",
        saveOnce(
          kimai,
          taskFields,
          () => client.write(task, "POST", ["tasks"], taskBody(values), call?.signal),
          async () => (await twins()).find((row) => !old.has(row.id) && row.title === values.name) ?? null,
        ),
      );
      const { record, notes } = await walk(made.value, values, true, call);
      return { record, notes: [...made.notes, ...notes] };
    },

    async update(id, values, _of, call) {
      await demand(kimai, "task.update", call);
      checkDraft(values, taskFields, "change", "task");
      const { row, notes, saved } = await patched(id, values, call);
      const walked = await walk(row, values, saved, call);
      return { record: walked.record, notes: [...notes, ...walked.notes] };
    },

    async remove(id, _of, call) {
      await demand(kimai, "task.delete", call);
      await asRefused(
        "delete this task",
        saveOnce(
          kimai,
          [],
          async () => {
            await client.write(nothing, "DELETE", pathOf(id), undefined, call?.signal);
            return true;
          },
          async () => isGone(one(id)),
        ),
      );
    },
  };
}
