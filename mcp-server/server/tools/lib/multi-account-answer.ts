import { cleanText } from "#core/domain/text";
import { hoursMinutes } from "#core/time/format";
import { isTimeKey, type ReportKey } from "#core/time/report/names";
import { untrusted } from "./view";

interface Named {
  account: { id: string; label: string; service: string };
}

/** What one account answered. */
export interface AccountAnswer extends Named {
  failed: boolean;
  data: Record<string, unknown>;
  text: string;
}

type Row = Record<string, unknown>;
const rowsOf = ({ data }: AccountAnswer, list: string): Row[] =>
  Array.isArray(data[list]) ? (data[list] as Row[]) : [];
const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/**
 * Answers of several accounts as one. `list`: the rows of all, each with its account, absences as one calendar by day;
 * `accounts`: what else each answered, or why it failed. Sums of different accounts are not added up: the same hours may be in
 * both.
 * @param leftOut accounts that were not asked, and why
 */
export function mergeAnswers(
  answers: readonly AccountAnswer[],
  list: "absences" | "groups",
  leftOut: readonly (Named & { why: string })[] = [],
) {
  const nameOf = ({ account }: Named) => `${cleanText(account.label, 60)} (${account.id})`;
  const rows = answers.flatMap((one) => rowsOf(one, list).map((row) => ({ account: one.account.id, ...row })));
  const ordered =
    list === "absences"
      ? rows.toSorted((a, b) => textOf((a as Row).first).localeCompare(textOf((b as Row).first)))
      : rows;
  const days = list === "groups" ? sideBySide(answers) : [];
  const failed = answers.filter((one) => one.failed);
  const zones = new Set(answers.flatMap(({ data }) => (typeof data.zone === "string" ? [data.zone] : [])));
  const others = failed.length < answers.length ? " The others were." : "";
  const quoting = answers.some(({ data }) => data.untrusted !== undefined);
  return {
    data: {
      accounts: answers.map(({ account, data }) => {
        const { [list]: _rows, untrusted: _marked, ...rest } = data;
        return { ...account, ...rest };
      }),
      ...(leftOut.length > 0 && {
        not_asked: leftOut.map(({ account, why }) => ({ ...account, why: cleanText(why, 300) })),
      }),
      [list]: ordered,
      ...(days.length > 0 && { side_by_side: days }),
      ...(quoting && { untrusted }),
    },
    text: [
      quoting ? untrusted : "",
      failed.length > 0 ? `Not read: ${failed.map(nameOf).join(", ")}.${others}` : "",
      ...leftOut.map((one) => `Not asked: ${nameOf(one)}: ${cleanText(one.why, 300)}`),
      ...answers.flatMap((one) => [
        "",
        `${nameOf(one)}:`,
        one.text
          .split("\n")
          .filter((line) => line !== untrusted)
          .join("\n"),
      ]),
      ...(days.length > 0
        ? [
            "",
            `Side by side${zones.size > 1 ? ", each by the days of its own zone" : ""}:`,
            ...days.map((row) => dayLine(row, answers)),
          ]
        : []),
    ]
      .join("\n")
      .trim(),
  };
}

interface Day {
  by: string;
  id: string;
  name: string;
  /** By account; 0 where an account has nothing, absent where its answer was cut and may have something. */
  seconds: Record<string, number>;
}

/** The same days, weeks or months of all accounts that answered: hours booked here against hours worked there. */
function sideBySide(answers: readonly AccountAnswer[]): Day[] {
  const read = answers.filter(({ failed }) => !failed);
  if (read.length < 2) return [];
  const found = new Map<string, Day>();
  for (const one of read)
    for (const row of rowsOf(one, "groups")) {
      const [by, id, name] = [textOf(row.by), textOf(row.id), textOf(row.name)];
      if (!isTimeKey(by as ReportKey)) continue;
      const whole = read.filter(({ data }) => !data.more);
      const none = Object.fromEntries(whole.map(({ account }): [string, number] => [account.id, 0]));
      const day = found.get(id) ?? { by, id, name, seconds: none };
      day.seconds[one.account.id] = Number(row.seconds ?? 0);
      found.set(id, day);
    }
  return [...found.values()].sort((a, b) => a.id.localeCompare(b.id));
}

const dayLine = ({ name, seconds }: Day, answers: readonly AccountAnswer[]) =>
  `${cleanText(name, 60)}  ${answers
    .filter(({ account }) => seconds[account.id] !== undefined)
    .map(({ account }) => `${cleanText(account.label, 60)} ${hoursMinutes(seconds[account.id] ?? 0)}`)
    .join(", ")}`;
