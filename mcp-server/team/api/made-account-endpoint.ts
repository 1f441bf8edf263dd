import { z } from "zod";
import type { PolicyState } from "#core/domain/company-policy/index";
import { profileNames } from "#core/domain/permission-profiles";
import { AccountError } from "../accounts/account-error";
import type { TokenMaking } from "../accounts/token-making";
import type { Person } from "../people/person";
import { told, viewOf } from "./account-answers";
import type { ConnectedView } from "./contract";
import { type Endpoint, endpoint } from "./router";

/** `yes`: the person read what is made and for whom; nothing is made without. */
const madeInput = z.strictObject({ yes: z.literal(true), profile: z.enum(profileNames).optional() });

/**
 * Connects an account with a token that its service makes for the person.
 * @param boundOf throws for somebody who was removed since
 */
export const madeAccountEndpoint = (
  making: TokenMaking | undefined,
  boundOf: (id: string) => Promise<{ person: Person; bound: PolicyState }>,
): Endpoint =>
  endpoint({
    method: "POST",
    path: "/api/accounts/made",
    body: madeInput,
    async run({ person: { id }, method, body: { profile } }): Promise<ConnectedView> {
      const { person, bound } = await boundOf(id);
      return told(async () => {
        if (!making)
          throw new AccountError("not_allowed", "No service makes tokens for people of this server.", "service");
        // Of an address that an admin typed for an invitation nobody knows whose it is.
        if (method !== "company")
          throw new AccountError(
            "not_by_company",
            "Sign in with the company's account first: only that proves who you are.",
          );
        const { account, facts } = await making.connect(person, bound, profile);
        return { account: viewOf(account), person: facts.person.name, zone: facts.zone };
      });
    },
  });
