import { z } from "zod";
import { isUnreachable } from "#core/domain/errors";
import { activityMethods, activityUndone } from "#core/domain/results/activity";
import { type EntryView, type WorkView, workView, writtenResult } from "#core/domain/results/entries";
import {
  pausedResult,
  type StatusResult,
  startedResult,
  statusResult,
  stoppedResult,
} from "#core/domain/results/timer";
import type { MessageText } from "#core/messages/catalog";
import { AppFailure, credentialCodes, notSaved } from "../app/failure";
import type { Failure } from "../ipc/contract";
import { workChoice } from "../ipc/contract/timer/work-choice";
import type { AppRequests, CallOptions, Server } from "../server";
import { currentPlace } from "../server/place";

const entryId = z.string().min(1).max(200);

/** What the person wants done, with all that is needed to do it again; the shape in which it is kept on disk. */
export const commandSchema = z.discriminatedUnion("name", [
  z.object({ name: z.literal("clock_in"), choice: workChoice, createMissing: z.boolean() }),
  z.object({ name: z.literal("take_break"), typeId: z.string().optional() }),
  z.object({ name: z.literal(["clock_out", "resume"]) }),
  /** `change`: what the journal made of the clock out that is taken back; absent where it is in none. */
  z.object({ name: z.literal("undo"), entryId, change: z.number().int().optional() }),
  z.object({
    name: z.literal("edit"),
    entryId,
    text: z.string().optional(),
    begin: z.string().optional(),
    end: z.string().optional(),
    work: workView.optional(),
    tags: z.array(z.string()).optional(),
    billable: z.boolean().optional(),
    createMissing: z.boolean().optional(),
  }),
]);
export type TimerCommand = z.infer<typeof commandSchema>;

/** What the service made of it, as far as the timer shows it before the next reading. */
export interface CommandResult {
  notes: MessageText[];
  running?: EntryView | null;
  paused?: StatusResult["break"];
  ended?: EntryView;
  /** The change of the journal that it became. */
  change?: number;
}

export type TimerServer = Server & AppRequests;

/** Names by id where there is one, so that two items of the same name stay two. */
export function workArguments(work: WorkView): Record<string, string> {
  const named = Object.entries(work).flatMap(([level, ref]) =>
    ref ? [[level, ref.id ? `#${ref.id}` : ref.name] as const] : [],
  );
  return Object.fromEntries(named);
}

/** A write of several rows answers per row; here there is one, and its refusal is the failure. */
export function refusedRows(result: z.output<typeof writtenResult>): void {
  const refused = result.failed?.[0];
  if (refused) throw notSaved("invalid", refused.message);
}

/**
 * Sends one write for what is meant.
 * @param at when it shall count; null: now, by the service's own clock where it has one.
 */
export async function send(
  server: TimerServer,
  account: string,
  command: TimerCommand,
  at: string | null,
  options: CallOptions,
): Promise<CommandResult> {
  const when = at === null ? {} : { at };
  switch (command.name) {
    case "clock_in": {
      const { work, text, tags } = command.choice;
      const args = {
        account,
        // Nothing chosen is a choice too; a call that names nothing would take the most recent work.
        ...(Object.keys(work).length > 0 ? workArguments(work) : { project: "" }),
        ...(text ? { description: text } : {}),
        ...(tags.length > 0 ? { tags } : {}),
        ...(command.createMissing ? { create_missing: true } : {}),
        ...when,
      };
      const { entry, notes } = await server.call("clock_in", args, startedResult, options);
      return { notes, running: entry };
    }
    case "clock_out": {
      const change = { id: null as number | null };
      const asked = { ...options, change };
      const { entries, notes } = await server.call("clock_out", { account, ...when }, stoppedResult, asked);
      return { notes, running: null, ended: entries[0], ...(change.id !== null && { change: change.id }) };
    }
    case "take_break": {
      const type = command.typeId === undefined ? {} : { type: `#${command.typeId}` };
      const result = await server.call("take_break", { account, ...when, ...type }, pausedResult, options);
      return { notes: result.notes, paused: result.break };
    }
    case "resume": {
      const args = { account, resume: true, ...when };
      const { entry, notes } = await server.call("take_break", args, startedResult, options);
      return { notes, running: entry };
    }
    case "undo": {
      const undone = command.change === undefined ? null : await undoChange(server, account, command.change, options);
      if (undone) return undone;
      const args = { account, changes: [{ id: command.entryId, reopen: true }] };
      const result = await server.call("update_time", args, writtenResult, options);
      refusedRows(result);
      return { notes: result.notes, running: result.entries[0] };
    }
    case "edit": {
      const { entryId, text, begin, end, work, tags, billable, createMissing } = command;
      const named = { id: entryId, description: text, from: begin, to: end, tags, billable };
      const changes = [{ ...named, ...(work && workArguments(work)) }];
      const args = { account, changes, ...(createMissing && { create_missing: true }) };
      const result = await server.call("update_time", args, writtenResult, options);
      refusedRows(result);
      return { notes: result.notes, running: result.entries[0] };
    }
  }
}

/**
 * Undoes a clock-out through the journal, so that Activity lists the change and its undo.
 * @returns null where the journal cannot undo it; the caller then reopens the entry
 */
async function undoChange(
  server: TimerServer,
  account: string,
  id: number,
  { signal }: CallOptions,
): Promise<CommandResult | null> {
  const params = { id, place: currentPlace() };
  const outcome = await server.request(activityMethods.undo, params, activityUndone, { write: true, signal });
  if (outcome.kind === "failed") throw new AppFailure(outcome.error);
  if (outcome.kind === "changed")
    throw notSaved(
      "conflict",
      "Something has changed since, so nothing was taken back.",
      "Look at the entry, and change its end there.",
    );
  if (outcome.kind === "cannot" && outcome.reason !== "undone") return null;
  // It is undone whatever this reading says; the next one shows it then.
  const status = await server.call("get_status", { account }, statusResult).catch(() => null);
  return { notes: outcome.kind === "done" ? outcome.notes : [], ...(status && { running: status.running }) };
}

/** It waits for its account to be connected again. */
export const notSent = "not_sent";
/** Somebody else answered: our request never got to the service. */
const answeredByOthers = ["redirected", "not_this_product"];
/** The app ended while it was being sent. */
export const brokenOff = "broken_off";

/** Whether what failed like this waits for the service, to be sent when it answers; else the person has to decide. */
export const waitsForService = ({ code }: Failure): boolean =>
  isUnreachable(code) || [...answeredByOthers, ...credentialCodes, notSent, brokenOff].includes(code);
