import { ServiceError } from "../../../domain/errors";

/** The refusal, on either way to Calamari, of what would be about others: the account's permissions keep the client from them. */
export const keptToOwnPerson = (): ServiceError =>
  new ServiceError("forbidden", "This account is kept to its own person; this would be about others.", {
    next: "Your person can allow that in Punchcard: Settings, What an AI may do, Manage.",
  });
