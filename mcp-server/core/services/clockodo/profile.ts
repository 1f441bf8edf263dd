import type { AccountFacts } from "../../domain/entities";
import type { WireCompany, WireUser } from "./wire/account";

/** What Clockodo says of the caller, and of the company where that can still be asked. */
export interface Profile {
  facts: AccountFacts;
  user: WireUser;
  /** null: this Clockodo does not tell its settings (any more). */
  company: WireCompany | null;
}
