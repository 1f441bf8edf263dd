import type { AbsenceMeaning, AbsenceType } from "../../../domain/absences";
import { fold } from "../../../domain/names";
import type { WireAbsenceType } from "../wire/absence";

/**
 * What a type means, by the words in its name: companies name them as they like, in English, German, Polish, Norwegian and
 * other languages. The first that fits counts, so `unbezahlter Sonderurlaub` is unpaid. Names are folded.
 */
const meanings: readonly [AbsenceMeaning, RegExp][] = [
  ["unpaid", /\bunpaid|unbezahlt|bezplatn|uten lonn|ulonnet/],
  [
    "sick_child",
    /(sick|ill).*(child|kid)|child.*(sick|ill)|kind.*krank|krank.*kind|opieka nad (dzieckiem|dziecmi)|sykt barn|barns sykdom/,
  ],
  ["sick", /\bsick|\bill(ness)?\b|krank|chorob|zwolnienie lekarskie|\bl4\b|\bsyk|egenmelding/],
  ["parental", /parental|maternity|paternity|elternzeit|mutterschutz|rodzicielsk|macierzynsk|ojcowsk|foreldreperm/],
  [
    "overtime",
    /overtime|in lieu|\btoil\b|comp(ensatory)? time|uberstunden|freizeitausgleich|zeitausgleich|nadgodzin|odbior godzin|avspasering/,
  ],
  ["special", /special leave|sonderurlaub|okolicznosciow|velferdsperm/],
  [
    "holiday",
    /annual leave|vacation|^(paid )?(holidays?|time off|leave)$|\bpto\b|^(jahres|erholungs)?urlaub$|wypoczynkow|^urlop$|^ferie|feriedag/,
  ],
];
const elsewhere =
  /remote|home ?-?office|work(ing)? from|\bwfh\b|mobiles? arbeit|aussendienst|ausser haus|business trip|dienstreise|zdaln|delegacj|hjemmekontor|tjenestereise/;
const withoutBalance: readonly (AbsenceMeaning | undefined)[] = ["sick", "sick_child", "unpaid", "parental"];

/** What rows and balances have shown of a type, which its list does not tell. */
export interface Seen {
  working?: boolean;
  unlimited?: boolean;
}

/**
 * REST tells a type's name and unit alone (calamari-api.md §2.6): by days it is taken in whole ones and, where the company
 * allows it, halves; by hours in hours of one day. Whether a reason or somebody to stand in is needed, it does not tell.
 */
export function typeOf({ id, name, durationUnit }: WireAbsenceType, seen: Seen = {}): AbsenceType {
  const folded = fold(name);
  const meaning = meanings.find(([, words]) => words.test(folded))?.[0];
  const hours = durationUnit === "HOURS";
  const working = seen.working ?? elsewhere.test(folded);
  const limited = seen.unlimited === undefined ? !withoutBalance.includes(meaning) : !seen.unlimited;
  return {
    id: String(id),
    name,
    ...(meaning && !working && { meaning }),
    halfDays: !hours,
    hours,
    commentNeeded: false,
    counted: !working && limited,
    ...(meaning === "overtime" && !working && { fromOvertime: true }),
    ...(working && { working: true }),
  };
}
