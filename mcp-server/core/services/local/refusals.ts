import { ServiceError } from "../../domain/errors";
import type { MessageText } from "../../messages/catalog";
import { message } from "../../messages/message";

/** Refusals in the words of the time sheet. */

export const product = "The time sheet on this computer";
export const onePerson = message("time_sheet_has_one_user");

/** A value of one field that the time sheet does not take. */
export const invalid = (field: string, message: MessageText, next?: MessageText): ServiceError =>
  new ServiceError("invalid", message, { fields: { [field]: message }, next });

/** @param what follows the product: `has no subprojects` */
export const unsupported = (what: string, next?: MessageText): ServiceError =>
  new ServiceError("unsupported", `${product} ${what}.`, { next });
