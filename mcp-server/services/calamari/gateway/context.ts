import type { AccountFacts } from "../../../domain/entities";
import type { AdapterEnvironment } from "../../../domain/ports";
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
  /** Milliseconds between looks for a write whose answer was lost. */
  secondLookMs: number;
}
