import type { Noted } from "#core/domain/call";
import { InputError, ServiceError } from "#core/domain/errors";
import type { RecordPlace, RecordsPort, RecordType, ServiceRecord } from "#core/domain/records";
import { reworded } from "#core/domain/reworded";
import { cleanText } from "#core/domain/text";
import { withText } from "../lib/question/records";
import type { PlannedPart } from "./record-parts";
import type { PlannedRecord } from "./record-planner";
import { recordTitle } from "./record-view";

/** One new record with what it brings along: all of it is there afterwards, or what was made is taken back. */

export interface MadePart {
  part: PlannedPart;
  record: ServiceRecord;
}

interface Made {
  place: RecordPlace;
  title: string;
}

/**
 * @throws ServiceError, InputError of the step that failed, with what was taken back and what could not be; `saved` is
 * "no" only where everything is as before
 */
export async function createWhole(
  { place, draft, copyOf, parts }: Pick<PlannedRecord, "place" | "draft" | "copyOf" | "parts">,
  records: RecordsPort,
  signal: AbortSignal,
): Promise<{ record: ServiceRecord; parts: MadePart[] } & Noted> {
  const { type, of } = place;
  const whole = await records.create({ type, of, values: draft, ...(copyOf !== undefined && { copyOf }) }, { signal });
  const notes = [...whole.notes];
  const made: Made[] = [{ place: { type, id: whole.record.id, of }, title: recordTitle(type, whole.record) }];
  const done: MadePart[] = [];

  async function makeAll(above: { type: RecordType; id: string }, wanted: readonly PlannedPart[]): Promise<void> {
    for (const part of wanted) {
      const own = part.link === "of" ? above : undefined;
      const values = part.link === "of" ? part.draft : { ...part.draft, [part.link.value]: above.id };
      try {
        const { record, notes: more } = await records.create({ type: part.type, of: own, values }, { signal });
        made.push({ place: { type: part.type, id: record.id, of: own }, title: recordTitle(part.type, record) });
        done.push({ part, record });
        notes.push(...more);
      } catch (error) {
        throw undone(error, part, await takeBack(made, records));
      }
      const latest = made.at(-1);
      if (latest) await makeAll({ type: part.type, id: latest.place.id }, part.parts);
    }
  }
  await makeAll({ type, id: whole.record.id }, parts);
  return { record: whole.record, parts: done, notes };
}

interface TakenBack {
  gone: string[];
  left: { title: string; why: string }[];
}

/** Newest first. What fails to go by itself may go with what it belongs to, so that is looked for at the end. */
async function takeBack(made: readonly Made[], records: RecordsPort): Promise<TakenBack> {
  const gone: string[] = [];
  const refused: { one: Made; why: string }[] = [];
  for (const one of made.toReversed())
    try {
      await (records.takeBack ?? records.remove).call(records, one.place);
      gone.push(one.title);
    } catch (error) {
      if (error instanceof ServiceError && error.kind === "not_found") gone.push(one.title);
      else refused.push({ one, why: error instanceof Error ? error.message : "" });
    }
  const left: TakenBack["left"] = [];
  // The whole first: with it goes the rest.
  for (const { one, why } of refused.toReversed())
    if (await isThere(one.place, records)) left.push({ title: one.title, why });
    else gone.push(one.title);
  return { gone, left };
}

/** Nobody can say so of what cannot be read: then it counts as there. */
const isThere = (place: RecordPlace, records: RecordsPort): Promise<boolean> =>
  records.get(place).then(
    () => true,
    (error) => !(error instanceof ServiceError && error.kind === "not_found"),
  );

const mostTold = 3;
const rest = (more: number) => (more > 0 ? ` and ${more} more` : "");

function undone(error: unknown, part: PlannedPart, { gone, left }: TakenBack): unknown {
  if (!(error instanceof ServiceError || error instanceof InputError)) return error;
  const lost = error instanceof ServiceError && error.saved !== "no";
  const message = [
    `${cleanText(withText(part.shown), 150)} failed: ${cleanText(error.message, 300)}`,
    lost ? "Whether this one was saved is not known." : "",
    ...left.slice(0, mostTold).map(({ title, why }) => `Could not be taken back: ${title}. ${cleanText(why, 200)}`),
    left.length > mostTold ? `${left.length - mostTold} more could not be taken back.` : "",
    gone.length > 0 ? `Taken back: ${gone.slice(0, mostTold).join(", ")}${rest(gone.length - mostTold)}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
  const next = left.length > 0 ? "Delete what is left, or add what is missing to it." : error.next;
  if (error instanceof InputError && left.length === 0)
    return new InputError(error.code, message, { next, candidates: error.candidates });
  const saved = left.length > 0 ? "yes" : lost ? "unknown" : "no";
  return error instanceof ServiceError
    ? reworded(error, message, { saved, next })
    : new ServiceError("conflict", message, { saved, next });
}
