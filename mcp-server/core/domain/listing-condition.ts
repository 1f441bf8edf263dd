import type { EntryField, ServiceId } from "./entities";
import type { Cell } from "./permission-cells";

/** Accounts for which a parameter or a choice is listed. All given members must match. */
export interface ListingCondition {
  services?: readonly ServiceId[];
  /** The account can set this field of an entry. */
  field?: EntryField;
  /** The client has at least one of these permissions. */
  cells?: readonly Cell[];
}
