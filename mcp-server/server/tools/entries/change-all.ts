import { InputError } from "#core/domain/errors";
import type { PartOf } from "#core/domain/question/parts";
import { quote } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import type { ToolCall, ToolResult } from "../lib/define";
import type { InputOf } from "../lib/schema";
import { workNames } from "../lib/view";
import { parsePart, selectByFilter } from "./bulk-by-filter";
import { changeInOneGo } from "./bulk-by-filter-write";
import { changeRows } from "./change-row";
import { namedWork } from "./entry-change";
import { allChangeShape } from "./update-time";
import { openBooking, runRows } from "./write-entries";

type Wanted = InputOf<typeof allChangeShape>;

/** What a service with a call of its own changes for all entries at once. */
const inOneGo = ["customer", "project", "subproject", "activity", "description", "billable", "person"];
/** Filters that such a call does not take. */
const oneByOne = ["tags", "exported"];

/** @throws InputError where nothing is changed, or a name is empty */
function parseChange(given: Record<string, unknown> | undefined): Wanted {
  const wanted = parsePart(allChangeShape, given ?? {}, "change");
  const empty = Object.entries({ ...namedWork(wanted), person: wanted.person }).find(([, name]) => name?.trim() === "");
  if (empty) throw new InputError("argument", `\`${empty[0]}\` in \`change\` is empty.`, { next: "Name one." });
  if (Object.values(wanted).every((value) => value === undefined))
    throw new InputError("argument", "Say in `change` what all of them get.", {
      next: `It takes: ${Object.keys(allChangeShape).join(", ")}.`,
    });
  return wanted;
}

const named = (names: readonly string[]) => names.map((name) => quote(name, 60));
const money = (value: string) => (value.trim() === "" ? null : cleanText(value, 30));

/** Each field that changes, as it was said; what a name stands for is told with the entries. */
function changeOf({ person, ...wanted }: Wanted): PartOf<"changeAll">["change"] {
  const { description, tags, add_tags: added, remove_tags: taken, billable, exported, meta } = wanted;
  const { hourly_rate: hourly, fixed_rate: fixed } = wanted;
  const work = Object.entries(namedWork(wanted)).flatMap(([level, name]) =>
    name === undefined ? [] : [[level, { id: name, name }] as const],
  );
  return {
    ...(work.length > 0 && { work: workNames(Object.fromEntries(work)) }),
    ...(description !== undefined && { text: description === "" ? null : cleanText(description, 120) }),
    ...(tags && { tags: named(tags) }),
    ...(added?.length && { addedTags: named(added) }),
    ...(taken?.length && { removedTags: named(taken) }),
    ...(billable !== undefined && { billable }),
    ...(exported !== undefined && { exported }),
    ...(hourly !== undefined && { hourlyRate: money(hourly) }),
    ...(fixed !== undefined && { fixedRate: money(fixed) }),
    ...(meta && { meta: named(Object.keys(meta)) }),
    ...(person !== undefined && { person: quote(person, 80) }),
  };
}

/** `update_time` with `all_of`: in one go where the service does that, else one entry after the other. */
export async function changeAll(
  all: Record<string, unknown>,
  input: { change?: Record<string, unknown>; dry_run?: boolean; create_missing?: boolean },
  call: ToolCall,
): Promise<ToolResult> {
  const wanted = parseChange(input.change);
  const said = Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const together = said.every((name) => inOneGo.includes(name)) && oneByOne.every((name) => all[name] === undefined);
  if (call.service.time.bulk && together) {
    if (input.create_missing)
      throw new InputError("argument", "`create_missing` does not go with `all_of` here.", {
        next: "Make what is missing first.",
      });
    return changeInOneGo(all, wanted, input.dry_run, call);
  }
  const selection = await selectByFilter(all, "update", call, true);
  const booking = await openBooking(call, input.create_missing);
  // What is changed was read with a yes to reading it.
  const prepareRow = changeRows(booking, () => true);
  return runRows(
    booking,
    {
      items: selection.found,
      name: ({ id }) => `#${cleanText(id, 100)}`,
      failed: ({ id }) => ({ id: cleanText(id, 100) }),
      words: { save: "change", saved: "changed" },
      cell: "time.update",
      asOne: { change: changeOf(wanted), words: selection.words },
      prepare: (entry) => prepareRow({ id: entry.id, ...wanted }, entry),
    },
    input.dry_run,
  );
}
