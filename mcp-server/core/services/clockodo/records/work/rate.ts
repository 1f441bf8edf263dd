import { z } from "zod";
import type { Call } from "../../../../domain/call";
import type { Ref } from "../../../../domain/entities";
import { InputError } from "../../../../domain/errors";
import type { RecordDraft } from "../../../../domain/records";
import type { MessageText } from "../../../../messages/catalog";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { field, type NameOf, ref, refs } from "../fields";
import { type ClockodoRecordType, counted, recordType } from "../record-type";
import { many, nothing, notThere, one, saveOnce } from "../shared";

const row = z.object({
  /** null: the default of the company. */
  id: z.number().nullable(),
  parent_rate_id: z.number().nullish(),
  customer_ids: z.array(z.number()).nullish(),
  project_ids: z.array(z.number()).nullish(),
  service_ids: z.array(z.number()).nullish(),
  user_ids: z.array(z.number()).nullish(),
  hourly_rate: z.number(),
  position: z.number().nullish(),
});
type Rate = z.infer<typeof row>;

/** Our word for the rate that holds where no other does; Clockodo gives it no id (clockodo-api.md §2.7). */
const whole = "default";
const rateId = ({ id }: Rate) => (id === null ? whole : String(id));

const fields = [
  field("rate", "money", { wire: "hourly_rate", needed: true, hint: "For an hour." }),
  ref("above", "parent_rate_id", "rate", { when: "create", hint: "The rate that it narrows; empty: none." }),
  refs("customers", "customer_ids", "customer"),
  refs("projects", "project_ids", "project", { hint: "Customers or projects, not both." }),
  refs("activities", "service_ids", "activity"),
  refs("people", "user_ids", "person"),
  field("position", "number", { when: "change", apart: true, hint: "Among those of one level: 0 is first." }),
];
/** What a rate can be for: its type, our filter, and where its ids stand. */
const targets = [
  ["customer", "customer_ids"],
  ["project", "project_ids"],
  ["activity", "service_ids"],
  ["person", "user_ids"],
] as const;
const mostNames = 3;

function title(rate: Rate, names: NameOf): string {
  const lists = targets.flatMap(([type, wire]) => {
    const ids = rate[wire] ?? [];
    const more = ids.length > mostNames ? ` and ${ids.length - mostNames} more` : "";
    const shown = ids.slice(0, mostNames).map((id) => names(type, id));
    return ids.length > 0 ? [shown.join(", ") + more] : [];
  });
  return `${rate.hourly_rate} an hour ${rate.id === null ? "by default" : `for ${lists.join("; ") || "everything"}`}`;
}

/** Rates per hour: a tree in which the narrower one counts. */
export function rateType(clockodo: Clockodo): ClockodoRecordType {
  const { client } = clockodo;
  /** As read last: a rate is told with the name of the one above it. */
  let known: Rate[] = [];
  const rows = async (_query: unknown, call?: Call) => {
    known = (await client.get(many(row), pathOf("rates"), {}, call)).data;
    return known;
  };
  async function find(id: string, call?: Call): Promise<Rate> {
    if (id !== whole) wireId(id, "a rate");
    const found = (await rows({}, call)).find((each) => rateId(each) === id);
    if (found) return found;
    throw notThere("rate", id);
  }

  const rates = recordType<Rate>(clockodo, {
    type: "rate",
    what: "a rate",
    kind: "rate",
    resource: "rates",
    row,
    fields,
    filters: targets.map(([type]) => ({ name: type, kind: "ref", of: type })),
    notes: [
      `The rate with the id "${whole}" holds where no other does; only its rate can be changed.`,
      "A rate below another narrows it; deleting one deletes those below it.",
    ],
    rows,
    find,
    alsoNamed: targets.map(([type]) => type),
    idOf: rateId,
    nameOf: title,
    extra(rate, names) {
      const parent = known.find(({ id }) => id !== null && id === rate.parent_rate_id);
      const above: Ref | undefined = parent && { id: rateId(parent), name: title(parent, names) };
      return { above, position: (rate.id === null ? null : rate.position) ?? undefined };
    },
    wanted: (rate, { filters = {} }) =>
      targets.every(
        ([type, wire]) =>
          filters[type] === undefined || (rate[wire] ?? []).some((each) => String(each) === filters[type]),
      ),
    // The parent must be there, if only to say that there is none.
    complete(given, _draft, before) {
      const after = { ...before, ...given };
      if (targets.every(([, wire]) => (after[wire] ?? []).length === 0))
        throw new InputError("argument", "A rate needs a customer, project, activity or person that it is for.", {
          next: `Name one; the rate with the id "${whole}" is for everything.`,
        });
      return before ? given : { parent_rate_id: null, ...given };
    },
    consequences(rate) {
      const below = (parent: number): number =>
        known
          .filter((each) => each.parent_rate_id === parent && each.id !== null)
          .reduce((sum, each) => sum + 1 + below(each.id ?? 0), 0);
      return counted(rate.id === null ? 0 : below(rate.id), "rate below it", "rates below it");
    },
  });

  async function setDefault(draft: RecordDraft, call?: Call): Promise<MessageText[]> {
    const others = Object.keys(draft).filter((name) => name !== "rate");
    if (others.length > 0)
      throw new InputError("argument", `The default rate has no ${others.join(", ")}: it holds for everything.`);
    const answer = one(z.object({ hourly_rate: z.number() }));
    const body = { hourly_rate: draft.rate };
    const saved = await saveOnce(
      clockodo,
      async () => (await client.write(answer, "PUT", pathOf("rates", whole), { body }, call)).data.hourly_rate,
      async () => {
        const now = (await find(whole)).hourly_rate;
        return now === draft.rate ? now : null;
      },
    );
    return saved.notes;
  }

  /** Clockodo takes the whole order of one level. */
  async function move(id: string, position: number, call?: Call): Promise<MessageText[]> {
    const { id: own, parent_rate_id: above } = await find(id, call);
    const ids = known
      .filter((each) => each.id !== own && (each.parent_rate_id ?? 0) === (above ?? 0))
      .sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
      .flatMap((each) => each.id ?? [])
      .toSpliced(position, 0, Number(id));
    const saved = await saveOnce(
      clockodo,
      async () => {
        await client.write(nothing, "PUT", pathOf("rates", above ?? 0, "sort"), { body: { ids } }, call);
        return true;
      },
      async () => ((await find(id)).position === ids.indexOf(Number(id)) ? true : null),
    );
    return saved.notes;
  }

  /** As it is then: a write answers nothing of the rate above it. */
  const readBack = async (id: string, notes: MessageText[]) => ({ record: await rates.get(id, undefined), notes });
  return {
    ...rates,
    async create(values, of, call) {
      const { record, notes = [] } = await rates.create(values, of, call);
      return readBack(record.id, notes);
    },
    async update(id, values, _of, call) {
      if (id === whole) return readBack(id, await setDefault(values, call));
      const body = await rates.changeOf(id, values, call);
      const notes: MessageText[] = [];
      if (Object.keys(body).length > 0)
        notes.push(...(await rates.put(id, pathOf("rates", wireId(id, "a rate")), body, call)).notes);
      if (typeof values.position === "number") notes.push(...(await move(id, values.position, call)));
      return readBack(id, notes);
    },
    async remove(id, of, call) {
      if (id === whole) throw new InputError("argument", "The default rate cannot be deleted; it can be 0.");
      await rates.remove(id, of, call);
    },
  };
}
