import type { AbsenceDraft } from "../../../domain/absences";
import { addDays } from "../../../time/civil";

/**
 * Civil days that one absence may have. Kimai tells no limit beforehand; this is what other clients found to pass. Some
 * installations allow less for some types: then Kimai's own words are shown (kimai-api.md §3.13).
 */
export const longestSpan = 30;

/**
 * The pieces in which Kimai takes a leave: within one year, at most `longest` civil days each, and half days, which it
 * knows of single days only, on their own. Together they are exactly the draft. Pure.
 */
export function cutLeave(draft: AbsenceDraft, longest = longestSpan): AbsenceDraft[] {
  const { first, last, firstHalf, lastHalf, ...rest } = draft;
  if (first === last) return [{ ...rest, first, last, ...(firstHalf || lastHalf ? { firstHalf: true } : {}) }];
  const whole: AbsenceDraft[] = [];
  const from = firstHalf ? addDays(first, 1) : first;
  const to = lastHalf ? addDays(last, -1) : last;
  for (let begin = from; begin <= to; ) {
    const end = [addDays(begin, longest - 1), `${begin.slice(0, 4)}-12-31`, to].sort()[0] ?? to;
    whole.push({ ...rest, first: begin, last: end });
    begin = addDays(end, 1);
  }
  return [
    ...(firstHalf ? [{ ...rest, first, last: first, firstHalf: true }] : []),
    ...whole,
    ...(lastHalf ? [{ ...rest, first: last, last, firstHalf: true }] : []),
  ];
}
