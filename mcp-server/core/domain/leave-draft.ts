import type { AbsenceDraft } from "./absences";
import { ServiceError } from "./errors";

const extras: readonly {
  field: keyof AbsenceDraft;
  shown: string;
  message: (product: string) => string;
  next: string;
}[] = [
  {
    field: "reason",
    shown: "reason",
    message: (product) => `${product} keeps no reason with an absence.`,
    next: "Say it in comment.",
  },
  {
    field: "substituteId",
    shown: "substitute",
    message: (product) => `${product} does not keep who stands in for somebody.`,
    next: "Leave substitute out, or name them in comment.",
  },
];

/**
 * Refuses what a service has no place for in a request for leave: dropped in silence, a person would believe it was told.
 * @param product what people call the service
 * @throws ServiceError `unsupported`
 */
export function refuseExtras(draft: AbsenceDraft, product: string): void {
  const refuse = (field: string, message: string, next: string): never => {
    throw new ServiceError("unsupported", message, { fields: { [field]: message }, next });
  };
  for (const { field, shown, message, next } of extras)
    if (draft[field] !== undefined) refuse(shown, message(product), next);
  if (draft.from !== undefined && draft.seconds !== undefined)
    refuse("hours", `${product} keeps how long a part of a day is, not when it begins.`, "Give hours as 2h30.");
  if (draft.from !== undefined)
    refuse("half", `${product} does not keep which half of a day it is.`, "Say half: first for half of one day.");
}
