import { z } from "zod";
import { user } from "../../client/wire";

/** What Kimai sends of people, teams and invoices, as far as we read it (kimai-api.md §3.11). Tolerant, as ../wire.ts is. */
const text = z.string().nullish();
const list = <T extends z.ZodType>(item: T) => z.array(item).nullish().catch([]);
const named = z.object({ id: z.number(), name: z.string().catch("") });

/** A person of a list. */
export const personRow = user.extend({
  title: text,
  accountNumber: text,
  color: text,
  language: text,
  locale: text,
  timezone: text,
  systemAccount: z.boolean().nullish(),
});
export type WirePersonRow = z.infer<typeof personRow>;

/** A person asked for alone, and what writes answer. */
export const person = personRow.extend({
  roles: list(z.string()),
  supervisor: user.nullish().catch(null),
  memberships: list(z.object({ team: named, teamlead: z.boolean().nullish() })),
  preferences: list(z.object({ name: z.string(), value: z.unknown() })),
});
export type WirePerson = z.infer<typeof person>;

export const teamRow = named.extend({ color: text });
export type WireTeamRow = z.infer<typeof teamRow>;

export const team = teamRow.extend({
  members: list(z.object({ user, teamlead: z.boolean().nullish() })),
  customers: list(named),
  projects: list(named),
  activities: list(named),
});
export type WireTeam = z.infer<typeof team>;

export const invoice = z.object({
  id: z.number(),
  invoiceNumber: z.string().catch(""),
  comment: text,
  customer: named.nullish().catch(null),
  user: user.nullish().catch(null),
  createdAt: z.string(),
  total: z.number().nullish(),
  tax: z.number().nullish(),
  vat: z.number().nullish(),
  currency: text,
  dueDays: z.number().nullish(),
  status: text,
  overdue: z.boolean().nullish(),
  invoiceFilename: text,
  paymentDate: text,
  metaFields: list(z.object({ name: z.string(), value: z.unknown() })),
});
export type WireInvoice = z.infer<typeof invoice>;
