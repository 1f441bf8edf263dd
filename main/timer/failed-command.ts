import type { Failure } from "../ipc/contract";
import { mustBeSettled, notSent, type TimerCommand } from "./commands";

export interface Attempt {
  command: TimerCommand;
  account: string;
  /** Milliseconds of the click. */
  meantAt: number;
}

/** A command that the service has not taken, as far as it is known. */
export interface Failed {
  attempt: Attempt;
  failure: Failure;
  /** It waited on disk while Punchcard did not run. */
  kept?: true;
  /** The app ended while it was being sent: not offered before the service was looked at. */
  unlooked?: true;
}

/** What is found on disk as being sent. */
export const brokenOff: Failure = {
  code: "broken_off",
  message: "Punchcard ended while this was being sent.",
  saved: "unknown",
  next: "Look at the service, or try it again: what it has taken is not sent twice.",
};

/** What is said of a command that waited for its account to be connected again: the former reason holds no more. */
export const notSentYet: Failure = {
  code: notSent,
  message: "This was not sent before the account was connected again.",
  saved: "no",
  next: "Try it again, or discard it.",
};

/** Mistyped edits of an entry are in the person's hands, not on their way. */
export const isKept = ({ attempt: { command }, failure }: Failed) =>
  failure.code !== "cancelled" && (command.name !== "edit" || mustBeSettled({ command: command.name, failure }));
