import { accountTables } from "./accounts";
import { activityTables } from "./activity";
import { approvalTables } from "./approvals";
import { auditTables } from "./audit";
import { keyTables } from "./keys";
import { oauthTables } from "./oauth";
import { replicaTables } from "./replicas";
import { serviceStateTables } from "./service-state";
import { signInTables } from "./sign-in";
import { userTables } from "./users";

/** All tables and indexes of one version of the team server. */
export interface Schema {
  version: number;
  /** SQL that SQLite and PostgreSQL have in common. `BYTES` stands for the type of binary data. */
  statements: readonly string[];
}

/** Raise the version with each change of a table. Migrations start with the first release. */
export const currentSchema: Schema = {
  version: 2,
  statements: [
    ...userTables,
    ...keyTables,
    ...signInTables,
    ...oauthTables,
    ...accountTables,
    ...serviceStateTables,
    ...approvalTables,
    ...activityTables,
    ...auditTables,
    ...replicaTables,
  ],
};
