import type { Call, Noted } from "../../../../domain/call";
import { InputError, ServiceError } from "../../../../domain/errors";
import type { RecordDraft, ServiceRecord } from "../../../../domain/records";
import { reworded } from "../../../../domain/reworded";
import type { MessageText } from "../../../../messages/catalog";
import { tookChange } from "../../../shared/save-once";
import { wireId } from "../../mapping/entry-form";
import { metaDraft } from "../plugins/custom-fields";
import { asRefused, checkDraft, refusedTo, saveOnce } from "../shared";
import { type WorkKind, workBody, workFields, workRoutes } from "./work-fields";
import { type WorkParts, type WorkRow, workRow } from "./work-parts";

/** The custom fields are saved by requests of their own, whatever becomes of the rest. */
const halfSaved = (error: ServiceError) =>
  reworded(error, `${error.message} Its custom fields are saved, the rest is not.`, { saved: "yes" });

interface Reads {
  /** The fields that the caller's form offers; null without the right to create. */
  form(call?: Call): Promise<string[] | null>;
  record(row: WorkRow, call?: Call): Promise<ServiceRecord>;
}

/** Writes of customers, projects and activities: only what was asked for, once, with a look where the answer is lost. */
export function createWorkWrites(kind: WorkKind, parts: WorkParts, reads: Reads) {
  const { kimai, lists, colors, customFields } = parts;
  const { client } = kimai;
  const route = workRoutes[kind];

  const single = (id: number, call?: Call) => client.get(workRow, [route, id], [], call?.signal);

  /** One field too many makes Kimai refuse the whole, so it is named before anything is sent. */
  function demandOffered(body: Record<string, unknown>, offered: readonly string[]): void {
    const lacking = workFields[kind].filter(({ wire }) => wire in body && !offered.includes(wire));
    if (lacking.length === 0) return;
    const names = lacking.map(({ name }) => name).join(", ");
    const address = lacking.some(({ name }) => name === "address");
    const why = address
      ? "Kimai takes an address in one piece only for customers that have one already."
      : "Your Kimai role, or this Kimai's settings, do not let you set this.";
    throw new ServiceError("forbidden", `Kimai would refuse ${names} here. ${why}`, {
      fields: Object.fromEntries(lacking.map(({ name }) => [name, why])),
      next: address
        ? "Use address_line1, address_line2, address_line3, post_code and city."
        : `Leave out ${names}, or ask the administrator of your Kimai.`,
    });
  }

  /** The draft as a body and its custom fields, with everything checked that can be without sending it. */
  async function prepared(draft: RecordDraft, how: "create" | "change", call?: Call) {
    checkDraft(draft, workFields[kind], how, kind);
    const body = await colors.named(workBody(kind, draft, how), call);
    const meta = metaDraft(draft.meta);
    await customFields.demand(kind, meta, call);
    return { body, meta };
  }

  /** Custom fields after the item itself; it is saved whatever becomes of them. */
  async function withMeta(row: WorkRow, values: RecordDraft, call?: Call) {
    const meta = metaDraft(values.meta);
    if (Object.keys(meta).length === 0) return { row, notes: [] };
    const notes = await customFields
      .write(kind, row.id, meta, call)
      .catch((error: Error) => [`The ${kind} is saved, but its custom fields are not: ${error.message}`]);
    return { row: await single(row.id).catch(() => row), notes };
  }

  /** The body of a new one, where the caller may make it. */
  async function bodyOfNew(draft: RecordDraft, call?: Call) {
    const { body } = await prepared(draft, "create", call);
    const offered = await reads.form(call);
    if (offered === null)
      throw new ServiceError("forbidden", `Your Kimai role has no right to create ${route}.`, {
        next: "Ask the administrator of your Kimai.",
      });
    demandOffered(body, offered);
    return body;
  }

  async function update(id: string, draft: RecordDraft, call?: Call): Promise<{ record: ServiceRecord } & Noted> {
    const number = wireId(id, `a ${kind}`);
    const { body, meta } = await prepared(draft, "change", call);
    if (Object.keys(body).length === 0 && Object.keys(meta).length === 0)
      throw new InputError("argument", "There is nothing to change.", { next: "Give the values that shall be other." });
    const before = await asRefused(`change ${route}`, single(number, call));
    const offered = await reads.form(call);
    // The form of a change offers the old address where there is one, and what the form of a new one offers.
    if (offered) demandOffered(body, [...offered, ...(before.address ? ["address"] : [])]);
    let row: WorkRow | null = null;
    const notes: MessageText[] = [];
    let begun = false;
    try {
      // Before the rest: a field that is not defined ends the whole with nothing saved.
      notes.push(...(await customFields.write(kind, number, meta, call)));
      begun = Object.keys(meta).length > 0;
      if (Object.keys(body).length > 0) {
        const send = (sent: Record<string, unknown>) =>
          saveOnce(
            kimai,
            [],
            () => client.write(workRow, "PATCH", [route, number], sent, call?.signal),
            async () => {
              const now = await single(number);
              return tookChange(now, sent, before) ? now : null;
            },
          );
        const written = await colors.write(body, send, call);
        row = written.value;
        notes.push(...written.notes);
      }
    } catch (error) {
      throw begun && error instanceof ServiceError ? halfSaved(error) : refusedTo(error, `change this ${kind}`);
    } finally {
      lists.forget();
    }
    return { record: await reads.record(row ?? (await single(number, call).catch(() => before)), call), notes };
  }

  /** Only projects have a copy of their own: with activities, rates, custom fields and teams (§3.10). */
  async function copy(id: string, draft: RecordDraft, call?: Call): Promise<{ record: ServiceRecord } & Noted> {
    if (kind !== "project")
      throw new ServiceError("unsupported", `Kimai cannot copy ${route}.`, {
        next: "Create one with the same values.",
      });
    const number = wireId(id, "a project");
    // Checked now, so that a copy is not made for nothing.
    await prepared(draft, "change", call);
    const all = async () => (await lists[route].get({ fresh: true })) as WorkRow[];
    const before = await all();
    const old = new Set(before.map((row) => row.id));
    const from = before.find((row) => row.id === number);
    const { value: made, notes } = await asRefused(
      "copy this project",
      saveOnce(
        kimai,
        [],
        () => client.write(workRow, "POST", [route, number, "duplicate"], {}, call?.signal),
        async () =>
          (await all()).find((row) => !old.has(row.id) && from !== undefined && row.name.startsWith(from.name)) ?? null,
      ),
    );
    lists.forget();
    if (Object.keys(draft).length > 0)
      try {
        const changed = await update(String(made.id), draft, call);
        return { record: changed.record, notes: [...notes, ...changed.notes] };
      } catch (error) {
        const why = error instanceof Error ? error.message : "";
        notes.push(`The copy is made, but the values for it are not saved: ${why}`);
      }
    return { record: await reads.record(made, call), notes };
  }

  return { bodyOfNew, withMeta, update, copy };
}
