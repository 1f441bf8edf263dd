import type { Call } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import { InputError } from "../../../domain/errors";
import { resolveName } from "../../../domain/names";
import { quote } from "../../../domain/quote";
import type { RecordDraft, RecordField } from "../../../domain/records";
import { dayOf, toInstant } from "../../../time/format";
import type { WritableType } from "../../shared/record-engine";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { personOf, refOf } from "../mapping/person";
import type { WireBalance } from "../wire/absence";
import { checkDraft, isSelf, personId, somebody } from "./shared";

const fields: RecordField[] = [
  { name: "person", kind: "ref", of: "person", hint: "Default me." },
  { name: "type", kind: "text", needed: true, hint: "Type of leave, by name or #id." },
  { name: "amount", kind: "number", needed: true, hint: "Added to the balance, in its unit; below zero takes off." },
  { name: "day", kind: "day", hint: "As of when. Default today." },
  { name: "comment", kind: "text", maxLength: 1024 },
  { name: "balance", kind: "number", when: "never", hint: "What it is after it." },
];
const cell = "leave_account.create";

interface Correction {
  person: Ref;
  /** The person's id, where it is not the account's own. */
  other?: string;
  type: { id: number; name: string };
  amount: number;
  day: string;
  comment?: string;
}

/** Calamari takes up to three decimals (calamari-api.md §2.6). @throws InputError */
function amountOf(value: unknown): number {
  const amount = Number(value);
  if (!Number.isFinite(amount) || amount === 0 || Math.abs(amount) > 10_000)
    throw new InputError("argument", "amount is a number other than 0, up to 10,000.");
  if (Math.abs(amount * 1000 - Math.round(amount * 1000)) > 1e-6)
    throw new InputError("argument", "amount has three decimals at most.", { next: "Write it like 0.125." });
  return Math.round(amount * 1000) / 1000;
}
const plus = (left: number, right: number) => Math.round((left + right) * 1000) / 1000;

/**
 * Corrections of balances by hand. They cannot be listed, changed or taken back: only a second one evens the first out.
 */
export function leaveQuotaType(calamari: Calamari): WritableType {
  const { client } = calamari;

  async function read(values: RecordDraft, call?: Call): Promise<Correction> {
    checkDraft(values, fields, "create", "correction");
    const facts = await calamari.facts.get(call);
    const wanted = values.person == null ? facts.person.id : personId(values.person);
    const amount = amountOf(values.amount);
    const types = await client.send(endpoints.absenceTypes, { about: "nobody" }, call);
    const refs = types.map(refOf);
    const { id, name } = resolveName(String(values.type), refs, "type of leave");
    const isOwn = isSelf(calamari, facts, wanted);
    const person = isOwn ? facts.person : personOf(await somebody(calamari, wanted, call, cell));
    return {
      person,
      ...(!isOwn && { other: person.id }),
      type: { id: Number(id), name },
      amount,
      day: typeof values.day === "string" ? values.day : dayOf(toInstant(calamari.env.now()), facts.zone),
      ...(typeof values.comment === "string" && values.comment !== "" && { comment: values.comment }),
    };
  }

  const balance = ({ other, type, day }: Correction, call?: Call): Promise<WireBalance> => {
    const body = { absenceTypeId: String(type.id), date: day };
    return client.send(endpoints.balance, { about: { as: "employee", other, cell }, body }, call);
  };

  function refuseUnlimited({ unlimited }: WireBalance, { type }: Correction): void {
    if (unlimited)
      throw new InputError("argument", `"${quote(type.name, 80)}" has no limit: there is no balance to correct.`);
  }

  return {
    async describe(call) {
      const why = (await calamari.facts.get(call)).refused[cell];
      const usual =
        "A correction of a balance of leave. Calamari lists none and takes none back; balances: get_leave_balance.";
      return { actions: why === undefined ? ["create"] : [], parents: [], fields, filters: [], notes: [why ?? usual] };
    },

    async foresee(values, _of, call) {
      const wanted = await read(values, call);
      const now = await balance(wanted, call);
      refuseUnlimited(now, wanted);
      const unit = now.unit === "HOURS" ? "hours" : "days";
      const before = now.amount ?? 0;
      return [
        `${quote(wanted.person.name, 80)} (${wanted.person.id}) has ${before} ${unit} of "${quote(wanted.type.name, 80)}" on ${wanted.day}, and would then have ${plus(before, wanted.amount)}.`,
        "Calamari cannot take a correction back: only a second one evens it out.",
      ];
    },

    async create(values, _of, call) {
      const wanted = await read(values, call);
      const { person, other, type, amount, day, comment } = wanted;
      const before = await balance(wanted, call);
      refuseUnlimited(before, wanted);
      const expected = plus(before.amount ?? 0, amount);
      const body = {
        amount: String(amount),
        asOfDate: day,
        absenceType: type.id,
        ...(comment !== undefined && { comment }),
      };
      const about = { as: "balanceOwner", other, cell } as const;
      const { notes } = await calamari.saveOnce<unknown>(
        () => client.send(endpoints.adjustBalance, { about, body }, call),
        async () => ((await balance(wanted)).amount === expected ? true : null),
      );
      // It was taken; how it is now is told where it can be read.
      const after = await balance(wanted).catch(() => null);
      if (after?.amount != null && after.amount !== expected)
        notes.push(`The balance is ${after.amount} now, not the expected ${expected}: look at it in Calamari.`);
      return {
        record: {
          type: "leave_quota",
          id: `${day}.${type.id}`,
          name: `${amount > 0 ? "+" : ""}${amount} of ${type.name} for ${person.name}`,
          values: {
            person: refOf(person),
            type: type.name,
            amount,
            day,
            ...(comment !== undefined && { comment }),
            ...(after?.amount != null && { balance: after.amount }),
          },
        },
        notes,
      };
    },
  };
}
