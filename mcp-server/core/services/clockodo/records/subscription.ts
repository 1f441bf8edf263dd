import type { Call } from "../../../domain/call";
import { pageOf } from "../../../domain/drafts";
import type { RecordValue, ServiceRecord } from "../../../domain/records";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { subscription, type WireSubscription } from "../wire/people";
import { told } from "./fields";
import type { ClockodoRecordType } from "./record-type";
import { notThere, one } from "./shared";

const only = "current";
const fields = [
  told("plan", "text"),
  told("licences", "number"),
  told("interval", "text"),
  told("until", "day"),
  told("upcoming_plan", "text"),
  told("upcoming_licences", "number"),
  told("cancelled", "day"),
];

export const readSubscription = async ({ client }: Clockodo, call?: Call): Promise<WireSubscription> =>
  (await client.get(one(subscription), pathOf("subscription"), {}, call)).data;

/** What the company has paid for, without what is empty (clockodo-api.md §2.16). */
export function planValues({ current, current_until, upcoming, cancel_date }: WireSubscription) {
  const all: Record<string, RecordValue | undefined> = {
    plan: current?.plan_name,
    licences: current?.number_of_licences,
    interval: current?.interval,
    until: current_until,
    upcoming_plan: upcoming?.plan_name,
    upcoming_licences: upcoming?.number_of_licences,
    cancelled: cancel_date,
  };
  return Object.fromEntries(
    Object.entries(all).filter((each): each is [string, RecordValue] => each[1] !== null && each[1] !== undefined),
  );
}

/** There is one, and it is changed in Clockodo's windows only. */
export function subscriptionType(clockodo: Clockodo): ClockodoRecordType {
  async function record(call?: Call): Promise<ServiceRecord> {
    const read = await readSubscription(clockodo, call);
    return {
      type: "subscription",
      id: only,
      name: read.current?.plan_name || "Subscription",
      values: planValues(read),
    };
  }
  return {
    describe: async () => ({ actions: ["list", "get"], parents: [], fields, filters: [], notes: [] }),
    list: async (query, call) => pageOf([await record(call)], query),
    async get(id, _of, call) {
      if (id !== only) throw notThere("subscription", id);
      return record(call);
    },
  };
}
