import type { Ref } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import { quote } from "#core/domain/quote";
import type { ReportResult } from "#core/domain/results/reports";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import { withOffset } from "#core/time/format";
import { longestSpan } from "#core/time/report/spans";
import { periodText } from "#core/time/span-text";
import { entryFilter, type Filter, filterWords, isNarrowed } from "../entries/entry-filter";
import type { RunOf, ToolCall } from "../lib/define";
import { longDayNotes, plannedNotes } from "../lib/sum-notes";
import { cleanRef } from "../lib/view";
import { budgetCells, readBudgets } from "./budgets";
import { type Collected, collect, Reading } from "./collect";
import { readCompared } from "./compare";
import { exportReport } from "./export-report";
import { groupViews } from "./group-views";
import { type Asked, readAsked } from "./input";
import type { reportTime } from "./report-time";
import { reportText } from "./report-view";
import { type CurrencyOf, sumView } from "./sums";
import { readTargets, targetCells } from "./target-hours";
import { targetParts } from "./target-parts";
import { withoutTimeNotes } from "./without-time";

/** report_time: one pass over the entries of the period, and what else was asked for. */
export const run: RunOf<typeof reportTime> = async (input, call) => {
  const asked = await readAsked(input, call);
  const { show, facts } = asked;
  if (input.export && show.size > 0)
    throw new InputError("argument", "An export has the groups only: leave `show` out, or ask for it by itself.");
  const wantsTargets = show.has("target") || show.has("missing");
  const named = input.people?.map((name) => name.trim().toLowerCase()) ?? ["me"];
  const onlyMe = named.every((name) => name === "me");
  const also = [...(wantsTargets ? [targetCells(onlyMe, call)] : []), ...(show.has("budget") ? [budgetCells] : [])];
  const filter = await entryFilter(input, call, {
    cells: also.flatMap(({ cells }) => cells),
    preview: also.flatMap(({ preview }) => preview),
  });
  const { people } = filter.query;
  const onePerson = people === "me" || (people !== "everyone" && people.length === 1);

  const leftOut: MessageText[] = [];
  const targets = wantsTargets ? await beside(leftOut, () => readTargets(people, asked, call, filter.people)) : null;
  leftOut.push(...(targets?.leftOut ?? []));
  const [since] = show.has("target") ? (targets?.schedules ?? []).map((one) => one.since).sort() : [];
  const reading = new Reading(call, filter);
  const collected = await collect(filter.query, asked, reading, since);
  const { totals } = collected;
  if (input.export) {
    const { notes = [] } = notesOf(filter.guesses, collected, asked, onePerson, call.service.currencies === undefined);
    return exportReport(
      input.export,
      { asked, collected, filter, plain: !isNarrowed(input, filter.query), notes },
      call,
    );
  }
  const { groups, more, moreSeconds } = collected.groups.rows(asked.limits, totals.seconds, asked.order);
  const currencyOf = await currencies(totals, call);
  const told = [...filter.guesses];
  if (people === "everyone" && asked.by.includes("person") && isUnfiltered(filter))
    told.push(...(await withoutTimeNotes(new Set(workedDays(collected, asked).map(({ person }) => person.id)), call)));

  const result: ReportResult = {
    zone: facts.zone,
    period: periodText(asked.from, asked.to, facts.zone, asked.now),
    from: withOffset(asked.from, facts.zone),
    to: withOffset(asked.to, facts.zone),
    now: withOffset(asked.now, facts.zone),
    ...(people !== "me" && { whose: people === "everyone" ? "everyone" : whoseOf(filter.people) }),
    total: {
      ...sumView(totals, currencyOf),
      running: totals.running,
      ...(totals.planned > 0 && { planned: totals.planned }),
      days: totals.days.size,
      ...longestDay(collected, asked, onePerson),
    },
    groups: groupViews(groups, currencyOf, asked.limits),
    more,
    ...(more > 0 && { more_seconds: moreSeconds }),
    ...(targets && targetParts(targets, collected, asked, onePerson, leftOut)),
    ...spanParts(collected, asked, onePerson, leftOut),
    ...(show.has("budget") &&
      (await beside(leftOut, async () => ({
        budgets: await readBudgets(filter.query.work, asked, call, reading, leftOut),
      })))),
    ...(show.has("compare") && { compare: await readCompared(filter.query, asked, reading, currencyOf) }),
    ...notesOf(told, collected, asked, onePerson, call.service.currencies === undefined),
    read: { at: withOffset(asked.now, facts.zone), entries: reading.entries, left_out: leftOut },
  };
  return { data: { ...result }, text: reportText(result, totals.charged, filterWords(input, filter)) };
};

