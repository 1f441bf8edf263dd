import { ServiceError } from "#core/domain/errors";
import { cleanLines, cleanText } from "#core/domain/text";
import { message } from "#core/messages/message";
import type { ToolCall } from "../tools/lib/define";
import { cleanMessage } from "../tools/lib/errors";
import { timeContext } from "../tools/lib/period-arguments";
import { said } from "../tools/lib/question/english";
import { Sheet } from "../tools/lib/size-limited-text";
import { calendarEnd, calendarEvent, calendarStart } from "./calendar";
import type { Period } from "./period";

const half = { first: "from midday", last: "until midday", only: "half a day" };

/** Own absences that touch the period, as whole days; what is not approved yet is tentative, what was refused is left out. */
export async function absencesCalendar({ first, last }: Period, call: ToolCall): Promise<Sheet> {
  await call.confirm({ cells: ["absence.read"], preview: [said({ kind: "read", what: "ownAbsences" })], targets: [] });
  const facts = await call.facts();
  const why = facts.refused["absence.read"];
  const port = call.service.absences;
  if (!port || why !== undefined)
    throw new ServiceError("unsupported", `Absences cannot be read here${why ? `: ${cleanText(why, 200)}` : ""}.`);
  const list = await port.list(
    { first, last, people: "me", statuses: ["draft", "requested", "approved"] },
    { signal: call.signal },
  );
  const unread = list.unread[0];
  if (unread)
    throw new ServiceError("forbidden", message("own_absences_unreadable", { reason: cleanMessage(unread.why, 200) }));
  const { now } = timeContext(call, facts);
  const name = `${cleanText(call.account.label, 80)}: absences`;
  const sheet = new Sheet("text/calendar; charset=utf-8", calendarStart(name), calendarEnd);
  for (const absence of list.absences) {
    const parts = [
      absence.firstHalf && (absence.first === absence.last ? half.only : half.first),
      absence.lastHalf && (absence.first === absence.last ? half.only : half.last),
      absence.status === "approved" ? "" : absence.status,
    ].filter(Boolean);
    const kind = cleanText(absence.type?.name ?? "Absence", 100);
    sheet.add(
      calendarEvent(
        {
          uid: `absence-${cleanText(absence.id, 100)}@${call.account.id}.punchcard`,
          span: { first: absence.first, last: absence.last },
          summary: parts.length > 0 ? `${kind} (${[...new Set(parts)].join(", ")})` : kind,
          description: cleanLines(absence.comment, 2_000),
          tentative: absence.status !== "approved",
        },
        now,
      ),
    );
  }
  return sheet;
}
