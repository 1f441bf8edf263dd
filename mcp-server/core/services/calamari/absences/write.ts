import type { Absence, AbsenceDraft, AbsenceType } from "../../../domain/absences";
import type { Call, Noted } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import { quote } from "../../../domain/quote";
import { reworded } from "../../../domain/reworded";
import { daySpan } from "../../../time/day-text";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { absenceId, absenceKey } from "../mapping/absence";
import { refOf } from "../mapping/person";
import type { WireWorkingWeek } from "../wire/person";
import { demandPossible, longest, partsOf } from "./parts";
import type { AbsenceReader } from "./read";

const app = "Calamari's own app";

/** Only what was asked for; a field that its type has switched off must not even be empty (calamari-api.md §2.5). */
function bodyOf(draft: AbsenceDraft, parts: ReturnType<typeof partsOf>): Record<string, unknown> {
  const said = (text: string | undefined) => (text?.trim() ? text.trim() : undefined);
  const [reason, comment] = [said(draft.reason), said(draft.comment)];
  return {
    // Calamari wants the number as text.
    absenceTypeId: draft.typeId,
    dateFrom: draft.first,
    dateTo: draft.last,
    ...parts,
    ...(reason && { reason }),
    ...(comment && { comment }),
    ...(draft.substituteId && { substitute: draft.substituteId }),
  };
}

/** The schedule that hours without a beginning start with: only then it is asked for, and only of the account's person. */
export async function weekFor(calamari: Calamari, draft: AbsenceDraft, call?: Call): Promise<WireWorkingWeek | null> {
  if (draft.seconds === undefined || draft.from !== undefined) return null;
  if ((await calamari.other(draft.personId, call)) !== undefined) return null;
  return (await calamari.profile.get(call)).week;
}

const numberOf = ({ id }: Absence) => absenceKey(id).number;

/**
 * Sends the request once. What it became is read after it; when its answer is lost, the same reading tells whether it took
 * effect, by what was not there before.
 * @param other whose leave it is, absent: the account's own person's
 */
export async function createOne(
  calamari: Calamari,
  reader: AbsenceReader,
  draft: AbsenceDraft,
  type: AbsenceType,
  other: string | undefined,
  call?: Call,
): Promise<{ absences: Absence[] } & Noted> {
  demandPossible(draft, type);
  const body = bodyOf(draft, partsOf(draft, await weekFor(calamari, draft, call)));
  const there = await reader.ofOne(other, draft, call);
  const before = new Set(there.map(({ id }) => id));
  const same = (one: Absence) =>
    !before.has(one.id) && one.type?.id === draft.typeId && one.first === draft.first && one.last === draft.last;
  /** Not cut short: what was sent may be there. */
  const now = async () => {
    reader.forget();
    return reader.ofOne(other, draft);
  };
  const about = { as: "employee", other, cell: "others_absence.create" } as const;
  const { value, notes } = await calamari
    .saveOnce(
      async () => (await calamari.client.send(endpoints.createAbsence, { about, body }, call)).id,
      async () => {
        const found = (await now()).find(same);
        return found ? numberOf(found) : null;
      },
    )
    .catch((error: unknown) => Promise.reject(collisionWords(error, there, draft)))
    .finally(reader.forget);
  const made = (await now().catch(() => [])).find((one) => numberOf(one) === value);
  if (made) return { absences: [made], notes };
  const { person } = await calamari.facts.get();
  const asked = other === undefined ? refOf(person) : { id: other, name: other };
  return {
    absences: [asSent(draft, type, asked, value, other !== undefined)],
    notes: [...notes, "How it stands now could not be read: it is shown as it was asked for."],
  };
}

/** Calamari says only that it does not take the days; what stands there was read before. */
function collisionWords(error: unknown, there: readonly Absence[], { first, last }: AbsenceDraft): unknown {
  if (!(error instanceof ServiceError) || error.kind !== "conflict") return error;
  const live = there.filter(
    (one) => (one.status === "requested" || one.status === "approved") && one.first <= last && one.last >= first,
  );
  if (live.length === 0) return error;
  const named = live.map(
    (one) =>
      `${one.type ? quote(one.type.name, 80) : "an absence"} ${daySpan(one.first, one.last)}, ${one.status} (#${one.id})`,
  );
  return reworded(error, `It collides with what is there: ${named.slice(0, 5).join("; ")}.`, {
    next: "Choose other days, or cancel that one first.",
    fields: undefined,
  });
}

function asSent(draft: AbsenceDraft, type: AbsenceType, person: Ref, number: number, others: boolean): Absence {
  return {
    id: absenceId({ first: draft.first, number, ...(others && { person: person.id }) }),
    person,
    type: { id: type.id, name: type.name },
    status: "requested",
    first: draft.first,
    last: draft.last,
    ...(draft.firstHalf && { firstHalf: true }),
    ...(draft.lastHalf && { lastHalf: true }),
    days: null,
    seconds: draft.seconds ?? null,
    comment: draft.reason ?? "",
  };
}

/**
 * A comment below a request, as the account's person. Whether one was kept cannot be read (calamari-api.md §2.5), so a lost
 * answer leaves it open.
 */
export async function commentOn(
  { client }: Calamari,
  absence: Absence,
  text: string,
  others: boolean,
  call?: Call,
): Promise<void> {
  const content = text.trim();
  if (content === "") throw new InputError("argument", "The comment is empty.", { next: "Give comment." });
  if (content.length > longest)
    throw new InputError("argument", `The comment has ${content.length} characters; Calamari takes ${longest}.`);
  // Written by the account's person, below what is somebody else's: that has to be allowed.
  if (others) client.demand("others_absence.update");
  const body = { content, absenceRequestId: numberOf(absence) };
  await client.send(endpoints.commentAbsence, { about: { as: "creator" }, body }, call);
}

/** Approving, rejecting and cancelling are not in Calamari's REST API (§2.0). @param origin `https://fjordworks.calamari.io` */
export const notHere = (what: string, origin: string) =>
  new ServiceError("unsupported", `Calamari lets programs ask for leave, not ${what} it.`, {
    next: `That is done in ${app}: ${origin}.`,
  });

/** Nothing can take back what was asked for: says what stands there. */
export function cannotUndo(absence: Absence | null, id: string, origin: string): ServiceError {
  const what = absence
    ? `${absence.type ? quote(absence.type.name, 80) : "The absence"} ${absence.first}${absence.last === absence.first ? "" : ` to ${absence.last}`} stands as ${absence.status} (#${absence.id})`
    : `#${id} may still stand there`;
  return new ServiceError("unsupported", `Calamari lets no program cancel a request: ${what}.`, {
    next: `Cancel it in ${app}: ${origin}.`,
  });
}
