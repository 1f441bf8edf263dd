import { InputError } from "./domain/errors";

/** A yes may be given for five minutes, then nobody answered. */
export const confirmSeconds = 300;

/** Exactly what is agreed to: the tool, the account and every argument but the token itself. */
export interface Act {
  tool: string;
  account: string;
  input: Record<string, unknown>;
  /** What the arguments met when they were shown, where that can change: another one is another act. */
  seen?: string;
}

export const wrongToken = (outcome: "wrong" | "expired" | "used") =>
  new InputError(
    "confirm",
    {
      wrong:
        "The confirm token does not belong to this: other arguments, or they meet something else by now; nothing was done.",
      expired: "The confirm token is too old; nothing was done.",
      used: "The confirm token was used already; nothing was done this time.",
    }[outcome],
    { next: "Call again without confirm for a new preview, and show it to your person." },
  );
