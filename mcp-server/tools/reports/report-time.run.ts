import type { Ref } from "../../domain/entities";
import { InputError } from "../../domain/errors";
import { quote } from "../../domain/quote";
import type { ReportResult } from "../../domain/results";
import { withOffset } from "../../time/format";
import { longestSpan } from "../../time/report/spans";
import { missingDays } from "../../time/report/target-hours";
import { periodText } from "../../time/span-text";
import { entryFilter } from "../entries/entry-filter";
import type { RunOf } from "../lib/define";
import { cleanRef } from "../lib/view";
import { budgetCells, readBudgets } from "./budgets";
import { type Collected, collect, Reading } from "./collect";
import { readCompared } from "./compare";
import { type Asked, readAsked } from "./input";
import { targetView } from "./own-target";
import type { reportTime } from "./report-time";
import { groupViews, reportText } from "./report-view";
import { readTargets, type TargetsRead, targetCells } from "./target-hours";

/** report_time: one pass over the entries of the period, and what else was asked for. */
export const run: RunOf<typeof reportTime> = async (input, call) => {
  const asked = await readAsked(input, call);
  const { show, facts } = asked;
  const wantsTargets = show.has("target") || show.has("missing");
  const named = input.people?.map((name) => name.trim().toLowerCase()) ?? ["me"];
  const onlyMe = named.every((name) => name === "me");
  const also = [...(wantsTargets ? [targetCells(onlyMe, call)] : []), ...(show.has("budget") ? [budgetCells] : [])];
  const filter = await entryFilter(input, call, {
    cells: also.flatMap(({ cells }) => cells),
    preview: also.flatMap(({ preview }) => preview),
  });
  const { people } = filter.query;
  if (show.has("target") && people !== "me" && (people === "everyone" || people.length !== 1))
    throw new InputError("argument", "target is about one person at a time.", { next: "Name one person." });

  const leftOut: string[] = [];
  const targets = wantsTargets ? await readTargets(people, asked, call) : null;
  leftOut.push(...(targets?.leftOut ?? []));
  const schedule = show.has("target") ? targets?.schedules[0] : undefined;
  const reading = new Reading(call);
  const collected = await collect(filter.query, asked, reading, schedule?.since);
  const { totals } = collected;
  const { groups, more } = collected.groups.rows(asked.limits, totals.seconds);
  const worth = totals.worth;

  const result: ReportResult = {
    zone: facts.zone,
    period: periodText(asked.from, asked.to, facts.zone, asked.now),
    from: withOffset(asked.from, facts.zone),
    to: withOffset(asked.to, facts.zone),
    now: withOffset(asked.now, facts.zone),
    ...(people !== "me" && { whose: people === "everyone" ? "everyone" : whoseOf(filter.people) }),
    total: {
      seconds: totals.seconds,
      entries: totals.entries,
      billable: totals.billable,
      running: totals.running,
      days: totals.days.size,
      ...(worth !== null && { money: worth }),
    },
    groups: groupViews(groups),
    more,
    ...(targets && targetParts(targets, collected, asked, leftOut)),
    ...spanParts(collected, asked, people === "me" || people.length === 1, leftOut),
    ...(show.has("budget") && { budgets: await readBudgets(filter.query.work, asked, call, reading, leftOut) }),
    ...(show.has("compare") && { compare: await readCompared(filter.query, asked, reading) }),
    ...notesOf(collected, asked),
    read: { at: withOffset(asked.now, facts.zone), entries: reading.entries, left_out: leftOut },
  };
  return { data: { ...result }, text: reportText(result, totals.charged) };
};

const namedAtMost = 20;
const whoseOf = (people: readonly Ref[]) => {
  const names = people.slice(0, namedAtMost).map(({ name }) => quote(name, 80));
  return `${names.join(", ")}${people.length > namedAtMost ? ` and ${people.length - namedAtMost} more` : ""}`;
};

function targetParts(
  { schedules, source }: TargetsRead,
  { worked }: Collected,
  asked: Asked,
  leftOut: string[],
): Pick<ReportResult, "target" | "missing"> {
  const none: ReadonlyMap<string, number> = new Map();
  const parts: Pick<ReportResult, "target" | "missing"> = {};
  const [first] = schedules;
  if (asked.show.has("target") && first)
    parts.target = targetView(first, worked.get(first.person.id) ?? none, asked, source);
  if (!asked.show.has("missing")) return parts;
  for (const { person, kept } of schedules)
    if (!kept) leftOut.push(`No target is kept for ${cleanRef(person).name}, so no day can be missing`);
  // Nobody with a target: that is not the same as no missing day.
  if (!schedules.some(({ kept }) => kept)) return parts;
  const all = schedules.flatMap(({ person, days }) =>
    missingDays(
      days.filter(({ day }) => day >= asked.first),
      worked.get(person.id) ?? none,
      asked.today,
    ).map(({ day, target }) => ({
      day,
      target,
      seconds: 0,
      ...(schedules.length > 1 && { person: cleanRef(person) }),
    })),
  );
  all.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  parts.missing = all.slice(-asked.rows);
  if (all.length > parts.missing.length)
    leftOut.push(`${all.length - parts.missing.length} earlier missing days: raise limit, or shorten the period`);
  return parts;
}

function spanParts(
  { spans }: Collected,
  { show, facts, rows }: Asked,
  onePerson: boolean,
  leftOut: string[],
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

function notesOf({ totals }: Collected, { by }: Asked): { notes?: string[] } {
  const notes: string[] = [];
  if (by.includes("tag")) notes.push("An entry with several tags counts in each of them.");
  if (totals.running > 0) notes.push("What runs is counted up to now.");
  if (totals.worth !== null && totals.manyCustomers) notes.push("money adds up what may be in different currencies.");
  return notes.length > 0 ? { notes } : {};
}
