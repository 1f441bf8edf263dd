import type { ReactNode } from "react";
import type { Question, WeekState } from "./use-week";
import type { Words } from "./words";

/** The foot of the view: the sums, and what can be done with the proposals. */
export function BookingBar({ state, sums, words }: { state: WeekState; sums: ReactNode; words: Words }) {
  const { booking, proposals } = state;
  if (booking.phase === "running")
    return (
      <footer className="foot">
        <div className="foot__grow">
          <p role="status">{words.progress(booking.done, booking.all)}</p>
          <progress value={booking.done} max={booking.all} aria-label={words.booking} />
        </div>
        <button type="button" className="button" onClick={state.stop}>
          {words.stop}
        </button>
        <button type="button" className="button button--primary" disabled>
          {words.booking}
        </button>
      </footer>
    );
  return (
    <>
      {booking.phase === "ended" && <Ended state={state} words={words} />}
      <footer className="foot">
        {sums}
        {proposals.length > 0 && (
          <span className="foot__end">
            <button type="button" className="button" onClick={state.dismiss}>
              {words.notNow}
            </button>
            <button type="button" className="button button--primary" onClick={() => void state.book()}>
              {words.book(proposals.length)}
            </button>
          </span>
        )}
        {proposals.length === 0 && state.wasPreview && booking.phase === "none" && (
          <span className="foot__end hint" role="status">
            {words.nothingBooked}
          </span>
        )}
      </footer>
    </>
  );
}

function Ended({ state, words }: { state: WeekState; words: Words }) {
  const { booking } = state;
  if (booking.phase !== "ended") return null;
  const { ids, failed, undone } = booking;
  return (
    <div className="line">
      <div className="foot__grow">
        <p role="status">{undone ? words.undone : words.bookedCount(ids.length)}</p>
        {failed !== undefined && (
          <p className="failure" role="alert">
            {failed === null ? words.unclear : `${words.failed} ${failed}`}
          </p>
        )}
      </div>
      {ids.length > 0 && (
        <button type="button" className="button" onClick={() => void state.undo(ids)}>
          {words.undo}
        </button>
      )}
    </div>
  );
}

/** What the server would do, as it says itself, and the person's yes or no. */
export function QuestionBar({ question, words }: { question: Question; words: Words }) {
  return (
    <div className="line" role="alertdialog" aria-label={words.agree}>
      <div className="foot__grow">
        <p>{words.agree}</p>
        <ul className="hint">
          {question.preview.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {question.waiting && <p className="hint">{words.agreeInApp}</p>}
      </div>
      <button type="button" className="button" onClick={() => question.answer(false)}>
        {words.no}
      </button>
      <button type="button" className="button button--primary" onClick={() => question.answer(true)}>
        {words.yes}
      </button>
    </div>
  );
}
