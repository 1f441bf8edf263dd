import type { CalendarDay, Ref, WorkContract } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import type { EntryQuery } from "#core/domain/ports";
import type { QuestionLine } from "#core/domain/question/lines";
import { quote } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import { message } from "#core/messages/message";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { type Away, type Holiday, type OwedDay, owedDays } from "#core/time/report/target-hours";
import { keepsTarget } from "#core/time/target";
import type { ToolCall } from "../lib/define";
import { cleanMessage } from "../lib/errors";
import { said } from "../lib/question/english";
import type { Asked } from "./input";

/** What one person has to work on each day, with what could be known of holidays and absences. */
export interface PersonTargets {
  person: Ref;
  /** false: no target is kept. */
  kept: boolean;
  /** First day that counts for the balance. */
  since: CalendarDay;
  /** Seconds that the balance has at the begin of `since`. */
  opening: number;
  /** First day of the contract, where there is one: what was worked before it is no overtime. */
  begins?: CalendarDay;
  /** From `since`, or the period's first day where that is earlier, up to today. */
  days: OwedDay[];
}

export interface TargetsRead {
  schedules: PersonTargets[];
  /** Where the numbers come from, in words. */
  source: string;
  leftOut: MessageText[];
}

/** Holidays are asked for person by person: no more than this many people. */
const mostPeople = 50;

type People = EntryQuery["people"];
const whoCell = (people: People, own: Cell, others: Cell): Cell => (people === "me" ? own : others);

/** The cells that reading schedules touches, and the sentence that asks for them. */
export function targetCells(onlyMe: boolean, call: ToolCall): { cells: Cell[]; preview: QuestionLine[] } {
  const people: People = onlyMe ? "me" : "everyone";
  const absences = whoCell(people, "absence.read", "others_absence.read");
  const cells: Cell[] = onlyMe ? [] : ["preference.read"];
  if (call.level(absences) !== "off") cells.push(absences);
  return { cells, preview: [said({ kind: "read", what: onlyMe ? "ownTargets" : "theirTargets" })] };
}

const soft = (error: unknown): ServiceError => {
  if (error instanceof ServiceError && ["forbidden", "unsupported", "not_found"].includes(error.kind)) return error;
  throw error;
};
const plain = (why: string) => cleanText(why, 200).replace(/[.\s]+$/, "");

/** Contracts, public holidays and approved absences of these people, as far as they can be read. */
export async function readTargets(
  people: People,
  asked: Asked,
  call: ToolCall,
  named: readonly Ref[],
): Promise<TargetsRead> {
  const { facts, today } = asked;
  const leftOut: MessageText[] = [];
  const { contracts, source } = asked.contract
    ? await saidContracts(people, asked, call, named, leftOut)
    : await readContracts(people, asked, call, leftOut);
  const until = asked.last < today ? asked.last : today;
  const yearBegin = `${asked.first.slice(0, 4)}-01-01`;
  const sinceOf = ({ first, openingBalance }: WorkContract) =>
    first && (first > yearBegin || openingBalance !== undefined) ? first : yearBegin;
  const firstDay = [asked.first, ...contracts.map(sinceOf)].sort()[0] ?? asked.first;
  const span = { first: firstDay, last: until };

  const refused = refusedAbsences(people, asked, call);
  const away = new Map<string, Away[]>();
  const holidays = new Map<string, Holiday[]>();
  if (refused !== null || until < firstDay) {
    if (refused !== null) leftOut.push(refused);
  } else {
    await readAbsences(people, span, asked, call, away, leftOut);
    await readHolidays(contracts, span, asked, call, holidays, leftOut);
  }
  const schedules = contracts.map((contract): PersonTargets => {
    const id = contract.person.id;
    const since = sinceOf(contract);
    const first = since < asked.first ? since : asked.first;
    return {
      person: contract.person,
      kept: keepsTarget(contract),
      since,
      opening: contract.openingBalance ?? 0,
      ...(contract.first && { begins: contract.first }),
      days: owedDays({ first, last: until }, contract, holidays.get(id) ?? [], away.get(id) ?? []),
    };
  });
  const off = refused !== null ? "" : `; holidays and approved absences from ${descriptorOf(facts.service).inSentence}`;
  return { schedules, source: `${source}${off}`, leftOut };
}

/** The same hours for all, as the question says; a balance from before the period would count days that nobody asked for. */
async function saidContracts(
  people: People,
  asked: Asked,
  call: ToolCall,
  named: readonly Ref[],
  leftOut: MessageText[],
): Promise<{ contracts: WorkContract[]; source: string }> {
  const { facts, contract, first } = asked;
  const persons =
    people === "me"
      ? [facts.person]
      : people === "everyone"
        ? (await readContracts(people, asked, call, leftOut)).contracts.map(({ person }) => person)
        : named;
  return {
    contracts: persons.map((person) => ({ person, targetSeconds: contract?.targetSeconds ?? null, first })),
    source: `Targets: "${cleanText(contract?.words ?? "", 100)}", as this question says; the account's own are left as they are`,
  };
}

