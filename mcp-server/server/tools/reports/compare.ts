import { fold } from "#core/domain/fold";
import type { EntryQuery } from "#core/domain/ports";
import { quote } from "#core/domain/quote";
import type { ReportResult } from "#core/domain/results/reports";
import { dayBounds, workedSeconds } from "#core/time/aggregate";
import { hoursMinutes, withOffset } from "#core/time/format";
import { type CivilSpan, comparable } from "#core/time/report/compare";
import { type Group, Groups } from "#core/time/report/groups";
import { Days } from "#core/time/report/keys";
import { isTimeKey } from "#core/time/report/names";
import { Tally } from "#core/time/report/tally";
import { periodText } from "#core/time/span-text";
import { cleanRef, workView } from "../lib/view";
import type { Reading } from "./collect";
import type { Asked } from "./input";
import { type CurrencyOf, sumView } from "./sums";

type CompareRow = NonNullable<ReportResult["compare"]>[number];
type CompareGroup = NonNullable<CompareRow["groups"]>[number];

/** Sums of a span, whole and by the first key that is no time: days and weeks of two spans are never the same ones. */
interface Read {
  span: CivilSpan;
  sum: Tally;
  groups: Group[];
}

const changeOf = (now: number, then: number) => (then > 0 ? Math.round((now / then - 1) * 10_000) / 10_000 : null);

/**
 * The period, as far as it has gone by, then the one before and the same a year before, each by the same filter and with
 * the same groups. `change`: how much more the period has than that one, as a part of it (0.1: a tenth more); null where
 * that has nothing.
 */
export async function readCompared(
  query: Omit<EntryQuery, "from" | "to">,
  asked: Asked,
  reading: Reading,
  currencyOf: CurrencyOf,
): Promise<CompareRow[]> {
  const { facts, now, today } = asked;
  const { own, others } = comparable({ first: asked.first, last: asked.last }, today);
  const by = asked.by.find((key) => !isTimeKey(key));
  const read = async (span: CivilSpan): Promise<Read> => {
    const days = new Days(facts.zone, facts.weekStartsOn);
    const groups = new Groups(by ? [by] : [], days, facts.person);
    const sum = new Tally();
    const { from } = dayBounds(span.first, facts.zone);
    const { to } = dayBounds(span.last, facts.zone);
    await reading.eachCounted({ ...query, from, to }, days, now, (piece) => {
      if (piece.planned) return;
      const seconds = workedSeconds(piece, now);
      sum.add(piece, seconds);
      groups.add(piece, seconds, days.ofEntry(piece));
    });
    return { span, sum, groups: groups.rows([Number.POSITIVE_INFINITY], sum.seconds).groups };
  };
  const current = await read(own);
  const limit = by ? (asked.limits[asked.by.indexOf(by)] ?? 0) : 0;
  const rowOf = ({ span, sum, groups }: Read, what: string, change: number | null): CompareRow => {
    const from = dayBounds(span.first, facts.zone).from;
    const to = dayBounds(span.last, facts.zone).to;
    const compared =
      what === words[0] ? groups.map((group) => groupView(group)) : comparedGroups(current.groups, groups);
    const shown = compared.slice(0, limit);
    return {
      what,
      period: periodText(from, to, facts.zone, now),
      from: withOffset(from, facts.zone),
      to: withOffset(to, facts.zone),
      ...sumView(sum, currencyOf),
      change,
      ...(by && { groups: shown }),
      ...(compared.length > shown.length && { more: compared.length - shown.length }),
    };
  };
  const rows = [rowOf(current, words[0] ?? "", null)];
  for (const [at, span] of others.entries()) {
    const then = await read(span);
    rows.push(rowOf(then, words[at + 1] ?? "", changeOf(current.sum.seconds, then.sum.seconds)));
  }
  return rows;
}

const words = ["this period", "the period before", "the same a year before"];

const groupView = ({ by, id, name, parents, sum }: Group, change: number | null = null): CompareGroup => ({
  by,
  ...cleanRef({ id, name: quote(name, 100) }),
  ...(parents && Object.keys(parents).length > 0 && { parents: workView(parents) }),
  seconds: sum.seconds,
  hours: hoursMinutes(sum.seconds),
  change,
});

/** The groups of now with what they had then, and those that only then had any: in this order. */
function comparedGroups(now: readonly Group[], then: readonly Group[]): CompareGroup[] {
  // Activities of one name are one group, whichever projects they are of.
  const same = ({ by, id, name }: Group) => (by === "activity" ? fold(name) : id);
  const before = new Map(then.map((group) => [same(group), group]));
  const nothing = new Tally();
  const both = now.map((group) => {
    const sum = before.get(same(group))?.sum ?? nothing;
    return groupView({ ...group, sum }, changeOf(group.sum.seconds, sum.seconds));
  });
  const known = new Set(now.map(same));
  return [...both, ...then.filter((group) => !known.has(same(group))).map((group) => groupView(group, -1))];
}
