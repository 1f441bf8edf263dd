import { idsOf } from "#core/domain/drafts";
import { type Entry, type Ref, type Work, type WorkLevel, workLevels } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import { fold, resolveName } from "#core/domain/names";
import type { Cell } from "#core/domain/permission-cells";
import type { EntryQuery } from "#core/domain/ports";
import type { QuestionLine } from "#core/domain/question/lines";
import type { PartOf } from "#core/domain/question/parts";
import { quote } from "#core/domain/quote";
import type { RecordValue } from "#core/domain/records";
import { cleanText } from "#core/domain/text";
import type { ToolCall } from "../lib/define";
import { said } from "../lib/question/english";
import { WorkResolver } from "../lib/work-resolver";

/** Which entries, in the words of a person. What list_time and report_time share. */
export interface WantedEntries {
  people?: string[];
  customer?: string;
  project?: string;
  subproject?: string;
  activity?: string;
  tags?: string[];
  description?: string;
  billable?: boolean;
  exported?: boolean;
}

export interface Filter {
  query: Omit<EntryQuery, "from" | "to">;
  /** The levels that were named, and what lies above them. */
  work: Work;
  /** Whose time, where they were named one by one. */
  people: Ref[];
  /** Only entries without a description, which no service filters by. */
  undescribed: boolean;
  /** What was taken for something else than was written, as sentences. */
  guesses: string[];
}

/** Whether an entry passes what the service did not filter by. */
export const passes = ({ undescribed }: Pick<Filter, "undescribed">, { text }: Pick<Entry, "text">): boolean =>
  !undescribed || text.trim() === "";

/** What a list or report is limited to, for its heading: `, only project "Web", billable`; empty: to nothing. */
export function filterWords(wanted: WantedEntries, { work, query, undescribed }: Filter): string {
  const { tags, billable, exported } = wanted;
  const words = [
    ...workLevels.flatMap((level) => {
      const ref = wanted[level] === undefined ? undefined : work[level];
      return ref ? [`${level} "${quote(ref.name, 80)}"`] : [];
    }),
    ...(tags ? [`tagged ${tags.map((tag) => `"${quote(tag, 60)}"`).join(", ")}`] : []),
    ...(query.text === undefined ? [] : [`with "${quote(query.text, 120)}" in the description`]),
    ...(undescribed ? ["without a description"] : []),
    ...(billable === undefined ? [] : [billable ? "billable" : "not billable"]),
    ...(exported === undefined ? [] : [exported ? "exported or billed" : "not exported or billed"]),
  ];
  return words.length > 0 ? `, only ${words.join(", ")}` : "";
}

/** Whether anything but own time, and all of it, is asked for. */
export const isNarrowed = ({ people, ...filters }: WantedEntries, query: Pick<EntryQuery, "people">): boolean =>
  query.people !== "me" ||
  [...workLevels, "tags", "description", "billable", "exported"].some(
    (name) => filters[name as keyof typeof filters] !== undefined,
  );

const is = (name: string, word: string) => name.trim().toLowerCase() === word;
const teamOf = (name: string) => /^team[: ]\s*(.+)$/i.exec(name.trim())?.[1];

/**
 * Whose time it is about, before any name is looked up, and what reading it needs.
 * @param self the account's own person, whose display name is oneself for everybody
 */
export function whoseTime({ people: names = ["me"] }: WantedEntries, self: Ref) {
  const everyone = names.some((name) => is(name, "everyone"));
  const isMe = (name: string) => is(name, "me") || name.trim() === `#${self.id}` || fold(name) === fold(self.name);
  const onlyMe = !everyone && names.every(isMe);
  const cells: Cell[] = onlyMe ? ["time.read"] : ["others_time.read"];
  if (!everyone && names.some(teamOf)) cells.push("team.read");
  const whose: PartOf<"readTime">["whose"] = onlyMe
    ? "me"
    : everyone
      ? "everyone"
      : names.map((name) => cleanText(name, 60));
  return { names, everyone, onlyMe, cells, whose };
}

/**
 * Turns names into ids, after the check that this caller may read these people's time: who people are is itself
 * something that may be off.
 * @param also what else the call reads, so that its person is asked once
 */
