import { z } from "zod";
import { ServiceError } from "../../../../domain/errors";
import { quote } from "../../../../domain/quote";
import { recordType } from "../../../shared/record-engine";
import { user } from "../../client/wire";
import type { Kimai } from "../../context";
import { personRef } from "../../mapping/entities";
import type { Lists } from "../../work/lists";
import { recordProduct } from "../shared";
import { belowWork } from "./below-work";
import { workKinds } from "./work-fields";

const row = z.object({
  id: z.number(),
  user: user.nullish(),
  rate: z.number().catch(0),
  internalRate: z.number().nullish(),
  isFixed: z.boolean().nullish(),
});
type Row = z.infer<typeof row>;

const personOf = ({ user: person }: Row) => person?.id ?? null;
const nameOf = ({ rate, isFixed, user: person }: Row) =>
  `${rate}${isFixed ? " fixed" : " an hour"} for ${person ? personRef(person).name : "everybody"}`;

/** Rates of customers, projects and activities. The narrower one counts, and one of a person before all others (§3.8). */
export const rateType = (kimai: Kimai, lists: Lists) =>
  recordType(recordProduct(kimai), {
    type: "rate",
    what: "a rate",
    row,
    // Fixed by Kimai; an empty form would not tell them, for it would make a rate of 0 (recorded).
    fields: [
      { name: "rate", wire: "rate", kind: "money", needed: true },
      { name: "person", wire: "user", kind: "ref", of: "person", hint: "Empty: for everybody." },
      { name: "internal_rate", wire: "internalRate", kind: "money" },
      { name: "is_fixed", wire: "isFixed", kind: "flag", hint: "true: for an entry as a whole; false: for each hour." },
    ],
    notes: [
      "Kimai's API cannot change a rate: delete it and create another.",
      "Needs the right to edit what it is of.",
    ],
    parents: workKinds,
    place: belowWork(lists, workKinds, "rates", "Rates"),
    may: (verb, { kind }) => `${verb} rates of this ${kind}`,
    recordOf: (each, { parent }) => ({
      type: "rate",
      id: String(each.id),
      name: nameOf(each),
      parent,
      values: {
        rate: each.rate,
        is_fixed: each.isFixed === true,
        ...(each.user && { person: personRef(each.user) }),
        ...(each.internalRate != null && { internal_rate: each.internalRate }),
      },
    }),
    create: {
      refuse(before, body) {
        const twin = before.find((each) => personOf(each) === (body.user ?? null));
        if (!twin) return;
        const named = `${quote(nameOf(twin), 80)} (#${twin.id})`;
        throw new ServiceError("conflict", `There is a rate like this already: ${named}.`, {
          next: "Delete it first; there can be one for everybody and one for each person.",
        });
      },
      is: (each, body) => personOf(each) === (body.user ?? null),
    },
    remove: true,
  });
