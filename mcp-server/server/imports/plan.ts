import type { Account } from "#core/access/account";
import type { AccountFacts, Entry, WorkLevel } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import type { Service } from "#core/domain/ports";
import type { ImportChoices } from "#core/domain/results/imports";
import type { DayOrder } from "#core/imports/cells";
import { classify, guessMine, type PlannedRow } from "#core/imports/classify";
import type { AccountWork } from "#core/imports/map-work";
import { readRows } from "#core/imports/read-rows";
import type { SourceRow } from "#core/imports/source-row";
import { instantOf } from "#core/time/civil";
import type { LoadedFile } from "./load-file";

const day = 86_400_000;

/** What a file would become in an account, as both are right now. */
export interface ImportPlan {
  facts: AccountFacts;
  work: AccountWork;
  zone: string;
  rows: PlannedRow[];
  mine: ReadonlySet<string>;
}

/** @throws InputError, ServiceError */
export async function makePlan(
  file: LoadedFile,
  account: Account,
  choices: ImportChoices,
  now: number,
  signal: AbortSignal,
): Promise<ImportPlan> {
  const facts = await account.facts(signal, false);
  if (!facts.booking.freeTimes)
    throw new InputError("unsupported", "This account stamps times itself: no finished work can be brought in.");
  const refused = facts.refused["time.create"];
  if (refused !== undefined) throw new InputError("permission", refused);
  const service = await account.service();
  const zone = zoneOf(choices.zone ?? facts.zone);
  const order: DayOrder = file.order.kind === "known" ? file.order.order : (choices.order ?? "day");
  const source = readRows(file.table, file.columns, { order, zone, dayStart: choices.dayStart });
  const mine = choices.people ? new Set(choices.people) : guessMine(source, facts);
  const own = source.filter(({ person }) => mine.has(person));
  const work = await workOf(service, facts, signal);
  const existing = await existingAround(own, service, signal);
  const rows = classify(source, { facts, work, choices, existing, mine, now: instantOf(now) });
  return { facts, work, zone, rows, mine };
}

function zoneOf(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new InputError("argument", `There is no time zone ${zone.slice(0, 60)}.`);
  }
}

async function workOf(
  service: Service,
  { booking, fields, refused }: AccountFacts,
  signal: AbortSignal,
): Promise<AccountWork> {
  const { work } = service;
  const items = booking.levels.length > 0 ? await work.search({ levels: booking.levels }, { signal }) : [];
  const keepsTags = fields.includes("tags");
  const tags = keepsTags ? (await work.tags(undefined, { signal })).map(({ name }) => name) : [];
  const levels = booking.levels.filter((level) => level !== "subproject" && refused[`${level}.create`] === undefined);
  const makes = new Set<WorkLevel | "tag">(work.createItem ? levels : []);
  if (keepsTags && work.createTag && refused["tag.create"] === undefined) makes.add("tag");
  return { booking, items: items.filter(({ bookable }) => bookable), tags, makes };
}

/** The person's own entries around rows, from a day before: what began then may reach in. */
export async function existingAround(
  rows: readonly Pick<SourceRow, "begin" | "end">[],
  service: Service,
  signal: AbortSignal,
) {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const { begin, end } of rows) {
    if (begin === null || end === null) continue;
    first = Math.min(first, Date.parse(begin));
    last = Math.max(last, Date.parse(end));
  }
  const found: Entry[] = [];
  if (last === 0) return found;
  const query = { from: instantOf(first - day), to: instantOf(last + 1000), people: "me" as const };
  for await (const page of service.time.list(query, { signal })) found.push(...page.entries);
  return found;
}
