import type { AccountFacts, Entry, EntryField, Ref } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import type { EntryDetails } from "#core/domain/ports";
import type { MessageText } from "#core/messages/catalog";
import { readBreak } from "#core/time/break";
import { hoursMinutes } from "#core/time/format";
import type { ToolCall } from "../lib/define";
import type { InputOf } from "../lib/schema";
import type { entryShape } from "../lib/shapes";
import type { WorkResolver } from "../lib/work-resolver";

type EntryInput = InputOf<typeof entryShape>;

const fieldNames: Partial<Record<keyof EntryInput, EntryField>> = {
  description: "text",
  tags: "tags",
  billable: "billable",
  exported: "exported",
  break: "break",
  hourly_rate: "rate",
  fixed_rate: "rate",
  meta: "meta",
};

/**
 * What this account may not say about an entry is refused by name before anything is sent: the service would refuse the
 * whole entry for it (`kimai-api.md §3.6`), and only when it is written.
 */
function demandFields(input: EntryInput, facts: AccountFacts): void {
  for (const [name, field] of Object.entries(fieldNames)) {
    if (input[name as keyof EntryInput] === undefined || facts.fields.includes(field)) continue;
    const why = `This account does not let you set \`${name}\` of an entry.`;
    throw new ServiceError("forbidden", why, {
      fields: { [name]: why },
      next: `Leave \`${name}\` out: the service decides it, or does not have it.`,
    });
  }
}

/** Money without a currency; empty clears. @throws InputError `argument` */
function readMoney(text: string): number | null {
  const wanted = text.trim();
  if (wanted === "") return null;
  if (/^\d{1,9}(?:[.,]\d{1,4})?$/.test(wanted)) return Number(wanted.replace(",", "."));
  throw new InputError("argument", "A rate is an amount of money.", {
    next: "Write `85` or `85.50`, without a currency.",
  });
}

function readMeta(meta: Record<string, unknown>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(meta).map(([name, value]) => {
      if (value === null || value === "") return [name, null];
      if (typeof value === "object")
        throw new InputError(
          "argument",
          `The custom field ${JSON.stringify(name.slice(0, 60))} must be a plain value.`,
        );
      return [name, String(value)];
    }),
  );
}

interface Details {
  /** What is sent. */
  details: EntryDetails;
  /** The same as the entry would show it. */
  shown: Partial<Entry>;
  /** Whose it shall be, where that was said. */
  person?: Ref;
  /** For the person, before and after it is saved. */
  notes: MessageText[];
}

/**
 * The optional parts of an entry as a person writes them.
 * @throws InputError for what cannot be read or found, ServiceError `forbidden` for what this account may not say
 */
export async function readDetails(
  input: EntryInput,
  facts: AccountFacts,
  resolver: WorkResolver,
  call: ToolCall,
): Promise<Details> {
  demandFields(input, facts);
  const { description: text, billable, exported } = input;
  const tags = input.tags && (await resolver.tags(input.tags));
  const pause = input.break === undefined ? undefined : readBreak(input.break);
  const breakSeconds = pause?.seconds;
  const person = input.person === undefined ? undefined : await whose(input.person, resolver, call);
  const given = Object.entries({ tags, billable, exported, breakSeconds }).filter(([, value]) => value !== undefined);
  const meta = input.meta && readMeta(input.meta);
  return {
    details: {
      ...Object.fromEntries(given),
      ...(text !== undefined && { text: text === "" ? null : text }),
      ...(input.hourly_rate !== undefined && { hourlyRate: readMoney(input.hourly_rate) }),
      ...(input.fixed_rate !== undefined && { fixedRate: readMoney(input.fixed_rate) }),
      ...(meta && { meta }),
      ...(pause?.at !== undefined && facts.booking.placesBreaks && { breakAt: pause.at }),
    },
    shown: { ...Object.fromEntries(given), ...(text !== undefined && { text }) },
    ...(person && { person }),
    notes: pause ? breakNotes(pause, facts) : [],
  };
}

/** What the service makes of where a break lies. */
function breakNotes({ seconds, at }: ReturnType<typeof readBreak>, { booking }: AccountFacts): string[] {
  if (seconds === 0 || (at !== undefined) === (booking.placesBreaks === true)) return [];
  const length = hoursMinutes(seconds);
  return booking.placesBreaks
    ? [`The break of ${length} is put in the middle. Give it as '12:00-12:30' to say when it was.`]
    : [`Only the length of the break is kept: ${length}.`];
}

/** Who people are is itself something that may be off: that is checked before any name is looked up. */
async function whose(name: string, resolver: WorkResolver, call: ToolCall): Promise<Ref> {
  const others = ["others_time.create", "others_time.update"] as const;
  if (others.every((cell) => call.level(cell) === "off") && name.trim().toLowerCase() !== "me")
    throw new InputError("permission", "Recording other people's time is not allowed.");
  return resolver.person(name, "others_time.read");
}
