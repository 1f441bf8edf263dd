import type { Call } from "../../domain/call";
import type { AccountFacts, Ref } from "../../domain/entities";
import type { AdapterEnvironment } from "../../domain/ports";
import type { Remembered } from "../http/cache";
import type { Reach, Tried } from "./capabilities/probe-rights";
import type { CalamariClient } from "./client/client";
import type { Directory } from "./own-person/directory";
import type { Whose } from "./own-person/own-row-filter";
import type { WireEmployee, WireWorkingWeek } from "./wire/person";

/** The account's person as the company keeps them. */
export interface Own {
  /** null: the key lacks the scope of employees. */
  employee: WireEmployee | null;
  /** The person's schedule; null where it is not known. */
  week: WireWorkingWeek | null;
  /** What the two questions were answered with. */
  found: Tried<unknown>;
  weeks: Tried<WireWorkingWeek[]>;
}

/** What Calamari says of the account's person. Who needs the facts alone asks for `facts`, which may cost nothing. */
export interface Profile extends Pick<Own, "employee" | "week"> {
  facts: AccountFacts;
}

/** What the ports of the adapter share. */
export interface Calamari {
  client: CalamariClient;
  env: AdapterEnvironment;
  profile: Remembered<Profile>;
  facts: Remembered<AccountFacts>;
  own: Remembered<Own>;
  /** What the key opens; asks for the facts anew where another process has read them. */
  reach(call?: Call): Promise<Reach>;
  /** What of an answer is the account's person's. */
  whose: Whose;
  /** Others, for clients that may know of them. */
  directory: Directory;
  /** Projects on which the account's person may book. */
  projects: Remembered<Ref[]>;
  /** Milliseconds between looks for a write whose answer was lost. */
  secondLookMs: number;
}