export async function entryFilter(
  wanted: WantedEntries,
  call: ToolCall,
  also: { cells: readonly Cell[]; preview: QuestionLine[] } = { cells: [], preview: [] },
): Promise<Filter> {
  const { cells, whose } = whoseTime(wanted, (await call.facts()).person);
  const preview = [said({ kind: "readTime", whose }), ...also.preview];
  await call.confirm({ cells: [...cells, ...also.cells], preview, targets: [] });
  return resolveFilter(wanted, call);
}

/** The same for a call that has checked already, or asks later. Work is found also where it is hidden or ended, for its time is still there. */
export async function resolveFilter(wanted: WantedEntries, call: ToolCall): Promise<Filter> {
  const { names, everyone, onlyMe } = whoseTime(wanted, (await call.facts()).person);
  const resolver = new WorkResolver(call, undefined, true);
  const people = onlyMe || everyone ? [] : await namedPeople(names, resolver, call);
  const undescribed = wanted.description?.trim() === "";
  const named: Partial<Record<WorkLevel, string>> = {};
  for (const level of workLevels) if (wanted[level] !== undefined) named[level] = wanted[level];
  const filtered = Object.keys(named).length > 0;
  const work = filtered ? (await resolver.resolve(named, {}, false)).work : {};
  return {
    query: {
      people: onlyMe ? "me" : everyone ? "everyone" : people.map(({ id }) => id),
      // Only the levels that were named narrow the list: a project's customer follows from it.
      work: filtered
        ? idsOf(Object.fromEntries(Object.entries(work).filter(([level]) => level in named)) as Work)
        : undefined,
      tags: wanted.tags && (await resolver.tags(wanted.tags)),
      text: undescribed ? undefined : wanted.description,
      billable: wanted.billable,
      exported: wanted.exported,
    },
    work,
    people,
    undescribed,
    guesses: [...resolver.guesses],
  };
}

async function namedPeople(names: string[], resolver: WorkResolver, call: ToolCall): Promise<Ref[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const team = teamOf(name);
      return team === undefined ? [await resolver.person(name)] : teamMembers(team, call);
    }),
  );
  return [...new Map(found.flat().map((person) => [person.id, person])).values()];
}

const isRef = (value: RecordValue | undefined): value is Ref =>
  typeof value === "object" && value !== null && "id" in value && "name" in value;

/** @throws ServiceError `unsupported` or `forbidden` where the service does not tell who is in a team */
async function teamMembers(name: string, call: ToolCall): Promise<Ref[]> {
  const { records } = call.service;
  if (!records)
    throw new ServiceError("unsupported", "This service does not tell who is in a team.", {
      next: "Name the people one by one.",
    });
  const all = { limit: 500, offset: 0 };
  const carried = { signal: call.signal };
  const facts = await call.facts();
  const teams = await records.list({ type: "team", ...all }, carried).catch((error: unknown) => {
    // A caller knows the own teams by name even where the list of all is closed.
    if (error instanceof ServiceError && error.kind === "forbidden" && facts.teams.length > 0)
      return { records: facts.teams };
    throw error;
  });
  const team = resolveName(name, teams.records as Ref[], "team");
  const members = await records
    .list({ type: "membership", of: { type: "team", id: team.id }, ...all }, carried)
    .catch((error: unknown) => {
      if (!(error instanceof ServiceError) || error.kind !== "forbidden") throw error;
      const mayAll = !("others_time.read" in facts.refused);
      throw new ServiceError("forbidden", `Who is in the team "${quote(team.name, 80)}" may not be read here.`, {
        next: mayAll
          ? "Ask for person 'everyone': that is the time of all whom you may see, your teams among them."
          : "Ask for your own time.",
      });
    });
  const people = members.records.map(({ id, name: called, values }) =>
    isRef(values.person) ? values.person : { id, name: called },
  );
  if (people.length > 0) return people;
  throw new InputError("unknown", `The team "${quote(team.name, 80)}" has no members that can be read.`, {
    next: "Name the people one by one.",
  });
}
