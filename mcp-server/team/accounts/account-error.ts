/** What a person asked for about accounts or bounds cannot be done. The message is for them. */
export class AccountError extends Error {
  override readonly name = "AccountError";
  constructor(
    readonly code: "argument" | "url" | "not_allowed" | "not_found" | "conflict" | "useless",
    message: string,
    /** The field of the form that is wrong. */
    readonly field?: "service" | "url" | "user" | "secret" | "consent",
  ) {
    super(message);
  }
}
