import type { Call } from "../../../../domain/call";
import { InputError, type ServiceError } from "../../../../domain/errors";
import type { RecordPlace } from "../../../../domain/records";
import { reworded } from "../../../../domain/reworded";
import type { WritableType } from "../../../shared/record-engine";
import { demand } from "../../capabilities/require-capability";
import { nothing } from "../../client/client";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { type KnownPeople, namedPeople } from "../../people/everyone";
import { asRefused, checkDraft, demandBelow, type WireField } from "../shared";

const fields: WireField[] = [
  {
    name: "month",
    wire: "month",
    kind: "month",
    needed: true,
    when: "create",
    hint: "Locks it and the earlier months of its year; unlocking opens it and the later ones of its year.",
  },
];
const what = {
  lock: "Kimai locked this month and the earlier ones of its year.",
  unlock: "Kimai opened this month and the later ones of its year.",
};

/** Closed months of people: routes of the absence plugin, which has no list of them (kimai-api.md §1.1, §3.13). */
export function monthLockType(kimai: Kimai, known: KnownPeople): WritableType {
  async function send(verb: "lock" | "unlock", month: string, of: RecordPlace["of"], call?: Call) {
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
      throw new InputError("argument", `"${month.slice(0, 40)}" is not a month.`, { next: 'Write it as "2026-11".' });
    const { id } = demandBelow(of, ["person"], "Month locks");
    const facts = await demand(kimai, `month_lock.${verb === "lock" ? "create" : "delete"}`, call);
    const path = ["work-contract", verb, wireId(id, "a person"), `${month}-01`];
    // A DELETE for both, as Kimai has it. There is nothing to look at after a lost answer.
    await asRefused(
      `${verb} months of this person`,
      kimai.client.write(nothing, "DELETE", path, undefined, call?.signal),
    ).catch((error: ServiceError) => {
      throw error.saved === "unknown"
        ? reworded(error, error.message, { next: `Do it again: a month that is ${verb}ed already stays so.` })
        : error;
    });
    const [person = { id, name: `#${id}` }] = await namedPeople(known, facts.person, [id]);
    return person;
  }

  return {
    async describe(call) {
      const closed = (await kimai.facts.get(call)).refused["month_lock.create"];
      return {
        actions: closed ? [] : ["create", "delete"],
        parents: ["person"],
        fields: fields.map(({ wire: _, ...field }) => field),
        filters: [],
        notes: closed
          ? [`Months cannot be locked: ${closed}.`]
          : ["Kimai's API does not tell which months are locked.", "Delete with the month as id unlocks."],
      };
    },
    async create(values, of, call) {
      checkDraft(values, fields, "create", "month lock");
      const month = String(values.month);
      const person = await send("lock", month, of, call);
      return {
        record: {
          type: "month_lock",
          id: month,
          name: month,
          parent: { type: "person", ...person },
          values: { month },
        },
        notes: [what.lock],
      };
    },
    async remove(id, of, call) {
      await send("unlock", id, of, call);
    },
    async consequences(id, of) {
      demandBelow(of, ["person"], "Month locks");
      const months = 12 - Number(id.slice(5, 7));
      return months > 0 ? [{ what: "later months of the year, as far as they are locked", count: months }] : [];
    },
  };
}
