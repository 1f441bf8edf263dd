import { z } from "zod";
import type { Call } from "../../../../domain/call";
import type { RecordDraft, RecordField, RecordType, RecordValue } from "../../../../domain/records";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { holds, type WireField, wireBody } from "../shared";

/** Between rows of Clockodo and values of records: names for ids, seconds for hours and minutes. */

/** A field whose number is a length of time on the wire too: `scale` seconds make one there (3600: hours). */
export interface LedgerField extends WireField {
  scale?: number;
}

/** Names of what rows point to. */
export type Names = (of: RecordType, id: number) => string;

const fourDigits = (value: number) => Math.round(value * 10_000) / 10_000;

/** Names of people and groups of holidays, asked for only where a row points to some. */
export async function namesFor(clockodo: Clockodo, fields: readonly RecordField[], call?: Call): Promise<Names> {
  const signal = call?.signal;
  const points = (of: RecordType) => fields.some((field) => field.of === of);
  const row = z.object({ id: z.number(), name: z.string() });
  const groups = z.object({ data: z.array(row) });
  const [people, holidays] = await Promise.all([
    points("person") ? clockodo.lists.users.get({ signal }) : [],
    points("holiday_group") ? clockodo.client.get(groups, pathOf("nonbusinessGroups"), {}, call) : { data: [] },
  ]);
  const own = clockodo.profile.known()?.user;
  const known: Partial<Record<RecordType, readonly { id: number; name: string }[]>> = {
    person: own ? [own, ...people] : people,
    holiday_group: holidays.data,
  };
  return (of, id) => known[of]?.find((each) => each.id === id)?.name ?? `#${id}`;
}
export const unnamed: Names = (_of, id) => `#${id}`;

export function valuesOf(row: object, fields: readonly LedgerField[], names: Names): Record<string, RecordValue> {
  const values: Record<string, RecordValue> = {};
  for (const { name, wire, kind, of, scale = 1 } of fields) {
    const held = (row as Record<string, unknown>)[wire];
    if (held === null || held === undefined || held === "") continue;
    if (kind === "ref" && of && typeof held === "number") values[name] = { id: String(held), name: names(of, held) };
    else if (kind === "duration" && typeof held === "number") values[name] = Math.round(held * scale);
    else if (typeof held === "string" || typeof held === "number" || typeof held === "boolean") values[name] = held;
  }
  return values;
}

/** What Clockodo is sent of a draft: lengths of time in its own unit. */
export function ledgerBody(draft: RecordDraft, fields: readonly LedgerField[]): Record<string, unknown> {
  const body = wireBody(draft, fields);
  for (const { wire, scale } of fields)
    if (scale !== undefined && typeof body[wire] === "number") body[wire] = fourDigits(Number(body[wire]) / scale);
  return body;
}

/** Whether a row has what was sent, as far as Clockodo shows it. */
export const took = (row: object, body: Readonly<Record<string, unknown>>) =>
  holds(row, Object.fromEntries(Object.entries(body).filter(([name]) => name in row)));
