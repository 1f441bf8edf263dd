import { InputError } from "#core/domain/errors";
import type { MessageText } from "#core/messages/catalog";
import type { Failure } from "../ipc/contract";

/** Why a client's file is left alone. Windows translate by these codes. */
type RefusalCode =
  | "client_unknown"
  | "client_company"
  | "client_not_installed"
  | "client_ambiguous"
  | "client_no_link"
  | "client_extension"
  | "client_no_extension"
  | "client_extension_file"
  | "client_running"
  | "client_refused"
  | "client_foreign"
  | "client_malformed"
  | "client_comments"
  | "client_trailing_comma"
  | "client_bom"
  | "client_duplicate"
  | "client_wrong_type"
  | "client_unsupported"
  | "client_encoding"
  | "client_too_large"
  | "client_unreadable"
  | "client_read_only"
  | "client_disk_full"
  | "client_owner"
  | "client_not_a_file"
  | "client_dangling_link"
  | "client_outside_home"
  | "client_changed"
  | "client_busy"
  | "client_backup"
  | "client_proof"
  | "client_not_kept"
  | "client_moved_app"
  | "client_launcher";

const pasteInstead = "Nothing was changed. Paste the snippet into the file yourself instead.";

export function refusal(code: RefusalCode, message: MessageText, next = pasteInstead): InputError {
  return new InputError(code, message, { next });
}

/** Nothing was written: every refusal comes before the rename, or says itself what is there. */
export function toFailure(error: InputError): Failure {
  return { code: error.code, message: error.message, saved: "no", ...(error.next ? { next: error.next } : {}) };
}

/** @param code Node's own, as `EIO`. */
export const unreadable = (what: string, code: string) =>
  ["EACCES", "EPERM"].includes(code)
    ? refusal("client_unreadable", `${what} may not be read.`, "Give yourself the right to read it and try again.")
    : refusal("client_unreadable", `${what} cannot be read now (${code}).`, "See what is wrong with it and try again.");
