/** Wednesday, 18 November 2026, 15:00 in Berlin: when each run begins. Its clock runs on from there. */
export const start = Date.parse("2026-11-18T14:00:00Z");

/** An entry of any service. Clock times are of the person's zone; `to` is null while it runs. */
export interface SeenEntry {
  id: string;
  who: string;
  day: string;
  from: string;
  to: string | null;
  customer: string | null;
  project: string | null;
  activity: string | null;
  text: string;
  tags: string[];
  billable: boolean | null;
  exported: boolean | null;
  /** Worked seconds, breaks left out; of what runs: until now. */
  seconds: number;
}

/** What the account holds right now, read past Punchcard. */
interface Seen<State> {
  entries: SeenEntry[];
  /** The same when the run began. */
  before: SeenEntry[];
  /** The same when this request was given. */
  earlier: SeenEntry[];
  state: State;
  /** Milliseconds since 1970 by the clock of the run. */
  now: number;
}

/** One request as a person says it, and what is true afterwards when it was met. */
export interface EvalRequest<State> {
  say: string;
  /** @param answer what the model told its person */
  met(seen: Seen<State>, answer: string): boolean;
}

export interface Stage<State> {
  /** Arguments and environment of the server. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** What the model is told of itself, as a client's system prompt would. */
  person: string;
  requests: EvalRequest<State>[];
  entries(now: number): SeenEntry[] | Promise<SeenEntry[]>;
  state: State;
  /** Seeds what only the server itself can write. */
  prepare?(call: (tool: string, args: object) => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

/** 2026-11-16 09:00 in a zone an hour east of Greenwich, as Berlin and Oslo are from 25 October on. */
export const at = (day: string, clock: string) => Date.parse(`${day}T${clock}:00+01:00`);
const local = (milliseconds: number) => new Date(milliseconds + 3_600_000).toISOString();
export const dayOf = (milliseconds: number) => local(milliseconds).slice(0, 10);
export const clockOf = (milliseconds: number) => local(milliseconds).slice(11, 16);

/** Working days from one to another, both included. */
export function workdays(from: string, to: string): string[] {
  const days: string[] = [];
  for (let one = Date.parse(from); one <= Date.parse(to); one += 86_400_000)
    if (![0, 6].includes(new Date(one).getUTCDay())) days.push(new Date(one).toISOString().slice(0, 10));
  return days;
}

/** Whether a text has this many seconds in any of the ways people write durations; minutes may be rounded by one. */
export function saysTime(answer: string, seconds: number): boolean {
  return [-1, 0, 1].some((off) => {
    const minutes = Math.round(seconds / 60) + off;
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    const two = String(rest).padStart(2, "0");
    const decimal = (minutes / 60)
      .toFixed(2)
      .replace(/\.?0+$/, "")
      .replace(".", "[.,]");
    const forms = [
      `${hours}:${two}`,
      `${hours} ?h(?:ours?)?,? ?(?:and )?${rest} ?m`,
      `${hours} ?h ?${two}`,
      `${decimal}0? ?(?:h|Std|hours|Stunden)`,
    ];
    if (hours === 0) forms.push(`${rest} ?min`);
    if (rest === 0) forms.push(`${hours} ?(?:h\\b|hours?|Std|Stunden)`);
    return new RegExp(`(?<![\\d.,:])(?:${forms.join("|")})`, "i").test(answer);
  });
}

export const sum = (entries: SeenEntry[]) => entries.reduce((total, { seconds }) => total + seconds, 0);
export const says = (answer: string, ...parts: (string | RegExp)[]) =>
  parts.every((part) =>
    typeof part === "string" ? answer.toLowerCase().includes(part.toLowerCase()) : part.test(answer),
  );

/** The entries that are there now and were not when the request was given. */
export const added = ({ entries, earlier }: { entries: SeenEntry[]; earlier: SeenEntry[] }) =>
  entries.filter(({ id }) => !earlier.some((one) => one.id === id));
export const removed = ({ entries, earlier }: { entries: SeenEntry[]; earlier: SeenEntry[] }) =>
  earlier.filter(({ id }) => !entries.some((one) => one.id === id));

/** Whether everything but these entries is as it was; what runs may have gone on. */
export function others(seen: { entries: SeenEntry[]; earlier: SeenEntry[] }, but: SeenEntry[]): boolean {
  const key = ({ seconds, ...entry }: SeenEntry) => JSON.stringify(entry.to === null ? entry : { ...entry, seconds });
  const left = (list: SeenEntry[]) =>
    list
      .filter(({ id }) => !but.some((one) => one.id === id))
      .map(key)
      .sort();
  return JSON.stringify(left(seen.entries)) === JSON.stringify(left(seen.earlier));
}
