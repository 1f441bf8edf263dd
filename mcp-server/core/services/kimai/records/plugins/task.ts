import type { Call } from "../../../../domain/call";
import { ServiceError } from "../../../../domain/errors";
import type { RecordDraft } from "../../../../domain/records";
import type { MessageText } from "../../../../messages/catalog";
import { at, recordType } from "../../../shared/record-engine";
import { sameText, tookChange } from "../../../shared/save-once";
import { task, type WireTask } from "../../client/plugin-wire";
import type { Kimai } from "../../context";
import type { NamesOf } from "../names";
import { recordProduct } from "../shared";
import { rowsFrom } from "../window";
import { writeFields } from "./plugin-meta";
import { taskBody, taskFields, taskFilters, taskQuery, taskRecord } from "./task-shape";
import { assigning, go, logging, moving, type Step } from "./task-steps";

/** Tasks of the paid plugin (kimai-api.md §3.13). */
export function taskType(kimai: Kimai, names: NamesOf) {
  const { client } = kimai;

  /**
   * What has routes of its own, one after the other, each from the task as it then is. What is saved before stays saved,
   * so a later step that fails is told and not thrown.
   */
  async function walk(row: WireTask, values: RecordDraft, saved: boolean, call?: Call) {
    const { zone, person } = await kimai.facts.get(call);
    const notes: MessageText[] = [];
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
    if (values.meta != null) now = await client.get(task, ["tasks", now.id]).catch(() => now);
    return { row: now, notes: [...notes, ...told] };
  }

  return recordType(recordProduct(kimai), {
    type: "task",
    what: "a task",
    row: task,
    fields: taskFields,
    filters: taskFilters,
    notes: ["Only who a task is assigned to starts, stops and closes it."],
    cell: "task",
    none: "There are no tasks",
    place: at("tasks"),
    may: (verb) => (verb === "create" ? "create tasks" : `${verb} this task`),
    page: (query, call) => rowsFrom(client, { schema: task, path: ["tasks"], query: taskQuery(query) }, query, call),
    listNotes: (_call, _all, { filters, includeHidden }) =>
      filters?.status === undefined && !includeHidden ? ["Closed tasks are left out."] : [],
    alone: true,
    recordOf: (row) => taskRecord(row, names),
    create: {
      body: taskBody,
      async among({ name }) {
        const every = { offset: 0, limit: 500 };
        const query = taskQuery({ type: "task", includeHidden: true, text: String(name), ...every });
        return (await rowsFrom(client, { schema: task, path: ["tasks"], query }, every)).rows;
      },
      is: (row, { title }) => sameText(row.title, title),
    },
    update: {
      reads: true,
      body(values) {
        const body = taskBody(values);
        return Object.keys(body).length === 0 ? null : body;
      },
      took: (now, sent, before) => tookChange(now, sent, before ?? now),
    },
    remove: true,
    after: walk,
  });
}
