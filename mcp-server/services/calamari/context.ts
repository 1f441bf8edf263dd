import type { AccountFacts, Ref } from "../../domain/entities";
import type { AdapterEnvironment } from "../../domain/ports";
import type { Remembered } from "../http/cache";
import type { CalamariClient } from "./client";
import type { WireEmployee, WireWorkingWeek } from "./wire/person";

/** What Calamari says of the account's person. */
export interface Profile {
  facts: AccountFacts;
  /** null: the key lacks the scope of employees. */
  employee: WireEmployee | null;
  /** The person's schedule; null where it is not known. */
  week: WireWorkingWeek | null;
}

/** What the ports of the adapter share. */
export interface Calamari {
  client: CalamariClient;
  env: AdapterEnvironment;
  profile: Remembered<Profile>;
  facts: Remembered<AccountFacts>;
  /** Projects on which the account's person may book. */
  projects: Remembered<Ref[]>;
  /** Milliseconds between looks for a write whose answer was lost. */
  secondLookMs: number;
}
