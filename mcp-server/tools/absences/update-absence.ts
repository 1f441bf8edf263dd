import type { Absence, AbsenceDecision, AbsenceStatus } from "../../domain/absences";
import { servicesWith } from "../../domain/entities";
import type { Cell } from "../../domain/permission-cells";
import { defineTool } from "../lib/define";
import { choiceOf, need, outputSchema, text, texts, type When } from "../lib/schema";

const actions = ["approve", "reject", "cancel", "ask_again", "comment"] as const;
type Action = (typeof actions)[number];

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

const offered: Partial<Record<Action, When>> = {
  approve: { cells: ["absence.decide"] },
  reject: { cells: ["absence.decide"] },
  cancel: { cells: ["absence.delete", "others_absence.delete"] },
  ask_again: { services: servicesWith.askAgain, cells: ["absence.update", "others_absence.update"] },
  comment: { services: servicesWith.absenceComments, cells: ["absence.update", "others_absence.update"] },
};

export const updateAbsence = defineTool({
  name: "update_absence",
  title: "Update absence",
  description: "Decide, cancel, comment. Not for other days (request_absence).",
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  input: {
    ids: need(texts("From list_absences", 500, 100)),
    action: need(choiceOf(actions, offered, "What to do")),
    comment: text("Why", 1_024),
  },
  output: outputSchema({ done: "array" }),
  async run(input, call, kit) {
    const { action } = input;
    const { decision, will, did, already } = words[action];
    const ids = [...new Set(input.ids.map(kit.entryId))];
    if (ids.length === 0) throw new kit.InputError("argument", "Name at least one id.");
    const facts = await call.facts();
    const either = [cellFor(action, false), cellFor(action, true)];
    const allowed = either.filter((cell) => facts.refused[cell] === undefined && call.level(cell) !== "off");
    const port = kit.leave.absencePort(call, facts, allowed.length > 0 ? allowed : either);
    const can = [
      ...port.decisions.map((one) => (one === "ask" ? "ask_again" : one)),
      ...(port.comment ? ["comment"] : []),
    ];
    if (!can.includes(action))
      throw new kit.ServiceError(
        "unsupported",
        `This service cannot do that from here: ${will.toLowerCase()} absences.`,
        {
          next: `${port.decideWhere ? `People do it in the service's own app: ${port.decideWhere}. ` : ""}It can: ${can.join(", ") || "nothing"}.`,
        },
      );
    const said = input.comment?.trim() ?? "";
    if (decision === null && said === "")
      throw new kit.InputError("argument", "There is no comment to write.", { next: "Say it in comment." });
    call.require(allowed.length > 0 ? allowed.slice(0, 1) : either.slice(0, 1));

    const failed: { id: string; message: string }[] = [];
    const fail = (id: string, error: unknown) => {
      if (ids.length === 1) throw error;
      failed.push({ id: kit.cleanText(id, 100), message: kit.failureText(error, call) });
    };
    const found: Absence[] = [];
    const fetched = await kit.runBulk(ids, { ...call, progress: () => undefined }, (id) =>
      port.get(id, { signal: call.signal }),
    );
    for (const [at, outcome] of fetched.entries())
      if ("ok" in outcome) found.push(outcome.ok);
      else fail(ids[at] ?? "", outcome.error);
    const isOthers = (one: Absence) => kit.leave.isOthers(one, facts.person);
    const cellOf = (one: Absence) => cellFor(action, isOthers(one));
    const readable = await kit.openFetched(
      "absence",
      found.map((one) => ({ id: kit.cleanText(one.id, 100), others: isOthers(one), cells: [cellOf(one)] })),
      call,
    );
    const isDone = ({ status }: Absence) => already !== undefined && status === already;
    const before = found.filter(isDone);
    const open = found.filter((one) => !isDone(one));
    const line = (one: Absence) =>
      readable(isOthers(one)) ? kit.leave.absenceLine(one, facts.person) : `#${kit.cleanText(one.id, 100)}`;
    const many = (count: number) => (count === 1 ? "one absence" : `${count} absences`);

    if (open.length > 0) {
      const others = open.some(isOthers);
      await call.confirm({
        cells: [...new Set(open.map(cellOf))],
        always: others || (action === "cancel" && ids.length > 1),
        count: open.length,
        preview: [
          `${will} ${many(open.length)}:`,
          ...open.slice(0, 20).map((one) => kit.leave.absenceLine(one, facts.person)),
          ...(open.length > 20 ? [`and ${open.length - 20} more`] : []),
          ...(input.comment ? [`Comment: ${kit.cleanText(input.comment, 300)}`] : []),
        ],
        targets: open,
        shows: open.map((one) => kit.readCellOf("absence", isOthers(one))),
      });
    }
    const outcomes = await kit.runBulk(open, call, async (one) => {
      if (decision !== null) return port.decide(one.id, decision, input.comment, { signal: call.signal });
      await port.comment?.(one.id, said, { signal: call.signal });
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
      done.push(kit.cleanText(absence.id, 100));
      if (outcome.ok) now.push(outcome.ok);
      else gone.push(absence);
    }
    const notes = before.map((one) => `#${kit.cleanText(one.id, 100)} was ${one.status} already; nothing was sent.`);
    if (gone.length > 0)
      notes.push(
        `The service deleted what was cancelled: ${gone.map(({ id }) => `#${kit.cleanText(id, 100)}`).join(", ")}.`,
      );
    return {
      data: {
        absences: [...now, ...before]
          .filter((one) => readable(isOthers(one)))
          .map((one) => kit.leave.absenceView(one, facts.person)),
        done: [...done, ...before.map(({ id }) => kit.cleanText(id, 100))],
        failed,
        notes,
        untrusted: kit.untrusted,
      },
      text: [
        `${did} ${many(done.length)}${failed.length > 0 ? `, ${failed.length} failed` : ""}:`,
        ...[...now, ...gone].map(line),
        ...failed.map(({ id, message }) => `#${id} failed: ${message}`),
        ...notes,
        kit.untrusted,
      ].join("\n"),
      failed: done.length === 0 && before.length === 0,
      wrote: done.length > 0 || kit.maybeSaved(outcomes),
    };
  },
});
