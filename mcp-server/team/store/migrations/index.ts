import type { Migration } from "../migration";
import { people } from "./001-people";
import { keys } from "./002-keys";
import { signIn } from "./003-sign-in";
import { oauth } from "./010-oauth";
import { accounts } from "./020-accounts";
import { serviceState } from "./021-service-state";
import { approvals } from "./022-approvals";
import { activity } from "./023-activity";
import { audit } from "./024-audit";
import { removals } from "./025-removals";
import { replicas } from "./026-replicas";
import { invitationsUsed } from "./027-invitations-used";
import { madeTokens } from "./028-made-tokens";
import { approvalParts } from "./029-approval-parts";
import { adminLog } from "./031-admin-log";
import { replicaKeys } from "./032-replica-keys";
import { accountSignIns } from "./033-account-sign-ins";
import { lockHolders } from "./034-lock-holders";

/** All steps: 001–009 people and keys, 010–019 sign-in of clients, 020–029 accounts, approvals and journal, 030–039 admins, accounts and locks. */
export const migrations: readonly Migration[] = [
  people,
  keys,
  signIn,
  oauth,
  accounts,
  serviceState,
  approvals,
  activity,
  audit,
  removals,
  replicas,
  invitationsUsed,
  madeTokens,
  approvalParts,
  adminLog,
  replicaKeys,
  accountSignIns,
  lockHolders,
];
