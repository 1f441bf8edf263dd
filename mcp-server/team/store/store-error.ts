export type StoreErrorKind =
  | "unavailable" // not reached, shut down, or busy for too long: the same call may succeed later
  | "full" // no space is left
  | "duplicate" // a row with this key exists
  | "missing_reference" // a row that is referred to does not exist, or is still referred to
  | "missing" // no server has created a store there yet
  | "other_schema" // written by another version
  | "damaged"
  | "nested" // the outer database was used inside a transaction
  | "other";

/** Names what went wrong, never a value: drivers put rows into their messages and details. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  constructor(
    readonly kind: StoreErrorKind,
    message: string,
    /** The driver's own code: `23505`, `SQLITE_FULL`, `ECONNREFUSED`. */
    readonly code = "",
  ) {
    super(message);
  }
}
