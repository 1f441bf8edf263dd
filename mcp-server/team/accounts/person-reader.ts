import type { CompanyPolicy } from "#core/domain/company-policy/index";
import type { PersonStatus } from "../people/person";
import type { Database } from "../store/database";
import type { AccountRepository } from "./account-repository";
import { type AccountRow, accountColumns, type TeamAccount } from "./account-row";
import { companyBoundOf, type GroupBound, groupBoundOf, type TeamPolicy } from "./bounds-repository";
import { parsedOnce } from "./parsed-once";

/** All that decides what a client may do for a person, as it is at one moment. The parts that did not change stay the same objects. */
export interface PersonNow {
  status: PersonStatus;
  accounts: readonly TeamAccount[];
  company: TeamPolicy;
  group: GroupBound | null;
  /** Counts the beginnings and ends of all writes of this person. */
  writes: number;
  /** What the accounts were made of. */
  rows: readonly AccountRow[];
}

interface JoinedRow extends AccountRow {
  status: PersonStatus;
  company: string | null;
  group_bound: string | null;
  writes: number | null;
}

const joined = `SELECT p.status, c.policy AS company, g.policy AS group_bound, w.last AS writes,
    ${accountColumns}
  FROM people p
  LEFT JOIN upper_bounds c ON c.scope = 'company'
  LEFT JOIN upper_bounds g ON g.scope = 'group:' || p.group_id
  LEFT JOIN activity_ids w ON w.person_id = p.id
  LEFT JOIN accounts ON accounts.person_id = p.id
  WHERE p.id = ? ORDER BY accounts.created_at, accounts.id`;

/** Reads for each call, in one statement, what could have changed since the last. */
export class PersonReader {
  private readonly companies = parsedOnce(companyBoundOf);
  private readonly groups = parsedOnce(groupBoundOf);

  /** @param toldCompany the company's bound of each reading */
  constructor(
    private readonly database: Database,
    private readonly accounts: Pick<AccountRepository, "fromRows">,
    private readonly toldCompany: (policy: CompanyPolicy) => void = () => undefined,
  ) {}

  /** @param before what was read last @returns undefined: there is no such person */
  async read(person: string, before?: PersonNow): Promise<PersonNow | undefined> {
    const all = await this.database.all<JoinedRow>(joined, [person]);
    const [first] = all;
    if (!first) return undefined;
    const company = this.companies(first.company);
    this.toldCompany(company);
    const found = all.filter(({ id }) => id !== null);
    const known = before && isSame(before.rows, found) ? before : undefined;
    const rows = known?.rows ?? found.map(accountRow);
    return {
      status: first.status,
      accounts: known?.accounts ?? this.accounts.fromRows(rows),
      company,
      group: this.groups(first.group_bound),
      writes: first.writes ?? 0,
      rows,
    };
  }
}

/** What an account is made of. */
const fields = [
  ...(["id", "service", "label", "url", "user_name", "remote_person", "permissions"] as const),
  ...(["secret", "mcp_url", "sign_in", "made"] as const),
];

const accountRow = (row: JoinedRow) =>
  Object.fromEntries(fields.map((name) => [name, row[name]])) as unknown as AccountRow;

const isSame = (before: readonly AccountRow[], now: readonly AccountRow[]): boolean =>
  before.length === now.length &&
  before.every((row, index) => fields.every((name) => row[name] === now[index]?.[name]));
