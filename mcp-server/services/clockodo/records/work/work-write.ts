import type { Call, Noted } from "../../../../domain/call";
import { ServiceError } from "../../../../domain/errors";
import { quote } from "../../../../domain/quote";
import type { RecordDraft, ServiceRecord } from "../../../../domain/records";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { checkDraft, holds, one, saveOnce } from "../shared";
import { budgetBody } from "./budget-fields";
import { createSteps } from "./project-steps";
import { type WorkKind, workBody, workFields } from "./work-fields";
import { type WorkRow, workSource } from "./work-source";

interface Reads {
  single(id: number, call?: Call): Promise<WorkRow>;
  record(row: WorkRow, call?: Call): Promise<ServiceRecord>;
}

/** Several requests make one change; what was done before one failed stays done. */
function halfSaved(error: unknown, what: string): unknown {
  if (!(error instanceof ServiceError)) return error;
  const { kind, message, fields, next, requestId, detail } = error;
  return new ServiceError(kind, `${message} ${what}`, { saved: "yes", fields, next, requestId, detail, cause: error });
}

const stepped = (kind: WorkKind): kind is "project" | "subproject" => kind === "project" || kind === "subproject";

/** Writes of what time is booked on: only what was asked for, once, with a look where the answer is lost. */
export function createWorkWrites(kind: WorkKind, clockodo: Clockodo, reads: Reads) {
  const { client, lists } = clockodo;
  const { resource, row, list } = workSource(kind, clockodo);
  const steps = createSteps(clockodo);
  const what = kind.replaceAll("_", " ");

  async function put(id: number, body: Record<string, unknown>, call?: Call): Promise<string[]> {
    if (Object.keys(body).length === 0) return [];
    const saved = await saveOnce(
      clockodo,
      async () => (await client.write(one(row), "PUT", pathOf(resource, id), { body }, call)).data,
      async () => {
        const now = await reads.single(id);
        return holds(now, body) ? now : null;
      },
    );
    return saved.notes;
  }

  return {
    async create(draft: RecordDraft, call?: Call): Promise<{ record: ServiceRecord } & Noted> {
      checkDraft(draft, workFields[kind], "create", what);
      const budget = stepped(kind) ? budgetBody(draft, null) : undefined;
      const body = { ...workBody(kind, draft), ...(budget ? { budget } : {}) };
      const old = new Set((await list.get({ fresh: true, signal: call?.signal })).map((each) => each.id));
      const { value, notes } = await saveOnce(
        clockodo,
        async () => (await client.write(one(row), "POST", pathOf(resource), { body }, call)).data,
        async () =>
          (await list.get({ fresh: true })).find((each) => each.name === draft.name && !old.has(each.id)) ?? null,
      );
      lists.forget();
      return { record: await reads.record(value), notes };
    },

    async update(id: number, draft: RecordDraft, call?: Call): Promise<{ record: ServiceRecord } & Noted> {
      checkDraft(draft, workFields[kind], "change", what);
      // Budgets are sent whole, so what is there is needed first.
      const given = stepped(kind) ? budgetBody(draft, (await reads.single(id, call)).budget ?? null) : undefined;
      const body = { ...workBody(kind, draft), ...(given === undefined ? {} : { budget: given }) };
      const notes: string[] = [];
      let done = "";
      try {
        if (stepped(kind)) notes.push(...(await steps.before(kind, id, draft, call)));
        if (draft.completed === false) done = "It is not completed any more; the rest is not saved.";
        notes.push(...(await put(id, body, call)));
        if (Object.keys(body).length > 0) done = "The other values are saved, this one is not.";
        if (stepped(kind)) notes.push(...(await steps.after(kind, id, draft, call)));
      } catch (error) {
        if (done !== "") lists.forget();
        throw done === "" ? error : halfSaved(error, done);
      }
      lists.forget();
      return { record: await reads.record(await reads.single(id)), notes };
    },

    /** @throws ServiceError `conflict` */
    async demandInactive(id: number, call?: Call): Promise<void> {
      const { name, active } = await reads.single(id, call);
      if (!active) return;
      throw new ServiceError(
        "conflict",
        `Clockodo deletes a ${what} only when it is inactive; ${quote(name, 80)} is active.`,
        {
          next: `Set active to false with save_record first, then delete it.`,
        },
      );
    },
  };
}
