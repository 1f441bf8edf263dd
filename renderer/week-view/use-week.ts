import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Host, ToolAnswer } from "./host";
import { readWeek, type Week } from "./read-week";
import { addDays, type Block, type EntryResult, mondayOf, toProposals, toRow } from "./week-model";

/** What the view was opened for. */
export interface Opened {
  answer: ToolAnswer;
  asked: Record<string, unknown>;
}

/** What the server wants the person to agree to before it does anything. */
export interface Question {
  token: string;
  preview: string[];
  /** Punchcard's own window asks as well. */
  waiting?: boolean;
  answer(yes: boolean): void;
}

type Booking =
  | { phase: "none" }
  | { phase: "running"; done: number; all: number }
  /** `failed`: the server's words about the first that could not be booked; null: no answer came. */
  | { phase: "ended"; ids: string[]; failed?: string | null; undone: boolean };

/** The civil day whose week is shown: of what was proposed or saved, else the last one with an entry, else the end of the period. */
function dayOf({ answer: { data } }: Opened): string {
  const entries = (data.entries ?? []) as EntryResult[];
  const days = (data.days ?? []) as { day: string }[];
  const newest = days
    .map(({ day }) => day)
    .sort()
    .at(-1);
  const today = new Date().toISOString();
  const [now, to] = [data.now, data.to].map((one) => (typeof one === "string" ? one : today).slice(0, 10));
  // `to` is the first moment after the period.
  const last = to && now && addDays(to, -1) < now ? addDays(to, -1) : now;
  return (entries.find(({ begin }) => begin)?.begin ?? newest ?? last ?? today).slice(0, 10);
}

/** Everything that the view knows and does; all writing goes through the tools of the server. */
export function useWeek(host: Host, opened: Opened) {
  const name = typeof opened.asked.account === "string" ? opened.asked.account : undefined;
  const account = useMemo(() => (name === undefined ? {} : { account: name }), [name]);
  const missing = opened.asked.create_missing === true ? { create_missing: true } : {};
  const isPreview = opened.answer.data.dry_run === true;
  const [monday, setMonday] = useState(() => mondayOf(dayOf(opened)));
  const [week, setWeek] = useState<Week | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [proposals, setProposals] = useState(() => (isPreview ? toProposals(opened.answer.data, opened.asked) : []));
  const [booking, setBooking] = useState<Booking>({ phase: "none" });
  const [question, setQuestion] = useState<Question | null>(null);
  const stopped = useRef(false);

  const read = useCallback(async () => {
    setProblem(null);
    try {
      setWeek(await readWeek(host, monday, account));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }, [host, monday, account]);
  useEffect(() => void read(), [read]);

  /** Calls a tool that writes, and asks the person where the server wants a yes. @returns null where the person said no */
  async function write(tool: string, args: object): Promise<ToolAnswer | null> {
    let answer = await host.call(tool, { ...account, ...args });
    for (let asked = answer.data.confirm; asked; asked = answer.data.confirm) {
      const { token, preview, waiting } = asked as Question;
      const yes = await new Promise<boolean>((done) => setQuestion({ token, preview, waiting, answer: done }));
      setQuestion(null);
      if (!yes) return null;
      answer = await host.call(tool, { ...account, ...args, confirm: token });
    }
    return answer;
  }

  /** One after the other, so that what was booked is known at any moment and the rest can be stopped. */
  async function book(): Promise<void> {
    stopped.current = false;
    const ids: string[] = [];
    let failed: string | null | undefined;
    for (const proposal of proposals) {
      if (stopped.current) break;
      setBooking({ phase: "running", done: ids.length, all: proposals.length });
      try {
        const answer = await write("log_time", { ...missing, entries: [toRow(proposal)] });
        if (!answer) break;
        const saved = ((answer.data.entries ?? []) as EntryResult[]).map(({ id }) => id);
        if (answer.isError || saved.length === 0) failed = answer.text;
        else ids.push(...saved);
      } catch {
        failed = null;
      }
      if (failed !== undefined) break;
      setProposals((before) => before.filter(({ key }) => key !== proposal.key));
    }
    setBooking({ phase: "ended", ids, failed, undone: false });
    host.tell(
      `In the week view the person booked ${ids.length} of ${proposals.length} proposed entries: ${ids.map((id) => `#${id}`).join(", ") || "none"}.`,
    );
    await read();
  }

  /** @returns the server's words where it did not, null where no answer came */
  async function change(tool: "update_time" | "delete_time", args: object): Promise<string | null | undefined> {
    const answer = await write(tool, args).catch(() => undefined);
    if (answer === null) return undefined;
    if (!answer || answer.isError) return answer?.text ?? null;
    host.tell(`In the week view the person called ${tool} with ${JSON.stringify(args)}.`);
    await read();
    return undefined;
  }

  async function undo(ids: string[]): Promise<void> {
    const before = { phase: "ended", ids, undone: false } as const;
    const answer = await write("delete_time", { ids: ids.map((id) => `#${id}`) }).catch(() => undefined);
    if (answer === null) return;
    const deleted = ((answer?.data.deleted ?? []) as string[]).map((id) => id.replace(/^#/, ""));
    const left = ids.filter((id) => !deleted.includes(id));
    const failed = left.length === 0 ? undefined : (answer?.text ?? null);
    setBooking({ ...before, ids: left, undone: left.length === 0, ...(failed !== undefined && { failed }) });
    if (deleted.length > 0)
      host.tell(
        `In the week view the person deleted entries that were booked there: ${deleted.map((id) => `#${id}`).join(", ")}.`,
      );
    await read();
  }

  return {
    monday,
    setMonday: (day: string) => {
      setWeek(null);
      setMonday(day);
    },
    week,
    problem,
    read,
    proposals,
    setProposal: (block: Block) => setProposals((before) => before.map((one) => (one.key === block.key ? block : one))),
    leaveOut: (key: string) => setProposals((before) => before.filter((one) => one.key !== key)),
    dismiss: () => {
      setProposals([]);
      host.tell("In the week view the person chose to book none of the proposed entries.");
    },
    booking,
    book,
    stop: () => {
      stopped.current = true;
    },
    undo,
    change,
    question,
    notes: isPreview ? ((opened.answer.data.notes ?? []) as string[]) : [],
    wasPreview: isPreview,
  };
}
export type WeekState = ReturnType<typeof useWeek>;
