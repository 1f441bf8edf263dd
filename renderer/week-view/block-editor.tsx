import { useEffect, useRef, useState } from "react";
import { useEscape } from "../lib/escape";
import { hoursMinutes, weekdayDate } from "../lib/format";
import { type Block, clock, minutesOf, secondsOf, type Work, withTimes, workKey, workName } from "./week-model";
import type { Words } from "./words";

interface Props {
  block: Block;
  /** What it can be put on: all work that this week knows. */
  choices: Work[];
  /** Takes the edited block. @returns words to show where it was not taken */
  onDone(block: Block): Promise<string | null | undefined> | undefined;
  onRemove(): Promise<string | null | undefined> | undefined;
  onClose(): void;
  language: string;
  words: Words;
}

/**
 * A row under the week in which one block is changed: what is booked at once, a proposal when it is booked. It is no form,
 * because a frame without `allow-forms`, as hosts have it, never fires `submit`.
 */
export function BlockEditor({ block, choices, onDone, onRemove, onClose, language, words }: Props) {
  const [from, setFrom] = useState(clock(block.from));
  const [to, setTo] = useState(block.running ? "" : clock(block.to));
  const [work, setWork] = useState(workKey(block.work));
  const [text, setText] = useState(block.text);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const form = useRef<HTMLFieldSetElement>(null);
  const [begun] = useState(() => [from, to, work, text].join("\n"));
  const isTyped = [from, to, work, text].join("\n") !== begun;
  const { isWarned, onKeyDown } = useEscape(true, { form, isTyped, saysItself: true, onClose });
  const firstField = useRef<HTMLInputElement>(null);
  useEffect(() => firstField.current?.focus(), []);
  const [begin, end] = [minutesOf(from), block.running && to === "" ? block.to : minutesOf(to)];
  const edited =
    begin !== null && end !== null
      ? edit(
          block,
          begin,
          end,
          choices.find((one) => workKey(one) === work),
          text,
        )
      : null;
  const isNextDay = edited !== null && !block.running && edited.to > 1440;

  async function run(action: () => Promise<string | null | undefined> | undefined): Promise<void> {
    setBusy(true);
    setFailure("");
    const refused = await action();
    setBusy(false);
    if (refused === undefined) onClose();
    else setFailure(refused ?? words.unclear);
  }

  const save = () => {
    if (edited) void run(() => onDone(edited));
  };
  const timeField = (
    label: string,
    value: string,
    set: (value: string) => void,
    minutes: number | null,
    first?: boolean,
  ) => (
    <input
      className="field field--time"
      ref={first ? firstField : undefined}
      aria-label={label}
      aria-invalid={minutes === null}
      title={minutes === null ? words.noTime : undefined}
      value={value}
      disabled={isBusy || (block.running && !first)}
      onChange={(event) => set(event.target.value)}
    />
  );
  return (
    <fieldset
      ref={form}
      className="editor"
      aria-label={`${words.edit}: ${workName(block.work).main}, ${weekdayDate(block.day, language)}`}
      onKeyDown={(event) => {
        onKeyDown(event);
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) save();
      }}
    >
      <b className="editor__day">{weekdayDate(block.day, language)}</b>
      {timeField(words.from, from, setFrom, begin, true)}
      {timeField(words.to, to, setTo, end)}
      <span className="editor__length">
        {edited ? hoursMinutes(secondsOf({ ...edited, seconds: null })) : "–"}
        {isNextDay && <small> {words.nextDay}</small>}
      </span>
      <select
        className="field"
        aria-label={words.work}
        value={work}
        disabled={isBusy}
        onChange={(event) => setWork(event.target.value)}
      >
        {choices.map((one) => {
          const { main, rest } = workName(one);
          return (
            <option key={workKey(one)} value={workKey(one)}>
              {[main, rest].filter(Boolean).join(" · ")}
            </option>
          );
        })}
      </select>
      <input
        className="field"
        aria-label={words.description}
        placeholder={words.description}
        value={text}
        disabled={isBusy}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="button" className="button" disabled={isBusy} onClick={() => void run(onRemove)}>
        {block.id === null ? words.leaveOut : words.remove}
      </button>
      <button type="button" className="button" disabled={isBusy || !edited} onClick={save}>
        {block.id === null ? words.done : words.save}
      </button>
      {isWarned && <p className="editor__failure">{words.escAgain}</p>}
      {(failure !== "" || !edited) && (
        <p className="editor__failure" role="alert">
          {failure || words.noTime}
        </p>
      )}
    </fieldset>
  );
}

function edit(block: Block, from: number, to: number, work: Work | undefined, text: string): Block {
  const moved = block.running ? { ...block, from } : withTimes(block, from, to);
  const isSame = moved.from === block.from && moved.to === block.to;
  return { ...moved, work: work ?? block.work, text, seconds: isSame ? block.seconds : null };
}
