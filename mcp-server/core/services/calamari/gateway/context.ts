import type { Call } from "../../../domain/call";
import type { AccountFacts } from "../../../domain/entities";
import type { AdapterEnvironment } from "../../../domain/ports";
import type { MessageText } from "../../../messages/catalog";
import type { Remembered } from "../../http/cache";
import type { People } from "./people";
import type { Gateway } from "./session";
import type { WireAllowance, WireProfile, WireType, WireWorkPlan } from "./wire";

/** What Calamari says of whoever signed in, and what it offers them. */
export interface Profile {
  facts: AccountFacts;
  me: WireProfile;
  /** null: it is not told. */
  plan: WireWorkPlan | null;
}

/** What the ports of this way to Calamari share. */
export interface GatewayContext {
  gateway: Gateway;
  env: AdapterEnvironment;
  profile: Remembered<Profile>;
  people: People;
  types: Remembered<WireType[]>;
  allowances: Remembered<WireAllowance[]>;
  /** Whether somebody is named who is not the account's own person. */
  isOther(personId: string | undefined, call?: Call): Promise<boolean>;
  /** Sends a write once, and looks for it where its answer was lost (shared/save-once.ts). */
  saveOnce<T>(write: () => Promise<T>, look: () => Promise<T | null>): Promise<{ value: T; notes: MessageText[] }>;
}
