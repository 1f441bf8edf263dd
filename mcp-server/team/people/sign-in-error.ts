/** Somebody could not be let in. Which part was wrong is not told: neither whether an address is known. */
export class SignInError extends Error {
  override readonly name = "SignInError";
  constructor(
    readonly code:
      | "refused" // address, password, passkey or answer is not right
      | "locked" // too many tries; later again
      | "expired" // the invitation or the started sign-in is over, was used, or belongs to another browser
      | "not_allowed" // the company's rules keep this account out
      | "unavailable", // the company's provider does not answer
    message: string,
    /** Milliseconds to wait. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
