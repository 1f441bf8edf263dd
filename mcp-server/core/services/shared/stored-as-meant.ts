import type { Entry, Instant, WorkIds } from "../../domain/entities";
import { workLevels } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import { quote } from "../../domain/quote";
import type { MessageText } from "../../messages/catalog";
import { message } from "../../messages/message";
import { hoursMinutes, withOffset } from "../../time/format";

/** What a write was meant to leave in the service; what is absent was not asked for and is not compared. */
export interface Meant {
  begin?: Instant;
  /** null: it runs. */
  end?: Instant | null;
  breakSeconds?: number;
  /** Only these levels are compared. */
  work?: WorkIds;
  personId?: string;
  billable?: boolean;
  exported?: boolean;
  text?: string | null;
}

export type Stored = Pick<Entry, "begin" | "end"> & Partial<Omit<Entry, "begin" | "end">>;

/** How a service stores. */
export interface Storing {
  /** What the person calls the service: `Kimai`. */
  product: string;
  /** IANA zone in which times are told. */
  zone: string;
  /** Whether a rule that the service documents (rounding) makes `got` of `wanted`; absent: it keeps what it is given. */
  byRule?(wanted: Instant, got: Instant): boolean;
  /** Whether such a rule counts `counted` seconds where begin, end and break make `exact`. */
  lengthByRule?(exact: number, counted: number): boolean;
  /** Seconds by which a stamp of "now" may be kept differently without a word. */
  slack?: number;
}

interface Compared {
  /** Deviations that the service documents, as sentences. */
  notes: MessageText[];
  /** Everything else that is not as it was meant: `begin 2026-11-17 13:00:00+07:00 (meant: …)`. */
  wrong: string[];
}

/** Services trim texts and write line ends their own way. */
export const plainText = (text: string | null | undefined) => (text ?? "").replaceAll("\r\n", "\n").normalize().trim();

/** Compares what a service tells of an entry after a write with what was meant. */
export function compareStored(stored: Stored, meant: Meant, storing: Storing): Compared {
  const { product, zone, byRule, lengthByRule, slack = 0 } = storing;
  const compared: Compared = { notes: [], wrong: [] };
  const shown = (instant: Instant | null) => (instant === null ? "open" : withOffset(instant, zone).replace("T", " "));
  const differs = (what: string, got: string, wanted: string) =>
    compared.wrong.push(`${what} ${got} (meant: ${wanted})`);
  for (const side of ["begin", "end"] as const) {
    const [wanted, got] = [meant[side], stored[side]];
    if (wanted === undefined || wanted === got) continue;
    const near = wanted !== null && got !== null && Math.abs(Date.parse(got) - Date.parse(wanted)) <= slack * 1000;
    if (near) continue;
    if (wanted !== null && got !== null && byRule?.(wanted, got))
      compared.notes.push(
        message(side === "begin" ? "start_moved_by_service" : "end_moved_by_service", {
          product,
          requested: shown(wanted),
          stored: shown(got),
        }),
      );
    else differs(side, shown(got), shown(wanted));
  }
  const { breakSeconds, seconds, work, person } = stored;
  if (meant.breakSeconds !== undefined && breakSeconds !== undefined && meant.breakSeconds !== breakSeconds)
    differs("break", hoursMinutes(breakSeconds), hoursMinutes(meant.breakSeconds));
  if (stored.end !== null && seconds != null && stored.amount === undefined) {
    const span = (Date.parse(stored.end) - Date.parse(stored.begin)) / 1000 - (breakSeconds ?? 0);
    const ofTimes = meant.begin !== undefined || meant.end !== undefined || meant.breakSeconds !== undefined;
    if (ofTimes && seconds !== span) {
      if (lengthByRule?.(span, seconds))
        compared.notes.push(message("duration_counted_by_service", { product, duration: seconds }));
      else differs("duration", hoursMinutes(seconds), hoursMinutes(span));
    }
  }
  for (const level of workLevels) {
    const wanted = meant.work?.[level];
    const got = work?.[level];
    if (wanted !== undefined && work !== undefined && got?.id !== wanted)
      differs(level, got ? `"${quote(got.name, 80)}" #${got.id}` : "none", `#${wanted}`);
  }
  if (meant.personId !== undefined && person !== undefined && person.id !== meant.personId)
    differs("person", `#${person.id}`, `#${meant.personId}`);
  for (const mark of ["billable", "exported"] as const) {
    const [wanted, got] = [meant[mark], stored[mark]];
    if (wanted !== undefined && got !== undefined && wanted !== got)
      differs(mark, got ? "yes" : "no", wanted ? "yes" : "no");
  }
  if (meant.text !== undefined && stored.text !== undefined && plainText(stored.text) !== plainText(meant.text))
    compared.notes.push(message("description_changed_by_service", { product }));
  return compared;
}

/** Whether an entry that was found after a lost answer has all that was meant, or what documented rules make of it. */
export const isAsMeant = (stored: Stored, meant: Meant, storing: Storing): boolean =>
  compareStored(stored, meant, storing).wrong.length === 0 &&
  (meant.text === undefined || stored.text === undefined || plainText(stored.text) === plainText(meant.text));

/** How a write that was stored otherwise is taken back. */
export interface TakeBack {
  /** @returns whether all is as it was before; false where something else has changed since, so that nothing was sent */
  undo(): Promise<boolean>;
  /** What was done then, as a sentence: `The entry was deleted again.` */
  done: MessageText;
}

/**
 * Holds what a service stored against what was meant, after every write: a difference is taken back, or told.
 * @param takeBack null where that could undo what others did, or what cannot be done twice
 * @returns what the service's documented rules made of it, as sentences
 * @throws ServiceError `conflict`, `saved: "no"` where it was taken back, "yes" where what stands now is in the message,
 * "unknown" where the answer to taking it back was lost
 */
export async function demandStored(
  stored: Stored,
  meant: Meant,
  storing: Storing,
  takeBack: TakeBack | null,
): Promise<MessageText[]> {
  const { notes, wrong } = compareStored(stored, meant, storing);
  if (wrong.length === 0) return notes;
  const { product } = storing;
  const differences = wrong.join("; ");
  const undone = await (takeBack?.undo() ?? Promise.resolve(false)).catch((error: unknown) =>
    error instanceof ServiceError && error.saved === "unknown" ? ("unknown" as const) : false,
  );
  if (takeBack && undone === true)
    throw new ServiceError(
      "conflict",
      message("stored_values_differ_and_undone", { product, differences, undone: takeBack.done }),
      {
        saved: "no",
        next: `Nothing of it is left. Enter it in ${product} itself.`,
      },
    );
  throw new ServiceError("conflict", message("stored_values_differ", { product, differences }), {
    saved: undone === "unknown" ? "unknown" : "yes",
    next: `Look at it with list_time, and correct it in ${product} itself.`,
  });
}
