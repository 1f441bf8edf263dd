import { ServiceError } from "../../domain/errors";

/** Refusals in the words of the time sheet. */

export const product = "The time sheet on this computer";
export const onePerson = `${product} has one person: you.`;

/** A value of one field that the time sheet does not take. */
export const invalid = (field: string, message: string, next?: string): ServiceError =>
  new ServiceError("invalid", message, { fields: { [field]: message }, next });

/** @param what follows the product: `has no subprojects` */
export const unsupported = (what: string, next?: string): ServiceError =>
  new ServiceError("unsupported", `${product} ${what}.`, { next });
