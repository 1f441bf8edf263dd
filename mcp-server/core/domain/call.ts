import type { MessageText } from "../messages/catalog";
import type { Ref } from "./entities";

/** What every call to a service carries. */
export interface Call {
  /** Ends the call; a write that was already sent is still read back. */
  signal?: AbortSignal;
  progress?: (done: number, total: number | null) => void;
  /** What was read seconds ago will do: the answer only tells, and nothing is written from it. */
  recent?: true;
}

/** Sentences a person should read about what the service made of a write (rounded, cut, another entry ended). */
export interface Noted {
  notes: MessageText[];
}

/** Somebody whose data could not be read, and why, in words. Never counted as "nothing there". */
export interface Unread {
  person: Ref;
  why: MessageText;
}
