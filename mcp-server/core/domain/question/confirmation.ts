import type { Cell } from "../permission-cells";
import type { PreviewLine } from "./lines";

/** A request for the user's approval of one call, as text and as parts. Names and texts in it are cleaned. */
export interface Confirmation {
  /** The permissions that this call needs. */
  cells: readonly Cell[];
  /** Ask even where the permissions are `allow`: more than one delete, or data of other users. */
  always?: boolean;
  /** What will happen, one short line for each change. */
  preview: readonly PreviewLine[];
  /** Ids and values that the call would change, as they were read. An approval is valid only while they stay the same. */
  targets: readonly unknown[];
  /** Permissions under which the values of the preview were read. Without them only the user sees these values. */
  shows?: readonly Cell[];
  /** Number of affected entries. Default: 1. */
  count?: number;
}
