import type { AccountFacts, Entry } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import type { BulkPort, EntryQuery } from "#core/domain/ports";
import { type PreviewLine, type QuestionLine, textOf } from "#core/domain/question/lines";
import type { PartOf, QuestionPart } from "#core/domain/question/parts";
import { quote } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import { englishOf } from "#core/messages/message";
import { spanDays } from "#core/time/span-text";
import type { ToolCall } from "../lib/define";
import { parseInput } from "../lib/input";
import { parseRange, timeContext } from "../lib/period-arguments";
import { said } from "../lib/question/english";
import { type InputOf, type Shape, text } from "../lib/schema";
import { filterShape } from "../lib/shapes";
import { entrySaid, type Place, workNames } from "../lib/view";
import { type Filter, resolveFilter, whoseTime } from "./entry-filter";
import { firstLines } from "./written-as-one";

/** A typing error in a year must not take everything that there is. */
const longestDays = 2 * 366;
/** Each of these is a request of its own. */
const mostSingle = 500;

const allShape = { period: text("Period"), ...filterShape };
type Wanted = InputOf<typeof allShape>;

/** Filters that no service decides for all entries at once. */
const oneByOne = ["tags", "exported"] as const;

/** Everything that fits, as it is listed. Nothing was counted by the service yet. */
export interface BulkSelection {
  /** Absent: each entry is changed by itself. */
  bulk?: BulkPort;
  query: EntryQuery;
  facts: AccountFacts;
  place: Place;
  found: Entry[];
  /** What acting on it touches. */
  cells: Cell[];
  /** Which entries these are, in words and with absolute times. */
  words: PreviewLine[];
  /** The first of them. */
  lines: QuestionLine[];
}

/** `all_of` and `change` are checked as arguments are, and an empty text in a filter is not the same as no filter. */
export function parsePart<S extends Shape>(shape: S, part: Record<string, unknown>, called: string): InputOf<S> {
  try {
    return parseInput(shape, part) as InputOf<S>;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.code, error.message.replace("arguments:", `arguments in \`${called}\`:`), {
      next: error.next && englishOf(error.next).replace("This tool takes", `\`${called}\` takes`),
    });
  }
}

function parseWanted(given: Record<string, unknown>): Wanted {
  const wanted = parsePart(allShape, given, "all_of");
  const blank = (value: unknown) =>
    (typeof value === "string" && value.trim() === "") ||
    (Array.isArray(value) && (value.length === 0 || value.some(blank)));
  const [name] = Object.entries(wanted).find(([, value]) => blank(value)) ?? [];
  if (name)
    throw new InputError("argument", `\`${name}\` in \`all_of\` is empty.`, { next: "Leave it out, or say which." });
  if (wanted.period === undefined && wanted.from === undefined)
    throw new InputError("argument", "`all_of` needs a period.", {
      next: 'Give `period` ("last week", "2026-11"), or `from` and `to`.',
    });
  return wanted;
}

/** Which entries these are, in the person's time. */
function inWords(wanted: Wanted, whose: PartOf<"readTime">["whose"], { work, people }: Filter): QuestionLine[] {
  const { description, tags, exported, billable } = wanted;
  const named = people.map(({ name, id }) => ({ id: cleanText(id, 40), name: quote(name, 80) }));
  const parts: QuestionPart[] = [{ kind: "timeOf", whose: named.length > 0 ? named : whose }];
  if (Object.keys(work).length > 0) parts.push({ kind: "onWork", work: workNames(work) });
  if (description !== undefined) parts.push({ kind: "withText", text: cleanText(description, 120) });
  if (tags !== undefined) parts.push({ kind: "withTags", tags: tags.map((tag) => quote(tag, 60)) });
  if (exported !== undefined) parts.push({ kind: "exported", exported });
  if (billable !== undefined)
    parts.push({ kind: "billable", billable, ...(billable && exported === undefined && { unbilled: true }) });
  return parts.map(said);
}

