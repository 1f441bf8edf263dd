import { ServiceError } from "#core/domain/errors";
import type { MessageText } from "#core/messages/catalog";
import { englishOf } from "#core/messages/message";
import { SignInProblem } from "#core/platform/browser-sign-in/sign-in-problem";
import { AccountError } from "../accounts/account-error";
import { permissionsSchema, type TeamAccount } from "../accounts/account-row";
import type { AccountView } from "./contract";
import { ApiError } from "./router";

/** What certificates this server trusts is not the person's to choose, so the page words its own advice. */
const sentencesOf = (code: string, { message, next }: { message: string; next?: MessageText }) =>
  [message, code === "tls" || !next ? undefined : englishOf(next)].filter(Boolean).join(" ");

/** Refusals of accounts and services as the pages know them. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AccountError) {
      const code = error.field === undefined ? error.code : `${error.code}.${error.field}`;
      throw new ApiError(error.code === "conflict" ? 409 : 400, code, error.message);
    }
    if (error instanceof SignInProblem) {
      const code = error.field === undefined ? error.code : `${error.code}.${error.field}`;
      throw new ApiError(422, code, sentencesOf(error.code, error));
    }
    if (error instanceof ServiceError)
      throw new ApiError(422, error.kind, sentencesOf(error.kind, error), error.retryAfter);
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
  signedInAt: settings.mcpUrl ?? null,
  permissions: permissionsSchema.parse(settings.permissions),
});
