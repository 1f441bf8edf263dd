import { removeAccounts } from "../accounts/account-repository";
import { Approvals } from "../approval/approvals";
import { GrantRepository } from "../oauth/grants";
import type { RemovalStep } from "../people/off-boarding";
import type { Clock } from "../store/database";

/** What each room ends or deletes of somebody who is removed: one line for each that keeps something of a person. */
export const removalSteps = (clock: Clock): RemovalStep[] => [
  (inside, person) => new GrantRepository(inside, clock).revokeAllOf(person),
  (inside, person) => new Approvals(inside, clock).withdrawAllOf(person),
  (inside, person) => removeAccounts(inside, person, clock()),
];
