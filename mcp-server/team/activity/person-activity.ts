import type { ActivityChange } from "#core/domain/results/activity";
import type { JournalStore } from "#core/journal/journal-store";
import { changeView } from "#core/journal/view";
import type { ActivityOutcome, ActivityPage, ActivityRow } from "../api/contract";
import type { Approvals } from "../approval/approvals";
import { approvalView } from "../approval/view";
import type { AuditLog } from "../audit/audit-log";
import type { GrantRepository } from "../oauth/grants";
import type { Clock } from "../store/database";

export interface ActivitySources {
  approvals: Pick<Approvals, "between">;
  audit: Pick<AuditLog, "refusedOf">;
  grants: Pick<GrantRepository, "clientNames">;
  clock: Clock;
}

/** Moments in milliseconds since the epoch, `to` exclusive; absent: any. */
export interface ActivityQuery {
  from: number;
  to: number;
  client?: string;
  account?: string;
  outcomes?: readonly ActivityOutcome[];
  limit: number;
}

/** The app's name for the person themself, who is no assistant. */
const person = "tray";

/**
 * What a person's assistants wrote, asked for and were refused, newest first: at most `limit` of each kind are looked at.
 * @param labels of accounts, by id
 */
export async function listPersonActivity(
  whose: string,
  { from, to, client, account, outcomes, limit }: ActivityQuery,
  { approvals, audit, grants, clock }: ActivitySources,
  journal: JournalStore,
  labels: ReadonlyMap<string, string>,
): Promise<ActivityPage> {
  const now = clock();
  const [changes, questions, refusals, names] = await Promise.all([
    journal.changes(from, to, undefined, limit + 1),
    approvals.between(whose, from, to, limit + 1),
    audit.refusedOf(whose, from, to, limit + 1),
    grants.clientNames(whose),
  ]);
  // Of a kind that has more than was looked at, what is older is left for the next page, and so is that of all others.
  const ends = [changes.map(({ at }) => at), questions.map(({ askedAt }) => askedAt), refusals.map(({ at }) => at)];
  const before = Math.max(...ends.map((moments) => (moments.length > limit ? (moments.at(-1) ?? from) : from - 1)));
  const rows: ActivityRow[] = [
    ...(await Promise.all(changes.filter((one) => one.at > before && one.client !== person).map(ofChange))),
    ...questions
      .filter(({ state, askedAt }) => state !== "used" && askedAt > before)
      .map((one): ActivityRow => {
        const question = approvalView(one, now);
        const outcome = question.state === "open" ? "waiting" : (question.state as ActivityOutcome);
        return { kind: "question", at: one.askedAt, outcome, question };
      }),
    ...refusals
      .filter(({ at, code }) => at > before && code !== "declined")
      .map(({ at, grant, client: id, tool, account: where, code }): ActivityRow => {
        const label = where === null ? undefined : labels.get(where);
        const named = where === null || label === undefined ? null : { id: where, label };
        return { kind: "refused", at, outcome: "refused", client: names.get(grant) ?? id, tool, account: named, code };
      }),
  ];
  async function ofChange(change: Parameters<typeof changeView>[1]): Promise<ActivityRow> {
    const view = await changeView(journal, change);
    return { kind: "change", at: change.at, outcome: outcomeOf(view), change: view };
  }
  const isWanted = (row: ActivityRow) =>
    (client === undefined || clientOf(row) === client) &&
    (account === undefined || accountOf(row) === account) &&
    (outcomes === undefined || outcomes.includes(row.outcome));
  return {
    rows: rows.filter(isWanted).sort((a, b) => b.at - a.at),
    next: before >= from ? Math.min(before + 1, to - 1) : null,
  };
}

const outcomeOf = ({ undone, state }: ActivityChange): ActivityOutcome => (undone ? "undone" : state);

export function clientOf(row: ActivityRow): string {
  if (row.kind === "refused") return row.client;
  return row.kind === "change" ? row.change.client : row.question.client;
}

function accountOf(row: ActivityRow): string | undefined {
  if (row.kind === "refused") return row.account?.id;
  return (row.kind === "change" ? row.change : row.question).account.id;
}
