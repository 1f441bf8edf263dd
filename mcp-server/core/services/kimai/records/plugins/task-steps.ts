import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { ServiceError } from "../../../../domain/errors";
import type { RecordValue } from "../../../../domain/records";
import { reworded } from "../../../../domain/reworded";
import { sentOnce } from "../../../shared/send-once";
import { task, type WireTask } from "../../client/plugin-wire";
import type { Kimai } from "../../context";
import { idOf } from "../shared";
import { loggedTimes } from "./task-shape";

/** One request that leads from a task as it is to what is wanted of it. */
export interface Step {
  /** For messages: `close it`. */
  word: string;
  path: string | null;
  body: Record<string, unknown>;
  /** Whether it took effect; absent: it cannot be seen in the task. */
  reached?(now: WireTask): boolean;
}

const ownAction = "Only who it is assigned to starts, stops and closes a task.";

/** Kimai assigns to the caller by a route of its own, to others by the form. */
export function assigning(now: WireTask, wanted: RecordValue | undefined, selfId: number): Step[] {
  if (wanted === undefined) return [];
  const id = wanted === null || wanted === "" ? null : idOf(wanted, "a person");
  const held = now.user?.id ?? null;
  if (id === held) return [];
  const reached = (later: WireTask) => (later.user?.id ?? null) === id;
  if (id === selfId && held === null) return [{ word: "assign it to you", path: "assign", body: {}, reached }];
  if (id === null && held === selfId) return [{ word: "take it off you", path: "unassign", body: {}, reached }];
  return [{ word: "assign it", path: null, body: { user: id }, reached }];
}

/**
 * The one route between two states. @throws ServiceError `conflict` where there is none
 */
export function moving(now: WireTask, wanted: RecordValue | undefined): Step[] {
  const running = (now.activeTimesheets?.length ?? 0) > 0;
  if (wanted === undefined || (wanted === now.status && !(wanted === "pending" && running))) return [];
  const reached = (later: WireTask) => later.status === wanted;
  if (wanted === "closed") return [{ word: "close it", path: "close", body: {}, reached }];
  if (wanted === "pending")
    return now.status === "closed"
      ? [{ word: "open it again", path: "reopen", body: {}, reached }]
      : [{ word: "stop it", path: "stop", body: {}, reached: (later) => (later.activeTimesheets?.length ?? 0) === 0 }];
  if (now.status !== "closed") return [{ word: "start it", path: "start", body: {}, reached }];
  throw new ServiceError("conflict", "The task is closed, and Kimai starts open ones only.", {
    next: "Set its status to pending first.",
  });
}

/** What was logged is an entry of time, so the task does not show whether it arrived. */
export function logging(wanted: RecordValue | undefined, zone: string): Step[] {
  if (wanted === undefined || wanted === null) return [];
  const body = loggedTimes(wanted, zone);
  return [{ word: "log the work", path: "log", body }];
}

/** Goes one step. @returns the task as it is then */
export async function go(kimai: Kimai, id: number, step: Step, call?: Call): Promise<WireTask> {
  const { client } = kimai;
  const path = ["tasks", id, ...(step.path === null ? [] : [step.path])];
  const single = () => client.get(task, ["tasks", id]);
  const { reached } = step;
  try {
    const sent = await sentOnce(
      () => client.write(z.unknown(), "PATCH", path, step.body, call?.signal),
      async () => {
        if (!reached) throw new Error("the task does not show it");
        const now = await single();
        return reached(now) ? now : null;
      },
      kimai.secondLookMs,
    );
    const row = task.safeParse(sent.value);
    return row.success && row.data.id === id && reached ? row.data : await single();
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== "forbidden" || error.fields) throw error;
    throw reworded(error, `Kimai does not let you ${step.word}.`, {
      next: ["start", "stop", "close"].includes(step.path ?? "") ? ownAction : "Ask the administrator of your Kimai.",
    });
  }
}
