import { ServiceError } from "../../domain/errors";
import { AccountError } from "../accounts/account-error";
import { permissionsSchema, type TeamAccount } from "../accounts/account-repository";
import type { AccountView } from "./contract";
import { ApiError } from "./router";

/** Refusals of accounts and services as the pages know them. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AccountError) {
      const code = error.field === undefined ? error.code : `${error.code}.${error.field}`;
      throw new ApiError(error.code === "conflict" ? 409 : 400, code, error.message);
    }
    if (error instanceof ServiceError)
      throw new ApiError(422, error.kind, [error.message, error.next].filter(Boolean).join(" "), error.retryAfter);
    throw error;
  }
}

export const viewOf = ({ settings, sealed, isMade }: TeamAccount): AccountView => ({
  id: settings.id,
  service: settings.service,
  label: settings.label,
  url: settings.url ?? null,
  user: settings.user ?? null,
  isCompanyKey: sealed === null,
  isMade,
  permissions: permissionsSchema.parse(settings.permissions),
});