/**
 * Resolves and lists what a call wants to act on as a whole.
 * @param single each entry is acted on by itself: for what the service does not do for all at once
 * @throws InputError for a filter that is none, matches nothing or takes too much; ServiceError `locked`
 */
export async function selectByFilter(
  given: Record<string, unknown>,
  action: "update" | "delete",
  call: ToolCall,
  single = false,
): Promise<BulkSelection> {
  const { bulk, list } = call.service.time;
  const wanted = parseWanted(given);
  const refused = single ? undefined : oneByOne.find((name) => wanted[name] !== undefined);
  if ((!bulk && !single) || refused !== undefined)
    throw new InputError(
      "argument",
      refused === undefined
        ? "This service does not take everything that fits in one go."
        : `The service cannot decide \`${refused}\` for all entries at once.`,
      { next: "Find the entries with list_time, and name their ids." },
    );
  const facts = await call.facts();
  const context = timeContext(call, facts);
  const { from, to } = parseRange(wanted, context);
  if ((Date.parse(to) - Date.parse(from)) / 86_400_000 > longestDays)
    throw new InputError("argument", "At most two years can be taken in one go.", { next: "Give a shorter period." });
  const { onlyMe, everyone, cells: reading, whose } = whoseTime(wanted, facts.person);
  const [own, others] = [`time.${action}`, `others_time.${action}`] as const;
  call.require([...reading, onlyMe ? own : others]);
  // What fits, and who people are, is read before anybody is asked about acting on it.
  await call.confirm({ cells: reading, preview: [said({ kind: "readTime", whose })], targets: [] });
  const filter = await resolveFilter(wanted, call);
  const alsoOwn = everyone || filter.people.some(({ id }) => id === facts.person.id);
  const writing: Cell[] = onlyMe ? [own] : alsoOwn ? [own, others] : [others];
  call.require(writing);

  // What is billed is closed; who means that, too, takes the filter off.
  const unbilled = wanted.billable && wanted.exported === undefined;
  const query: EntryQuery = { ...filter.query, from, to, ...(unbilled && { exported: false }) };
  const found: Entry[] = [];
  for await (const { entries } of list(query, { signal: call.signal })) {
    found.push(...entries);
    if (single && found.length > mostSingle)
      throw new InputError("argument", `More than ${mostSingle} entries fit, which is the most in one call.`, {
        next: "Give a shorter period, or a filter.",
      });
  }
  const place = { zone: facts.zone, now: context.now };
  const period = said({ kind: "period", ...spanDays(from, to, facts.zone), zone: facts.zone });
  const words = [period, ...inWords(wanted, whose, filter), ...filter.guesses];
  if (found.length === 0)
    throw new InputError("unknown", `No entry fits: ${words.map(textOf).join("; ")}. Nothing was done.`, {
      next: "Look with list_time and the same filters.",
    });
  const locked = found.filter((entry) => entry.locked !== undefined);
  if (locked.length > 0)
    throw new ServiceError(
      "locked",
      `${locked.length} of ${found.length} entries are closed: ${quote(locked[0]?.locked ?? "", 200)}`,
      {
        next: single
          ? "Leave them out: `exported: false` in `all_of` where they are closed for being billed, else a shorter period."
          : "Leave them out by a shorter period or a filter.",
      },
    );
  return {
    ...(!single && { bulk }),
    query,
    facts,
    place,
    found,
    cells: writing,
    words,
    lines: firstLines(found.map((entry) => [entrySaid(entry, place)])),
  };
}

/** The service decides what fits, so it must mean what the person was shown. @throws ServiceError `conflict` */
export function requireSameCount(count: number, { found, words }: BulkSelection): void {
  if (count === found.length) return;
  const shown = found.length === 1 ? "the list shows one" : `the list shows ${found.length}`;
  throw new ServiceError(
    "conflict",
    `The service counts ${count} entries that fit, ${shown}: ${words.map(textOf).join("; ")}.`,
    {
      next: "Nothing was done. Choose a period into which no entry reaches from before, or name ids.",
    },
  );
}
