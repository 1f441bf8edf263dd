import { InputError } from "../domain/errors";

/** A yes may be given for five minutes, then nobody answered. */
export const confirmSeconds = 300;

export const wrongToken = (outcome: "wrong" | "expired" | "used" | "next") =>
  new InputError(
    "confirm",
    {
      wrong:
        "The confirm token does not belong to this: other arguments, or they meet something else by now; nothing was done.",
      expired: "The confirm token is too old; nothing was done.",
      next: "The confirm token belongs to an earlier question of this call; nothing was done.",
      used: "The confirm token was used already; nothing was done this time.",
    }[outcome],
    { next: "Call again without confirm for a new preview, and show it to your person." },
  );
