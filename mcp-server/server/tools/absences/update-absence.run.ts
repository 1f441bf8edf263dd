import type { Absence, AbsenceDecision, AbsenceStatus } from "#core/domain/absences";
import { InputError, ServiceError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import { cleanText } from "#core/domain/text";
import type { RunOf } from "../lib/define";
import { more, said } from "../lib/question/english";
import { openFetched, readCellOf } from "../lib/require-permission";
import { failureText, maybeSaved, runBulk } from "../lib/run-concurrently";
import { entryId } from "../lib/view";
import { absenceLine, absencePart, absenceView, isOthers } from "./absence-view";
import { absencePort } from "./read-absences";
import type { Action, updateAbsence } from "./update-absence";

/** Without a decision: words are written below the absence, which stays as it is. */
interface Words {
  decision: AbsenceDecision | null;
  will: string;
  did: string;
  already?: AbsenceStatus;
}

const words: Record<Action, Words> = {
  approve: { decision: "approve", will: "Approve", did: "Approved", already: "approved" },
  reject: { decision: "reject", will: "Reject", did: "Rejected", already: "rejected" },
  cancel: { decision: "cancel", will: "Cancel", did: "Cancelled", already: "cancelled" },
  ask_again: { decision: "ask", will: "Ask again for", did: "Asked again for", already: "requested" },
  comment: { decision: null, will: "Comment on", did: "Commented on" },
};

const cellFor = (action: Action, others: boolean): Cell => {
  if (action === "approve" || action === "reject") return "absence.decide";
  if (action === "cancel") return others ? "others_absence.delete" : "absence.delete";
  return others ? "others_absence.update" : "absence.update";
};

export const run: RunOf<typeof updateAbsence> = async (input, call) => {
  const { action } = input;
  const { decision, will, did, already } = words[action];
  const ids = [...new Set(input.ids.map(entryId))];
  if (ids.length === 0) throw new InputError("argument", "Name at least one id.");
  const facts = await call.facts();
  const either = [cellFor(action, false), cellFor(action, true)];
  const allowed = either.filter((cell) => facts.refused[cell] === undefined && call.level(cell) !== "off");
  const port = absencePort(call, facts, allowed.length > 0 ? allowed : either);
  const can = [
    ...port.decisions.map((one) => (one === "ask" ? "ask_again" : one)),
    ...(port.comment ? ["comment"] : []),
  ];
  if (!can.includes(action))
    throw new ServiceError("unsupported", `This service cannot do that from here: ${will.toLowerCase()} absences.`, {
      next: `${port.decideWhere ? `People do it in the service's own app: ${port.decideWhere}. ` : ""}It can: ${can.join(", ") || "nothing"}.`,
    });
  const remark = input.comment?.trim() ?? "";
  if (decision === null && remark === "")
    throw new InputError("argument", "There is no comment to write.", { next: "Say it in comment." });
  call.require(allowed.length > 0 ? allowed.slice(0, 1) : either.slice(0, 1));

  const failed: { id: string; message: string }[] = [];
  const fail = (id: string, error: unknown) => {
    if (ids.length === 1) throw error;
    failed.push({ id: cleanText(id, 100), message: failureText(error, call) });
  };
  const found: Absence[] = [];
  const fetched = await runBulk(ids, { ...call, progress: () => undefined }, (id) =>
    port.get(id, { signal: call.signal }),
  );
  for (const [at, outcome] of fetched.entries())
    if ("ok" in outcome) found.push(outcome.ok);
    else fail(ids[at] ?? "", outcome.error);
  const ofOthers = (one: Absence) => isOthers(one, facts.person);
  const cellOf = (one: Absence) => cellFor(action, ofOthers(one));
  const readable = await openFetched(
    "absence",
    found.map((one) => ({ id: cleanText(one.id, 100), others: ofOthers(one), cells: [cellOf(one)] })),
    call,
  );
  const isDone = ({ status }: Absence) => already !== undefined && status === already;
  const before = found.filter(isDone);
  const open = found.filter((one) => !isDone(one));
  const line = (one: Absence) =>
    readable(ofOthers(one)) ? absenceLine(one, facts.person) : `#${cleanText(one.id, 100)}`;
  const many = (count: number) => (count === 1 ? "one absence" : `${count} absences`);

  if (open.length > 0) {
    const others = open.some(ofOthers);
    await call.confirm({
      cells: [...new Set(open.map(cellOf))],
      always: others || (action === "cancel" && ids.length > 1),
      count: open.length,
      preview: [
        said({ kind: "decide", action, count: open.length }),
        ...open.slice(0, 20).map((one) => said(absencePart(one, facts.person))),
        ...more(open.length - 20),
        ...(input.comment ? [said({ kind: "comment", text: cleanText(input.comment, 300) })] : []),
      ],
      targets: open,
      shows: open.map((one) => readCellOf("absence", ofOthers(one))),
    });
  }
  const outcomes = await runBulk(open, call, async (one) => {
    if (decision !== null) return port.decide(one.id, decision, input.comment, { signal: call.signal });
    await port.comment?.(one.id, remark, { signal: call.signal });
    return one;
  });
  const now: Absence[] = [];
  const done: string[] = [];
  const gone: Absence[] = [];
  for (const [at, outcome] of outcomes.entries()) {
    const absence = open[at];
    if (!absence) continue;
    if ("error" in outcome) {
      fail(absence.id, outcome.error);
      continue;
    }
    done.push(cleanText(absence.id, 100));
    if (outcome.ok) now.push(outcome.ok);
    else gone.push(absence);
  }
  const notes = before.map((one) => `#${cleanText(one.id, 100)} was ${one.status} already; nothing was sent.`);
  if (gone.length > 0)
    notes.push(`The service deleted what was cancelled: ${gone.map(({ id }) => `#${cleanText(id, 100)}`).join(", ")}.`);
  return {
    data: {
      absences: [...now, ...before]
        .filter((one) => readable(ofOthers(one)))
        .map((one) => absenceView(one, facts.person)),
      done: [...done, ...before.map(({ id }) => cleanText(id, 100))],
      failed,
      notes,
    },
    text: [
      `${did} ${many(done.length)}${failed.length > 0 ? `, ${failed.length} failed` : ""}:`,
      ...[...now, ...gone].map(line),
      ...failed.map(({ id, message }) => `#${id} failed: ${message}`),
      ...notes,
    ].join("\n"),
    failed: done.length === 0 && before.length === 0,
    wrote: done.length > 0 || maybeSaved(outcomes),
  };
};
