import { z } from "zod";
import {
  type EntryView,
  pausedResult,
  type StatusResult,
  startedResult,
  stoppedResult,
  type WorkView,
  workView,
  writtenResult,
} from "../../mcp-server/domain/results";
import { isUnreachable } from "../../mcp-server/domain/unreachable";
import { credentialCodes, notSaved } from "../app/failure";
import { type Failure, workChoice } from "../ipc/contract";
import type { CallOptions, Server } from "../server";

const entryId = z.string().min(1).max(200);

/** What the person wants done, with all that is needed to do it again; the shape in which it is kept on disk. */
export const commandSchema = z.discriminatedUnion("name", [
  z.object({ name: z.literal("clock_in"), choice: workChoice, createMissing: z.boolean() }),
  z.object({ name: z.literal("take_break"), typeId: z.string().optional() }),
  z.object({ name: z.literal(["clock_out", "resume"]) }),
  z.object({ name: z.literal("undo"), entryId }),
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
  notes: string[];
  running?: EntryView | null;
  paused?: StatusResult["break"];
  ended?: EntryView;
}

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
  server: Server,
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
      const { entries, notes } = await server.call("clock_out", { account, ...when }, stoppedResult, options);
      return { notes, running: null, ended: entries[0] };
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

/** It waits for its account to be connected again. */
export const notSent = "not_sent";
/** Somebody else answered: our request never got to the service. */
const answeredByOthers = ["redirected", "not_this_product"];
/** The app ended while it was being sent. */
export const brokenOff = "broken_off";

/** Whether what failed like this waits for the service, to be sent when it answers; else the person has to decide. */
export const waitsForService = ({ code }: Failure): boolean =>
  isUnreachable(code) || [...answeredByOthers, ...credentialCodes, notSent, brokenOff].includes(code);
