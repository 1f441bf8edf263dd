import type { AccountFacts, Entry } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import { cleanText } from "#core/domain/text";
import type { ToolCall } from "./define";
import { said } from "./question/english";

/** Something that was fetched by its id, before anything of it is told. */
export interface Fetched {
  id: string;
  others: boolean;
  /** What the call does to it. */
  cells: readonly Cell[];
}

export const isOthersEntry = ({ person }: Entry, { person: me }: Pick<AccountFacts, "person">): boolean =>
  person !== undefined && person.id !== me.id;

export const readCellOf = (kind: "time" | "absence", others: boolean): Cell => `${others ? "others_" : ""}${kind}.read`;

/**
 * The first check after ids were read, before any that could tell what they hold: what is done to each is allowed, what
 * others own may be read, and where reading asks the person was asked.
 * @returns whether what one's own (or others') hold may be told
 * @throws InputError `permission`, `declined`; NotConfirmed
 */
export async function openFetched(
  kind: "time" | "absence",
  fetched: readonly Fetched[],
  call: ToolCall,
): Promise<(others: boolean) => boolean> {
  const reading = [...new Set(fetched.map(({ others }) => readCellOf(kind, others)))];
  const needed = new Set<Cell>(fetched.flatMap(({ cells }) => cells));
  for (const cell of reading) if (cell.startsWith("others_")) needed.add(cell);
  call.require([...needed]);
  const asks = reading.filter((cell) => call.level(cell) === "ask");
  if (asks.length > 0) {
    const ids = fetched.filter(({ others }) => asks.includes(readCellOf(kind, others))).map(({ id }) => id);
    const others = asks.some((cell) => cell.startsWith("others_"));
    const preview = [said({ kind: "readByIds", of: kind, others, ids: ids.slice(0, 50) })];
    await call.confirm({ cells: asks, preview, targets: ids });
  }
  return (others) => call.level(readCellOf(kind, others)) !== "off";
}

/**
 * Runs checks whose errors would tell what an entry holds.
 * @throws InputError `argument` in their place, where that may not be told
 */
export async function untold<T>(id: string, readable: boolean, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (readable || !(error instanceof InputError || error instanceof ServiceError)) throw error;
    if (["permission", "declined", "unknown", "ambiguous"].includes(error instanceof InputError ? error.code : ""))
      throw error;
    throw new InputError(
      "argument",
      `That cannot be done with ${id}; why is not told, as reading time is not allowed.`,
    );
  }
}

/** The entry as far as whoever may not read it knows it. */
export const unreadEntry = ({ id }: Pick<Entry, "id">) => ({ id: cleanText(id, 100) });

/** What a yes is bound to: all that an entry holds, but what grows by itself while it runs. */
export function factsOf(entry: Entry): Pick<Entry, "id"> {
  if (entry.end !== null) return entry;
  const { seconds: _seconds, rate: _rate, ...kept } = entry;
  return kept;
}
