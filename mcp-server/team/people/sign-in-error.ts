/** Somebody could not be let in. Which part was wrong is not told: neither whether an address is known. */
export class SignInError extends Error {
  override readonly name = "SignInError";
  constructor(
    readonly code:
      | "refused" // address, password, passkey or answer is not right
      | "locked" // too many tries; later again
      | "expired" // the started sign-in is over, was used, or belongs to another browser
      | "invitation_used"
      | "invitation_expired"
      | "invitation_unknown" // also: another one took its place, or its person was removed
      | "not_allowed" // the company's rules keep this account out
      | "unavailable" // the company's provider does not answer
      | "clock", // what it says is over already by this machine's clock
    message: string,
    /** Milliseconds to wait. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
