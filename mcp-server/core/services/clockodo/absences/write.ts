import type { Absence, AbsenceDecision, AbsenceDraft } from "../../../domain/absences";
import type { Call, Noted } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { quote } from "../../../domain/quote";
import { reworded } from "../../../domain/reworded";
import { daySpan } from "../../../time/day-text";
import { isGone } from "../../shared/refusals";
import { removeOnce } from "../../shared/save-once";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { nothing, one, saveOnce } from "../records/shared";
import { absence } from "../wire/absence";
import { absenceBody, wireStatus } from "./mapping";
import type { AbsenceReader } from "./read";

const live = ({ status }: Absence) => status === "requested" || status === "approved";
const pathTo = (id: string) => pathOf("absences", wireId(id, "an absence"));

/** Clockodo tells a collision by ids; people know absences by their days and type. */
async function collisionWords(
  error: unknown,
  reader: AbsenceReader,
  part: AbsenceDraft,
  person: Ref,
): Promise<unknown> {
  if (!(error instanceof ServiceError) || error.kind !== "conflict") return error;
  const own = await reader.ofYears(person, part).catch(() => []);
  const there = own.filter((each) => live(each) && each.first <= part.last && each.last >= part.first);
  if (there.length === 0) return error;
  const named = there.map(
    (each) =>
      `${each.type ? quote(each.type.name, 80) : "an absence"} ${daySpan(each.first, each.last)}, ${each.status} (#${each.id})`,
  );
  return reworded(error, `It collides with what is there: ${named.join("; ")}.`, {
    next: "Choose other days, or cancel that one first.",
  });
}

/** Creates one piece. Without a state in it, Clockodo decides by the caller's rights whether it still has to be approved. */
export async function createOne(
  clockodo: Clockodo,
  reader: AbsenceReader,
  part: AbsenceDraft,
  call?: Call,
): Promise<{ absences: Absence[] } & Noted> {
  const { person: self } = await clockodo.facts.get({ signal: call?.signal });
  const person = await clockodo.person(wireId(part.personId ?? self.id, "a person"), call);
  // What is there already is not taken for what a lost answer was about.
  const old = new Set((await reader.ofYears(person, part, call)).map(({ id }) => id));
  try {
    const { value, notes } = await saveOnce(
      clockodo,
      async () => {
        const path = pathOf("absences");
        const asked = { body: absenceBody(part, self.id) };
        const { data } = await clockodo.client.write(one(absence), "POST", path, asked, call);
        return reader.written(data, person);
      },
      async () => {
        const now = await reader.ofYears(person, part);
        return (
          now.find(
            ({ id, type, first, last }) =>
              !old.has(id) && type?.id === part.typeId && first === part.first && last === part.last,
          ) ?? null
        );
      },
    );
    return { absences: [value], notes };
  } catch (error) {
    throw await collisionWords(error, reader, part, person);
  }
}

const words: Record<AbsenceDecision, string> = {
  approve: "approve",
  reject: "reject",
  cancel: "cancel",
  ask: "ask again for",
};

/** The state that a decision leads to depends on the present one: a request is taken back, an approval is cancelled. */
function aim(now: Absence, decision: AbsenceDecision): number {
  if (decision === "approve") return wireStatus.approved;
  if (decision === "reject") return wireStatus.declined;
  if (decision === "ask") return wireStatus.asked;
  if (now.status === "approved") return wireStatus.approvalCancelled;
  if (now.status === "requested") return wireStatus.requestCancelled;
  throw new ServiceError("conflict", `Absence #${now.id} is ${now.status} already: there is nothing to cancel.`, {
    next: "To ask for these days again, use ask.",
  });
}

const reached: Record<AbsenceDecision, Absence["status"]> = {
  approve: "approved",
  reject: "rejected",
  cancel: "cancelled",
  ask: "requested",
};

/** @returns as it is now; Clockodo keeps what is cancelled */
export async function decideOn(
  clockodo: Clockodo,
  reader: AbsenceReader,
  now: Absence,
  decision: AbsenceDecision,
  call?: Call,
): Promise<Absence> {
  const { person: self } = await clockodo.facts.get({ signal: call?.signal });
  const person = now.person ?? self;
  const own = person.id === self.id;
  const body = { status: aim(now, decision) };
  try {
    const { value } = await saveOnce(
      clockodo,
      async () => {
        const { data } = await clockodo.client.write(one(absence), "PUT", pathTo(now.id), { body }, call);
        return reader.written(data, person);
      },
      async () => {
        const later = await reader.find(now.id);
        return later.status !== now.status && later.status === reached[decision] ? later : null;
      },
    );
    return value;
  } catch (error) {
    if (error instanceof ServiceError && error.kind === "forbidden")
      throw reworded(
        error,
        `Clockodo does not let you ${words[decision]} ${own ? "your own absence" : `the absence of ${quote(person.name, 80)}`}.`,
        { next: "Those who manage this person's absences decide, or the administrator of your Clockodo." },
      );
    throw await collisionWords(error, reader, { ...now, typeId: now.type?.id ?? "", seconds: undefined }, person);
  }
}

/** Deletes it; an approved one has to be declined first (§2.9: unsure when). Gone already is a failure of the delete. */
export async function removeOne(clockodo: Clockodo, reader: AbsenceReader, id: string, call?: Call): Promise<void> {
  const remove = () =>
    removeOnce(
      clockodo,
      () => clockodo.client.write(nothing, "DELETE", pathTo(id), {}, call),
      () => isGone(reader.find(id)),
    );
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof ServiceError) || !["invalid", "forbidden", "conflict"].includes(error.kind)) throw error;
    const now = await reader.find(id);
    if (now.status !== "approved") throw error;
    await clockodo.client.write(one(absence), "PUT", pathTo(id), { body: { status: wireStatus.declined } }, call);
    await remove();
  }
}
