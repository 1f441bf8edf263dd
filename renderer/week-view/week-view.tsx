import { useState } from "react";
import { dayRange, hoursMinutes } from "../lib/format";
import { BlockEditor } from "./block-editor";
import { BookingBar, QuestionBar } from "./booking-bar";
import type { Host } from "./host";
import { type Opened, useWeek, type WeekState } from "./use-week";
import { WeekGrid } from "./week-grid";
import { addDays, type Block, clock, sumOf, type Work, workKey } from "./week-model";
import type { Words } from "./words";

interface Props {
  host: Host;
  opened: Opened;
  language: string;
  words: Words;
}

/** The week as it is booked, with what an assistant proposes on top of it, to be checked before it is booked. */
export function WeekView({ host, opened, language, words }: Props) {
  const state = useWeek(host, opened);
  const [selected, setSelected] = useState<string | null>(null);
  const { week, proposals, monday } = state;
  const last = addDays(monday, 6);
  const shown = proposals.filter(({ day }) => day >= monday && day <= last);
  const blocks = [...(week?.blocks ?? []), ...shown];
  const block = blocks.find(({ key }) => key === selected);
  const canEdit = block !== undefined && state.booking.phase !== "running";
  return (
    <main className="card" aria-label={`${words.week} ${dayRange(monday, last, language)}`}>
      <header className="head">
        <h1>{dayRange(monday, last, language)}</h1>
        {proposals.length > 0 && <span className="hint">{words.proposals(proposals.length)}</span>}
        <span className="head__end">
          <button
            type="button"
            className="button button--icon"
            aria-label={words.previous}
            onClick={() => state.setMonday(addDays(monday, -7))}
          >
            ‹
          </button>
          <button
            type="button"
            className="button button--icon"
            aria-label={words.next}
            onClick={() => state.setMonday(addDays(monday, 7))}
          >
            ›
          </button>
        </span>
      </header>
      <WeekGrid
        monday={monday}
        blocks={blocks}
        language={language}
        words={words}
        targets={week?.target?.byDay}
        selected={selected}
        onSelect={setSelected}
      />
      {week === null && state.problem === null && (
        <p className="line" role="status">
          {words.reading}
        </p>
      )}
      {state.problem !== null && (
        <div className="line line--failure" role="alert">
          <p>
            {words.notRead} {state.problem}
          </p>
          <button type="button" className="button" onClick={() => void state.read()}>
            {words.tryAgain}
          </button>
        </div>
      )}
      {state.notes.length > 0 && proposals.length > 0 && (
        <ul className="notes">
          {state.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {canEdit && (
        <BlockEditor
          key={block.key}
          block={block}
          language={language}
          words={words}
          choices={choicesOf([...blocks, ...proposals], block)}
          {...actionsOn(block, state)}
          onClose={() => setSelected(null)}
        />
      )}
      {state.question && <QuestionBar question={state.question} words={words} />}
      <BookingBar
        state={state}
        words={words}
        sums={<Sums state={state} shown={shown} language={language} words={words} />}
      />
    </main>
  );
}

/** Every work of the week once, with that of the block itself first. */
function choicesOf(blocks: Block[], block: Block): Work[] {
  const choices = new Map([block, ...blocks].map(({ work }) => [workKey(work), work]));
  return [...choices.values()];
}

/** What saving and removing a block mean: for a proposal here alone, for what is booked on the service. */
function actionsOn(block: Block, state: WeekState) {
  if (block.id === null)
    return {
      onDone: (edited: Block) => void state.setProposal(edited) as undefined,
      onRemove: () => void state.leaveOut(block.key) as undefined,
    };
  const id = `#${block.id}`;
  return {
    onRemove: () => state.change("delete_time", { ids: [id] }),
    onDone: (edited: Block) => {
      const isMoved = workKey(edited.work) !== workKey(block.work);
      const work = Object.entries(edited.work).map(([level, ref]) => [level, `#${ref.id}`]);
      const change = {
        id,
        ...(edited.from !== block.from && { from: clock(edited.from) }),
        ...(edited.to !== block.to && { to: clock(edited.to) }),
        ...(isMoved && Object.fromEntries(work)),
        ...(edited.text !== block.text && { description: edited.text }),
      };
      return Object.keys(change).length === 1 ? undefined : state.change("update_time", { changes: [change] });
    },
  };
}

interface SumsProps {
  state: WeekState;
  shown: Block[];
  language: string;
  words: Words;
}

function Sums({ state: { week, monday }, shown, language, words }: SumsProps) {
  if (!week) return null;
  const booked = sumOf(week.blocks.filter(({ day }) => day >= monday)) + week.elsewhere;
  const proposed = sumOf(shown);
  const { target } = week;
  const isWhole = target !== null && target.until >= addDays(monday, 6);
  return (
    <p className="legend">
      <span>
        <i className="swatch swatch--booked" />
        {words.booked} <b>{hoursMinutes(booked)}</b>
        {week.elsewhere > 0 && ` ${words.elsewhere(hoursMinutes(week.elsewhere))}`}
      </span>
      {shown.length > 0 && (
        <span>
          <i className="swatch swatch--proposed" />
          {words.proposed} <b>{hoursMinutes(proposed)}</b> {words.together} <b>{hoursMinutes(booked + proposed)}</b>
        </span>
      )}
      {target && (
        <span className="hint">
          {words.of(hoursMinutes(target.seconds))}
          {!isWhole && ` ${words.until(dayRange(target.until, target.until, language))}`}
        </span>
      )}
    </p>
  );
}
