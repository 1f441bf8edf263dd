import { InputError } from "../domain/errors";
import { readClockTime } from "./clock";
import { simplify } from "./date-words";
import { parseDuration } from "./parse";

const day = 86_400;

/**
 * A break within an entry: `30m`, `0` for none, or `12:00-12:30` with its place.
 * @returns its length in seconds; `at`: when it begins, in seconds since midnight, where that was said
 * @throws InputError for what is neither
 */
export function readBreak(text: string): { seconds: number; at?: number } {
  if (/^\s*0*\s*$/.test(text)) return { seconds: 0 };
  const [from, to, ...more] = simplify(text).split(/ ?(?:-|–| to | bis | do ) ?/);
  const [begin, end] = [from, to].map((one) => (one ? readClockTime(one) : null));
  if (!begin || !end || more.length > 0) return { seconds: parseDuration(text) };
  const length = end.seconds - begin.seconds;
  if (length === 0)
    throw new InputError("time", "The break ends when it begins.", { next: "Write it as `12:00-12:30` or `30m`." });
  return { seconds: length > 0 ? length : length + day, at: begin.seconds };
}
