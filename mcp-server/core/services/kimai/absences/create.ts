import type { Absence, AbsenceDraft, AbsenceType } from "../../../domain/absences";
import type { Call, Noted } from "../../../domain/call";
import { InputError, ServiceError } from "../../../domain/errors";
import { sentOnce } from "../../shared/send-once";
import { created } from "../client/plugin-wire";
import type { Kimai } from "../context";
import { foundByLooking } from "../mapping/phrases";
import { type KnownPeople, namedPeople } from "../people/everyone";
import { decideOn } from "./decide";
import { absenceBody, absenceOf } from "./mapping";
import type { AbsenceReader } from "./read";
import type { KnownTypes } from "./types";

/**
 * Creates one piece and, where Kimai keeps it as new, asks for its approval: that is what a request is for. Kimai may
 * make one absence for each day of it.
 */
export async function createOne(
  kimai: Kimai,
  read: { known: KnownPeople; types: KnownTypes; reader: AbsenceReader },
  part: AbsenceDraft,
  call?: Call,
): Promise<{ absences: Absence[] } & Noted> {
  if (part.first !== part.last && (part.firstHalf || part.lastHalf))
    throw new InputError("argument", "Kimai knows half days of single days only.", {
      next: "Ask for the half day on its own.",
    });
  const { client } = kimai;
  const { person: self } = await kimai.facts.get(call);
  const [person = self] = await namedPeople(read.known, self, [part.personId ?? self.id]);
  const [types, before] = await Promise.all([
    read.types.get(call),
    // What is there already is not taken for what a lost answer was about.
    read.reader.ofYears(person, part, call),
  ]);
  const old = new Set(before.map(({ id }) => id));
  const written = await sentOnce(
    async () => {
      const rows = await client.write(created, "POST", ["absences"], absenceBody(part, self.id), call?.signal);
      return rows.map((row) => absenceOf(row, person, types));
    },
    async () => {
      const now = await read.reader.ofYears(person, part);
      const fresh = now.filter(
        ({ id, type, first, last }) =>
          !old.has(id) && type?.id === part.typeId && first >= part.first && last <= part.last,
      );
      return fresh.length > 0 ? fresh : null;
    },
    kimai.secondLookMs,
  );
  read.reader.remember(written.value);
  const asked = await Promise.all(written.value.map((one) => askApproval(kimai, read.reader, one, types)));
  return {
    absences: asked.map(({ absence }) => absence),
    notes: [
      ...(written.looked ? [foundByLooking] : []),
      ...(written.value.length === 0 ? ["Kimai made nothing of it: it has no working day of this person."] : []),
      ...new Set(asked.flatMap(({ note }) => note ?? [])),
    ],
  };
}

/** The absence is saved whatever comes of this, so it never fails and is not cut short. */
async function askApproval(
  kimai: Kimai,
  reader: AbsenceReader,
  absence: Absence,
  types: readonly AbsenceType[],
): Promise<{ absence: Absence; note?: string }> {
  if (absence.status !== "draft") return { absence };
  try {
    return { absence: (await decideOn(kimai, reader, absence, "ask", types)) ?? absence };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const said =
      error.saved === "unknown" ? "whether its approval was asked for is not known" : "nobody was asked to approve it";
    return { absence, note: `It is saved as a draft, but ${said}: ${error.message}` };
  }
}
