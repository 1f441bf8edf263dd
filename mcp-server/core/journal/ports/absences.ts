import type { Absence, AbsenceDecision, AbsencePort } from "../../domain/absences";
import type { Service } from "../../domain/ports";
import type { CallRecord } from "../call-record";
import { keyOf, type Operation, type Outcome } from "../change";
import { over } from "./over";

/** What a recorded port is made of. */
export interface Ports {
  service: Service;
  /** Of the call that is running. */
  record(): CallRecord;
}

const operationOf: Record<AbsenceDecision, Operation> = {
  approve: "approve",
  reject: "reject",
  cancel: "cancel",
  ask: "ask",
};

export function recordedAbsences({ record }: Ports, absences: AbsencePort): AbsencePort {
  const subject = "absence" as const;
  const saw = (absence: Absence) => record().saw(keyOf(subject, absence.id), absence);
  const read = (id: string) => () => absences.get(id);
  return over(absences, {
    async list(query, call) {
      const list = await absences.list(query, call);
      for (const absence of list.absences) saw(absence);
      return list;
    },
    async get(id, call) {
      const absence = await absences.get(id, call);
      saw(absence);
      return absence;
    },
    create: (part, call) =>
      record().write({
        operation: "create",
        subject,
        wanted: part,
        send: () => absences.create(part, call),
        outcomes: ({ absences: made }) =>
          made.map((after): Outcome => ({ operation: "create", subject, id: after.id, after })),
      }),
    decide: (id, decision, comment, call) =>
      record().write({
        operation: operationOf[decision],
        subject,
        id,
        before: read(id),
        ...(comment !== undefined && { wanted: { comment } }),
        send: () => absences.decide(id, decision, comment, call),
        outcomes: (after, before) => [
          { operation: operationOf[decision], subject, id, before, ...(after !== null && { after }) },
        ],
      }),
    comment: (id, text, call) =>
      record().write({
        operation: "comment",
        subject,
        id,
        before: read(id),
        wanted: { comment: text },
        send: () => (absences.comment as NonNullable<AbsencePort["comment"]>)(id, text, call),
        outcomes: (_done, before) => [{ operation: "comment", subject, id, before, after: before }],
      }),
    undo: (id, call) =>
      record().write({
        operation: "delete",
        subject,
        id,
        before: read(id),
        send: () => absences.undo(id, call),
        outcomes: (_gone, before) => [{ operation: "delete", subject, id, before }],
      }),
  });
}
