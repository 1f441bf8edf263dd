import type { AbsenceDraft } from "../domain/absences";
import { addDays } from "./civil";

/**
 * The pieces of a leave for a service that takes it within one year, at most `longest` civil days each, and half days of
 * single days only. Together they are exactly the draft. Pure.
 */
export function leaveParts(draft: AbsenceDraft, longest = 366): AbsenceDraft[] {
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