const isUnfiltered = ({ query: { work, tags, text, billable, exported }, undescribed }: Filter) =>
  !undescribed && [work, tags, text, billable, exported].every((one) => one === undefined);

const namedAtMost = 20;
const whoseOf = (people: readonly Ref[]) => {
  const names = people.slice(0, namedAtMost).map(({ name }) => quote(name, 80));
  return `${names.join(", ")}${people.length > namedAtMost ? ` and ${people.length - namedAtMost} more` : ""}`;
};

/** A part that this service lacks is left out and told; the others are answered all the same. */
async function beside<T>(leftOut: MessageText[], read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== "unsupported") throw error;
    leftOut.push(cleanText(error.message, 200).replace(/\.$/, ""));
    return null;
  }
}

/** Asked for only where there is money to tell. */
async function currencies({ worth }: Collected["totals"], call: ToolCall): Promise<CurrencyOf> {
  if (worth === null || !call.service.currencies) return () => undefined;
  try {
    return await call.service.currencies({ signal: call.signal });
  } catch (error) {
    if (error instanceof ServiceError && ["forbidden", "unsupported", "not_found"].includes(error.kind))
      return () => undefined;
    throw error;
  }
}

/** Each day of each person within the period. */
const workedDays = ({ worked }: Collected, { first }: Asked) =>
  [...worked.values()].flatMap(({ person, days }) =>
    [...days].flatMap(([day, seconds]) => (day >= first ? [{ day, seconds, person }] : [])),
  );

function longestDay(
  collected: Collected,
  asked: Asked,
  onePerson: boolean,
): Pick<ReportResult["total"], "longest_day"> {
  const [first, ...more] = workedDays(collected, asked);
  if (!first) return {};
  const { day, seconds, person } = more.reduce(
    (longest, one) => (one.seconds > longest.seconds ? one : longest),
    first,
  );
  return { longest_day: { day, seconds, ...(!onePerson && { person: cleanRef(person) }) } };
}

function spanParts(
  { spans }: Collected,
  { show, facts, rows }: Asked,
  onePerson: boolean,
  leftOut: MessageText[],
): Pick<ReportResult, "gaps" | "overlaps"> {
  if (!spans) return {};
  const parts: Pick<ReportResult, "gaps" | "overlaps"> = {};
  const at = (instant: string) => withOffset(instant, facts.zone);
  const earlier = (what: string, more: number) => {
    if (more > 0) leftOut.push(`${more} earlier ${what}: only the latest ${rows} are shown; raise limit`);
  };
  if (show.has("gaps")) {
    parts.gaps = spans.gaps.found.map(({ day, from, to, seconds, person }) => ({
      day,
      from: at(from),
      to: at(to),
      seconds,
      ...(!onePerson && { person: cleanRef(person) }),
    }));
    earlier("gaps", spans.gaps.more);
  }
  if (show.has("overlaps")) {
    parts.overlaps = spans.overlaps.found.map(({ from, to, seconds, ids, person }) => ({
      from: at(from),
      to: to === null ? null : at(to),
      seconds,
      ids: [...ids],
      ...(!onePerson && { person: cleanRef(person) }),
    }));
    earlier("overlaps", spans.overlaps.more);
  }
  if (spans.tooLong > 0)
    leftOut.push(
      `${spans.tooLong} entries last more than ${longestSpan} hours: gaps and overlaps are looked for in their first days only`,
    );
  return parts;
}

function notesOf(
  told: readonly string[],
  collected: Collected,
  asked: Asked,
  onePerson: boolean,
  currencyUnknown: boolean,
): { notes?: MessageText[] } {
  const { totals } = collected;
  const days = workedDays(collected, asked);
  const notes = [
    ...told,
    ...longDayNotes(days.map(({ person, ...day }) => ({ ...day, ...(!onePerson && { person: person.name }) }))),
  ];
  if (asked.by.includes("tag")) notes.push("An entry with several tags counts in each of them.");
  if (totals.running > 0) notes.push("What runs is counted up to now.");
  notes.push(...plannedNotes(totals.planned));
  if (currencyUnknown && (totals.worth?.size ?? 0) > 1)
    notes.push("money adds up what may be in different currencies.");
  return notes.length > 0 ? { notes } : {};
}
