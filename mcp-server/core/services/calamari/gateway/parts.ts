import type { AbsenceDraft } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import { InputError } from "../../../domain/errors";
import { quote } from "../../../domain/quote";
import { partsOf } from "../absences/parts";
import type { GatewayContext } from "./context";
import { weekOf } from "./facts";
import { smallestOf } from "./mapping";
import type { WireParts, WireType } from "./wire";

type Choice = NonNullable<WireParts["fromValues"]>[number];

/** `MORNING` by its type, clock times by their value; a list that is empty or missing rules nothing out. */
const offers = (choices: readonly Choice[] | null | undefined, part: string) =>
  !choices?.length ||
  choices.some(({ type, value }) => type.toUpperCase() === part || value === part || value?.slice(0, 5) === part) ||
  // Some are offered by hours, whichever they are.
  (/^\d/.test(part) && choices.some(({ type, value }) => type.toUpperCase() === "HOUR" && !value));

const shown = (choices: readonly Choice[] | null | undefined) =>
  (choices ?? [])
    .slice(0, 30)
    .map(({ label, value, type }) => quote(label ?? value ?? type, 30))
    .join(", ");

/**
 * `fromPart` and `toPart` of a request for parts of days, after Calamari said that these days can be taken so; whole days
 * name none. A part of a day is never made a whole one (calamari-api.md §3.4).
 * @throws InputError for a part that is not offered, with those that are
 */
export async function partsFor(
  draft: AbsenceDraft,
  type: WireType,
  { gateway, profile }: GatewayContext,
  call?: Call,
): Promise<{ fromPart: string; toPart: string } | undefined> {
  const { first, last, firstHalf, lastHalf, seconds } = draft;
  if (!firstHalf && !lastHalf && seconds === undefined) return undefined;
  const { plan } = await profile.get(call);
  const wanted = partsOf(draft, plan && weekOf(plan));
  const days = { absenceTypeId: Number(type.id), startDate: first, endDate: last };
  const offered = await gateway.call("getPartDayPossibility", { ...days, ...wanted }, call);
  const unit = smallestOf(type);
  if (!offered.canRequestParts)
    throw new InputError("argument", `${quote(type.name, 80)} cannot be taken by parts of these days.`, {
      next: "Ask for whole days, or for one day by itself.",
    });
  for (const [part, choices] of [
    [wanted.fromPart, offered.fromValues],
    [wanted.toPart, offered.toValues],
  ] as const)
    if (!offers(choices, part))
      throw new InputError("argument", `Calamari does not offer ${part} for ${quote(type.name, 80)} on these days.`, {
        next: `It offers: ${shown(choices)}.${unit ? ` It is taken by ${unit}.` : ""}`,
      });
  return wanted;
}
