/** What a person asked for about accounts or bounds cannot be done. The message is for them. */
export class AccountError extends Error {
  override readonly name = "AccountError";
  constructor(
    readonly code:
      | ("argument" | "url" | "not_allowed" | "not_found" | "conflict" | "useless")
      // Why a sign-in at the service was not kept.
      | ("sign_in_expired" | "sign_in_other_person")
      // Why the service made no token for somebody.
      | ("not_by_company" | "made_nobody" | "made_several" | "made_disabled" | "made_other")
      | ("made_not_allowed" | "made_no_plugin" | "made_not_reached"),
    message: string,
    /** The field of the form that is wrong. */
    readonly field?: "service" | "url" | "user" | "secret" | "consent",
  ) {
    super(message);
  }
}
