import type { Call, Unread } from "../../../domain/call";
import type { CalendarDay, Ref, WorkContract } from "../../../domain/entities";
import type { Service } from "../../../domain/ports";
import { quote } from "../../../domain/quote";
import { dayOf, toInstant } from "../../../time/format";
import type { Query } from "../../http/path";
import type { Circle } from "../absences/people";
import { ifAllowed } from "../capabilities/require-capability";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { many } from "../records/shared";
import { secondsByDay, type targetRow, targetRows, type WireUser, weekHours } from "../wire/account";
import { quota, type WireQuota } from "../wire/balance";

/** Days of leave that a person's own rows give for a year; undefined: they have none. */
export const quotaOf = (rows: readonly WireQuota[], person: number, year: number): number | undefined =>
  rows.find(
    (row) => row.users_id === person && row.year_since <= year && (row.year_until == null || row.year_until >= year),
  )?.count;

type Row = ReturnType<typeof targetRow.parse>;
const holdsOn = (day: CalendarDay) => (row: Row) => row.date_since <= day && (!row.date_until || row.date_until >= day);

/**
 * What people have to work today, from their rows of target hours, or the company's default for those who have none of
 * their own (clockodo-api.md §2.12). Monthly targets have no hours by weekday: none are made up.
 */
export function createContracts(clockodo: Clockodo, circle: Circle): NonNullable<Service["contracts"]> {
  const { client, env, lists, profile } = clockodo;

  async function read(wanted: readonly Ref[], all: boolean, call?: Call) {
    const signal = call?.signal;
    const { facts, user: self } = await profile.get({ signal });
    const today = dayOf(toInstant(env.now()), facts.zone);
    const one = wanted.length === 1 && wanted[0] ? wireId(wanted[0].id, "a person") : null;
    const whose: Query = one === null || all ? [] : [["users_id", one]];
    const alone = one === self.id;
    const [targets, quotas, users] = await Promise.all([
      ifAllowed(client.get(targetRows, pathOf("targethours"), { query: whose }, call)),
      ifAllowed(
        client.get(
          many(quota),
          pathOf("holidaysQuota"),
          { query: [...whose, ["year", Number(today.slice(0, 4))]] },
          call,
        ),
      ),
      alone ? [self] : lists.users.get({ signal }),
    ]);
    return { today, targets: targets?.targethours ?? null, quotas: quotas?.data ?? [], users, self };
  }

  return async (people, call) => {
    const { facts, company } = await profile.get({ signal: call?.signal });
    const everyone = people === "everyone";
    const ids = Array.isArray(people) ? people : [facts.person.id];
    const wanted = everyone ? await circle.everyone(call) : await circle.named(ids, call);
    const { today, targets, quotas, users, self } = await read(wanted, everyone, call);
    const contracts: WorkContract[] = [];
    const unread: Unread[] = [];
    const notes = everyone ? await circle.missing(call) : [];

    for (const person of wanted) {
      const id = wireId(person.id, "a person");
      const user: WireUser | undefined = id === self.id ? self : users.find((each) => each.id === id);
      const own = targets?.find((row) => row.users_id === id && holdsOn(today)(row));
      const byDefault = user?.default_target_hours === true;
      const leaveDays = user?.default_holidays_count
        ? company?.holidays_count_default
        : quotaOf(quotas, id, Number(today.slice(0, 4)));
      const contract = (targetSeconds: number[] | null): WorkContract => ({
        person,
        targetSeconds,
        ...(user?.start_date ? { first: user.start_date } : {}),
        ...(user?.exit_date ? { last: user.exit_date } : {}),
        ...(leaveDays == null ? {} : { leaveDays }),
      });
      if (own && !byDefault) {
        const weekly = own.type === "weekly" ? weekHours.safeParse(own) : null;
        contracts.push(contract(weekly?.success ? secondsByDay(weekly.data) : null));
        if (!weekly?.success)
          notes.push(
            `${quote(person.name, 80)} has a monthly target; which hours belong to which weekday, Clockodo does not say.`,
          );
      } else if (byDefault && company?.target_hours_default)
        contracts.push(contract(secondsByDay(company.target_hours_default)));
      else if (byDefault)
        unread.push({ person, why: "works by the company's default hours, which this Clockodo does not tell" });
      else if (user?.default_target_hours === false && targets !== null) contracts.push(contract(null));
      else unread.push({ person, why: "your rights in Clockodo do not show these target hours" });
    }
    return { contracts, unread, ...(notes.length > 0 && { notes }) };
  };
}
