import type { AwayReason } from "../ipc/contract/timer/away";

/** What the system tells of its person. All times in milliseconds since 1970. */
export type PresenceEvent =
  /** `idle`: milliseconds since the last key or move of the mouse. */
  | { kind: "idle"; at: number; idle: number }
  | { kind: "locked" | "unlocked" | "asleep"; at: number }
  /** `watched`: whether `idle` will tell when the person is back. */
  | { kind: "awake"; at: number; watched: boolean };

export interface Absence {
  since: number;
  back: number;
  reason: AwayReason;
}

/** One moment at which somebody may have stopped working. */
export interface Mark {
  at: number;
  reason: AwayReason;
}

export interface Presence {
  gone: { since: number; reason: AwayReason } | null;
  locked: boolean;
  /** Keys before this moment woke nobody up. */
  awakeAt: number;
  lastInput: number | null;
  lastLook: number | null;
}

export const present: Presence = { gone: null, locked: false, awakeAt: 0, lastInput: null, lastLook: null };

/** Systems tell idle time in seconds, and clocks drift: input this much later is new input. */
const jitter = 2_000;
/** Looks come every few seconds; where none came for so long, the computer slept and nobody said so. */
const unnoticedSleep = 3 * 60_000;
/** A lock so soon after the last input is that input; a later one was the screen saver's. */
const lockedByHand = 60_000;

/**
 * One step: what is known of the person after an event.
 * @param idleFrom milliseconds without input from which on they count as gone
 * @returns `absence` when they are back; `mark` where they may have stopped working
 */
export function follow(
  before: Presence,
  event: PresenceEvent,
  idleFrom: number,
): { presence: Presence; absence: Absence | null; mark: Mark | null } {
  const { at } = event;
  const leave = (since: number, reason: AwayReason, more: Partial<Presence> = {}) => {
    const gone = before.gone ?? { since, reason };
    // A lock or sleep after a while without input says more than that nobody typed.
    const named = gone.reason === "idle" ? { ...gone, reason } : gone;
    const mark = before.gone && reason === "idle" ? null : { at: before.gone ? at : since, reason };
    return { presence: { ...before, ...more, gone: named }, absence: null, mark };
  };
  const comeBack = (more: Partial<Presence>) => {
    const { gone } = before;
    const absence = gone && { since: gone.since, back: Math.max(at, gone.since), reason: gone.reason };
    return { presence: { ...before, ...more, gone: null }, absence, mark: null };
  };
  switch (event.kind) {
    case "locked": {
      const last = before.lastInput ?? at;
      return leave(at - last > lockedByHand ? last : at, "locked", { locked: true });
    }
    case "unlocked":
      return comeBack({ locked: false, awakeAt: Math.max(before.awakeAt, at) });
    case "asleep":
      return leave(at, "asleep");
    case "awake": {
      const awake = { awakeAt: at, lastLook: at };
      if (before.locked || event.watched) return { presence: { ...before, ...awake }, absence: null, mark: null };
      return comeBack(awake);
    }
    case "idle": {
      const input = at - Math.max(0, event.idle);
      const looked = { lastLook: at, lastInput: Math.max(input, before.lastInput ?? input) };
      if (!before.gone) {
        const { lastLook } = before;
        const slept = lastLook !== null && at - lastLook > unnoticedSleep;
        if (slept && input - lastLook > unnoticedSleep) {
          const absence = { since: lastLook, back: at, reason: "asleep" as const };
          return { presence: { ...before, ...looked }, absence, mark: { at: lastLook, reason: "asleep" } };
        }
        if (event.idle < idleFrom) return { presence: { ...before, ...looked }, absence: null, mark: null };
        return leave(input, "idle", looked);
      }
      const isBack = !before.locked && input > Math.max(before.gone.since + jitter, before.awakeAt);
      return isBack ? comeBack(looked) : { presence: { ...before, ...looked }, absence: null, mark: null };
    }
  }
}
