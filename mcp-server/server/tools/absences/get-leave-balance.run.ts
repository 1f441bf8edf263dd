import type { LeaveBalance } from "#core/domain/absences";
import { quote } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import { longDay, rounded } from "#core/time/day-text";
import { parseLeavePeriod } from "#core/time/leave-period";
import type { RunOf } from "../lib/define";
import { timeContext } from "../lib/period-arguments";
import { said } from "../lib/question/english";
import { cleanRef, noteLines } from "../lib/view";
import { WorkResolver } from "../lib/work-resolver";
import type { getLeaveBalance } from "./get-leave-balance";
import { absencePort, readCell } from "./read-absences";

/** `Holiday 2026: 6.5 of 28 days left (21 taken, 0.5 planned, 1 not approved yet)` */
function line(balance: LeaveBalance, clean: (text: string, max: number) => string, rounded: (n: number) => number) {
  const { entitled, left, taken, planned, requested, unit } = balance;
  const spent = [`${rounded(taken)} taken`, `${rounded(planned)} planned`];
  if (requested > 0) spent.push(`${rounded(requested)} not approved yet`);
  const what =
    left === null
      ? `no limit is kept, ${unit}`
      : left < 0
        ? `${rounded(-left)} ${unit} below zero`
        : `${rounded(left)}${entitled === null ? "" : ` of ${rounded(entitled)}`} ${unit} left`;
  return `${clean(balance.type.name, 80)} ${balance.year}: ${what} (${spent.join(", ")})`;
}

export const run: RunOf<typeof getLeaveBalance> = async (input, call) => {
  const facts = await call.facts();
  const context = timeContext(call, facts);
  const day = parseLeavePeriod({ period: input.as_of }, context, "today").last;
  const cell = readCell([input.person ?? "me"], facts.person);
  const port = absencePort(call, facts, [cell]);
  const asked = cleanText(input.person ?? "me", 60);
  await call.confirm({ cells: [cell], preview: [said({ kind: "readBalance", person: asked })], targets: [] });
  const person = await new WorkResolver(call).person(input.person ?? "me");
  const others = person.id !== facts.person.id;
  const { signal } = call;
  const balances = await port.balances({ day, ...(others && { personId: person.id }) }, { signal });
  // What holds of several is said once.
  const common = [...new Set(balances.flatMap(({ notes }) => notes))].filter(
    (note) => balances.filter(({ notes }) => notes.includes(note)).length > 1,
  );
  return {
    data: {
      zone: facts.zone,
      as_of: day,
      person: cleanRef(person),
      balances: balances.map((balance) => ({
        type: cleanRef(balance.type),
        year: balance.year,
        unit: balance.unit,
        entitled: balance.entitled,
        taken: rounded(balance.taken),
        planned: rounded(balance.planned),
        requested: rounded(balance.requested),
        left: balance.left === null ? null : rounded(balance.left),
        notes: noteLines(balance.notes),
      })),
    },
    text: [
      `${quote(person.name, 80)}, as of ${longDay(day)}:`,
      ...balances.flatMap((balance) => [
        line(balance, cleanText, rounded),
        ...noteLines(balance.notes.filter((note) => !common.includes(note))),
      ]),
      ...noteLines(common),
      balances.length === 0 ? "The service keeps no balance for this person: what is left is not known." : "",
    ]
      .filter(Boolean)
      .join("\n"),
  };
};