async function readContracts(people: People, { facts }: Asked, call: ToolCall, leftOut: MessageText[]) {
  const { person, targetSeconds, targetChanges } = facts;
  const own: WorkContract = { person, targetSeconds, ...(targetChanges && { targetChanges }) };
  const where = descriptorOf(facts.service).inSentence;
  if (!call.service.contracts) {
    if (people !== "me")
      throw new ServiceError("unsupported", "This service does not tell what other people have to work.", {
        next: "Ask for your own time.",
      });
    return { contracts: [own], source: `Targets: your hours per weekday in ${where}` };
  }
  const { contracts, unread, notes = [] } = await call.service.contracts(people, { signal: call.signal });
  leftOut.push(...notes.map((note) => cleanMessage(note, 300)));
  for (const { person, why } of unread)
    leftOut.push(message("target_unreadable", { name: quote(person.name, 80), reason: cleanMessage(why, 200) }));
  const source = `Targets: ${people === "me" ? "your work contract" : "work contracts"} in ${where}`;
  return { contracts, source };
}

/** Why absences and holidays are not looked at; null: they are. */
function refusedAbsences(people: People, { facts }: Asked, call: ToolCall): string | null {
  const cell = whoCell(people, "absence.read", "others_absence.read");
  const consequence = "so targets are without absences and public holidays";
  const why = facts.refused[cell];
  if (why !== undefined) return `Absences are not read (${plain(why)}), ${consequence}`;
  if (!call.service.absences) return `Absences are not kept by this service, ${consequence}`;
  if (call.level(cell) === "off") return `Reading absences is not allowed here (${cell}), ${consequence}`;
  return null;
}

interface DaySpan {
  first: CalendarDay;
  last: CalendarDay;
}

async function readAbsences(
  people: People,
  span: DaySpan,
  { facts }: Asked,
  call: ToolCall,
  away: Map<string, Away[]>,
  leftOut: MessageText[],
): Promise<void> {
  const port = call.service.absences;
  if (!port) return;
  const carried = { signal: call.signal };
  try {
    const [list, types] = await Promise.all([
      port.list({ ...span, people, statuses: ["approved"] }, carried),
      port.types(carried).catch((error: unknown) => {
        soft(error);
        leftOut.push("Kinds of leave could not be read: time off in lieu may count as leave");
        return [];
      }),
    ]);
    const lieu = new Set(types.filter(({ fromOvertime }) => fromOvertime).map(({ id }) => id));
    for (const absence of list.absences) {
      if (absence.working) continue;
      const id = absence.person?.id ?? facts.person.id;
      const { first, last, firstHalf, lastHalf, seconds, type } = absence;
      const one: Away = { name: type ? quote(type.name, 60) : "Absence", first, last, firstHalf, lastHalf };
      // Of a single day the service itself may say how much of it; of more days the person's own targets count.
      if (seconds !== null && seconds > 0 && first === last) one.seconds = seconds;
      if (type && lieu.has(type.id)) one.fromOvertime = true;
      const known = away.get(id);
      if (known) known.push(one);
      else away.set(id, [one]);
    }
    for (const { person, why } of list.unread)
      leftOut.push(
        message("absences_of_user_unreadable", { name: quote(person.name, 80), reason: cleanMessage(why, 200) }),
      );
    leftOut.push(...(list.notes ?? []).map((note) => cleanMessage(note, 300)));
  } catch (error) {
    leftOut.push(`Absences could not be read (${plain(soft(error).message)}), so targets are without them`);
  }
}

async function readHolidays(
  contracts: readonly WorkContract[],
  span: DaySpan,
  { facts }: Asked,
  call: ToolCall,
  holidays: Map<string, Holiday[]>,
  leftOut: MessageText[],
): Promise<void> {
  const port = call.service.absences;
  if (!port) return;
  const asked = contracts.slice(0, mostPeople);
  if (asked.length < contracts.length)
    leftOut.push(`Public holidays were read for the first ${mostPeople} of ${contracts.length} people`);
  const failed = new Set<string>();
  const queue = [...asked];
  const worker = async () => {
    for (let contract = queue.shift(); contract; contract = queue.shift()) {
      const { id } = contract.person;
      const personId = id === facts.person.id ? undefined : id;
      try {
        holidays.set(id, await port.holidays({ ...span, personId }, { signal: call.signal }));
      } catch (error) {
        failed.add(plain(soft(error).message));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(5, asked.length) }, worker));
  for (const why of failed) leftOut.push(`Public holidays could not be read (${why}), so targets are without them`);
}
