import { z } from "zod";
import type { Absence, AbsenceDecision, AbsenceStatus, AbsenceType } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import type { ServiceError } from "../../../domain/errors";
import { quote } from "../../../domain/quote";
import { explained, reworded } from "../../../domain/reworded";
import { isGone } from "../../shared/refusals";
import { removeOnce } from "../../shared/save-once";
import { sentOnce } from "../../shared/send-once";
import { nothing } from "../client/client";
import { absence as wireAbsence } from "../client/plugin-wire";
import type { Kimai } from "../context";
import { wireId } from "../mapping/entry-form";
import { absenceOf } from "./mapping";
import type { AbsenceReader } from "./read";

const routes = {
  approve: { path: "confirm", reached: ["approved"], word: "approve" },
  // What is rejected goes back to the new ones.
  reject: { path: "reject", reached: ["rejected", "draft"], word: "reject" },
  ask: { path: "request", reached: ["requested"], word: "ask for approval of" },
} as const satisfies Record<string, { path: string; reached: readonly AbsenceStatus[]; word: string }>;

/** A bare 403 has many reasons; whose absence it is says the most likely one. */
const inWords = (word: string, absence: Absence | undefined, own: boolean) => (error: ServiceError) => {
  const whose = own
    ? "your own absence"
    : `the absence of ${absence?.person ? quote(absence.person.name, 80) : "this person"}`;
  return reworded(error, `Kimai does not let you ${word} ${whose}.`, {
    next: ["approve", "reject"].includes(word)
      ? "Its person's supervisor or team lead decides, or the administrator of your Kimai."
      : "Its month may be locked, or your role may not: ask the administrator of your Kimai.",
  });
};

/** @returns as it is now; null where it was cancelled, since Kimai deletes it then */
export async function decideOn(
  kimai: Kimai,
  reader: AbsenceReader,
  absence: Absence,
  decision: AbsenceDecision,
  types: readonly AbsenceType[],
  call?: Call,
): Promise<Absence | null> {
  if (decision === "cancel") {
    await removeOne(kimai, reader, absence.id, absence, call);
    return null;
  }
  const { path, reached, word } = routes[decision];
  const { person: self } = await kimai.facts.get(call);
  const owner = absence.person ?? self;
  const deciding = sentOnce(
    async () => {
      const route = ["absences", wireId(absence.id, "an absence"), path];
      const answer = await kimai.client.write(z.unknown(), "PATCH", route, {}, call?.signal);
      const row = wireAbsence.safeParse(answer);
      // The decision is made; an answer of another form is replaced by a look.
      return row.success ? absenceOf(row.data, owner, types) : await reader.find(absence.id);
    },
    async () => {
      const now = await reader.find(absence.id);
      return now.status !== absence.status && (reached as readonly AbsenceStatus[]).includes(now.status) ? now : null;
    },
    kimai.secondLookMs,
  );
  const { value } = await explained(deciding, "forbidden", inWords(word, absence, owner.id === self.id));
  reader.remember([value]);
  return value;
}

/** Deletes it; gone already is a failure only where the delete itself says so. */
export async function removeOne(
  kimai: Kimai,
  reader: AbsenceReader,
  id: string,
  absence: Absence | undefined,
  call?: Call,
): Promise<void> {
  const { person: self } = await kimai.facts.get(call);
  const path = ["absences", wireId(id, "an absence")];
  const removing = removeOnce(
    { name: "Kimai", secondLookMs: kimai.secondLookMs },
    () => kimai.client.write(nothing, "DELETE", path, undefined, call?.signal),
    () => isGone(reader.find(id)),
  );
  await explained(removing, "forbidden", inWords("delete", absence, (absence?.person ?? self).id === self.id));
}
