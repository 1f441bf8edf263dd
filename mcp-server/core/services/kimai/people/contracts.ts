import { z } from "zod";
import type { Call, Unread } from "../../../domain/call";
import type { CalendarDay, Ref, WorkContract } from "../../../domain/entities";
import type { Service } from "../../../domain/ports";
import { whyUnread } from "../capabilities/require-capability";
import { forEach } from "../client/concurrency";
import { user } from "../client/wire";
import type { Kimai } from "../context";
import { targetOf } from "../mapping/entities";
import { wireId } from "../mapping/entry-form";
import { type KnownPeople, namedPeople } from "./everyone";

/** A person's own page with its preferences, where Kimai keeps the contract (kimai-api.md §3.11). */
const profile = user.extend({
  language: z.string().nullish(),
  preferences: z
    .array(z.object({ name: z.string(), value: z.unknown() }))
    .nullish()
    .catch([]),
});
type WireProfile = z.infer<typeof profile>;

/** @throws ServiceError `forbidden` for others without the right to see their profile */
export async function readProfile(kimai: Kimai, personId: string | undefined, call?: Call): Promise<WireProfile> {
  const { person } = await kimai.facts.get(call);
  const own = personId === undefined || personId === person.id;
  const path = ["users", own ? "me" : wireId(personId, "a person")];
  return kimai.client.get(profile, path, [], call?.signal);
}

const text = (from: WireProfile, name: string): string => {
  const value = from.preferences?.find((each) => each.name === name)?.value;
  return value == null ? "" : String(value);
};

/** Days of leave per year; undefined where none are kept. */
export function leaveDaysOf(from: WireProfile): number | undefined {
  const days = Number(text(from, "holidays"));
  return text(from, "holidays") !== "" && Number.isFinite(days) && days >= 0 ? days : undefined;
}

/** The group of public holidays; undefined: Kimai's default one. */
export function holidayGroupOf(from: WireProfile): number | undefined {
  const group = text(from, "public_holiday_group");
  return /^[1-9]\d*$/.test(group) ? Number(group) : undefined;
}

export const hoursOf = (from: WireProfile): number[] | null => targetOf(from.preferences ?? []);

function contractOf(from: WireProfile, person: Ref): WorkContract {
  const day = (name: string): CalendarDay | undefined => /^\d{4}-\d\d-\d\d/.exec(text(from, name))?.[0];
  const [first, last, leaveDays] = [day("work_start_day"), day("work_last_day"), leaveDaysOf(from)];
  return {
    person,
    targetSeconds: hoursOf(from),
    ...(first ? { first } : {}),
    ...(last ? { last } : {}),
    ...(leaveDays === undefined ? {} : { leaveDays }),
  };
}

/** What people have to work, each from their own profile, ten at a time. */
export function createContracts(kimai: Kimai, known: KnownPeople): NonNullable<Service["contracts"]> {
  return async (people, call) => {
    const facts = await kimai.facts.get(call);
    const self = { id: facts.person.id, name: facts.person.name };
    const everyone = people === "everyone" ? await known.get(call) : null;
    const ids = Array.isArray(people) ? people : [self.id];
    const wanted = everyone?.people ?? (await namedPeople(known, self, ids));
    for (const { id } of wanted) wireId(id, "a person");
    const contracts: WorkContract[] = [];
    const unread: Unread[] = [];
    const read = await forEach(
      wanted,
      async (person, signal) => {
        try {
          return contractOf(await readProfile(kimai, person.id, { signal }), person);
        } catch (error) {
          const why = whyUnread(error);
          if (why === undefined || people === "me") throw error;
          return { person, why };
        }
      },
      call,
    );
    for (const each of read) "why" in each ? unread.push(each) : contracts.push(each);
    return { contracts, unread, ...(everyone?.missing ? { notes: [everyone.missing] } : {}) };
  };
}
