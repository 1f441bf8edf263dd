import { ServiceError } from "#core/domain/errors";
import type { MessageText } from "#core/messages/catalog";
import { message } from "#core/messages/message";
import { SignInProblem } from "#core/platform/browser-sign-in/sign-in-problem";
import { AccountError } from "../accounts/account-error";
import { permissionsSchema, type TeamAccount } from "../accounts/account-row";
import type { AccountView } from "./contract";
import { ApiError } from "./router";

/** Leaves out the advice of a TLS error: the user cannot choose which certificates this server trusts. */
const withAdvice = (code: string, text: MessageText, next: MessageText | undefined): MessageText =>
  code === "tls" || !next ? text : message("problem_with_advice", { problem: text, advice: next });

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
      throw new ApiError(422, code, withAdvice(error.code, error.message, error.next));
    }
    if (error instanceof ServiceError)
      throw new ApiError(422, error.kind, withAdvice(error.kind, error.text, error.next), error.retryAfter);
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
