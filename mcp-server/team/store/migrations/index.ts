import type { Migration } from "../migration";
import { people } from "./001-people";
import { keys } from "./002-keys";
import { signIn } from "./003-sign-in";
import { oauth } from "./010-oauth";

/** All steps: 001–009 people and keys, 010–019 sign-in of clients, 020–029 accounts, approvals and journal. */
export const migrations: readonly Migration[] = [people, keys, signIn, oauth];
