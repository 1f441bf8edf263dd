import type { LeaveBalance } from "../../domain/absences";
import { defineTool } from "../lib/define";
import { only, outputSchema, text } from "../lib/schema";

export const getLeaveBalance = defineTool({
  name: "get_leave_balance",
  title: "Leave balance",
  description: "Leave left, by type. Not for worked hours (report_time).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    as_of: text("Default today"),
    person: only({ cells: ["others_absence.read"] }, text("Default me")),
  },
  output: outputSchema({ balances: "array" }),
  async run(input, call, kit) {
    const facts = await call.facts();
    const context = kit.timeContext(call, facts);
    const day = kit.leave.parseLeavePeriod({ period: input.as_of }, context, "today").last;
    const cell = kit.leave.readCell([input.person ?? "me"], facts.person);
    const port = kit.leave.absencePort(call, facts, [cell]);
    const asked = kit.cleanText(input.person ?? "me", 60);
    await call.confirm({ cells: [cell], preview: [`Read the leave balance of ${asked}`], targets: [] });
    const person = await new kit.WorkResolver(call).person(input.person ?? "me");
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
        person: kit.cleanRef(person),
        balances: balances.map((balance) => ({
          type: kit.cleanRef(balance.type),
          year: balance.year,
          unit: balance.unit,
          entitled: balance.entitled,
          taken: kit.leave.rounded(balance.taken),
          planned: kit.leave.rounded(balance.planned),
          requested: kit.leave.rounded(balance.requested),
          left: balance.left === null ? null : kit.leave.rounded(balance.left),
          notes: kit.noteLines(balance.notes),
        })),
        untrusted: kit.untrusted,
      },
      text: [
        `${kit.cleanText(person.name, 80)}, as of ${kit.leave.longDay(day)}:`,
        ...balances.flatMap((balance) => [
          line(balance, kit.cleanText, kit.leave.rounded),
          ...kit.noteLines(balance.notes.filter((note) => !common.includes(note))),
        ]),
        ...kit.noteLines(common),
        balances.length === 0 ? "The service keeps no balance for this person: what is left is not known." : "",
        kit.untrusted,
      ]
        .filter(Boolean)
        .join("\n"),
    };
  },
});

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
