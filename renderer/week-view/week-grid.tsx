import { hoursMinutes, shortDate, shortDay, weekdayDate } from "../lib/format";
import { inLanes } from "../lib/lanes";
import { type Block, clock, hoursShown, secondsOf, sumOf, weekOf, workName } from "./week-model";
import type { Words } from "./words";

interface Props {
  monday: string;
  blocks: Block[];
  /** Seconds that each day owes, as far as that is known. */
  targets: ReadonlyMap<string, number> | undefined;
  selected: string | null;
  onSelect(key: string): void;
  language: string;
  words: Words;
}

/** Seven columns of blocks by the time of day; weekends without anything in them are narrow. */
export function WeekGrid({ monday, blocks, targets, selected, onSelect, language, words }: Props) {
  const days = weekOf(monday);
  const { first, last } = hoursShown(blocks.filter(({ day }) => days.includes(day)));
  const hours = Array.from({ length: Math.ceil((last - first) / 2) }, (_, index) => first + index * 2);
  const top = (minutes: number) => `${((Math.min(minutes, 1440) - first * 60) / ((last - first) * 60)) * 100}%`;
  const of = (day: string) => blocks.filter((block) => block.day === day);
  const isWide = (day: string) => days.indexOf(day) < 5 || of(day).length > 0;
  const owed = (day: string) => {
    const seconds = targets?.get(day);
    return seconds === undefined ? null : words.of(hoursMinutes(seconds));
  };
  const columns = days.map((day) => (isWide(day) ? "minmax(0, 1fr)" : "2rem"));
  return (
    <div className="week" style={{ gridTemplateColumns: `1.5rem ${columns.join(" ")}` }}>
      <span />
      {days.map((day) => (
        <p className="week__day" key={day}>
          <b>{shortDay(day, language)}</b>
          {isWide(day) && <span className="week__date"> {shortDate(day, language)}</span>}
          {isWide(day) && owed(day) && <span className="week__target"> {owed(day)}</span>}
        </p>
      ))}
      <div className="week__hours" aria-hidden="true">
        {hours.slice(1).map((hour) => (
          <span key={hour} style={{ top: top(hour * 60) }}>
            {hour}
          </span>
        ))}
      </div>
      {days.map((day) => (
        <ul className="week__column" key={day} aria-label={weekdayDate(day, language)}>
          {inLanes(of(day)).map(({ block, lane, lanes }) => (
            <li
              key={block.key}
              className="week__place"
              style={{
                top: top(block.from),
                bottom: `calc(100% - ${top(block.to)})`,
                left: `${(lane / lanes) * 100}%`,
                width: `${100 / lanes}%`,
              }}
            >
              <BlockButton block={block} words={words} onSelect={onSelect} isSelected={block.key === selected} />
            </li>
          ))}
        </ul>
      ))}
      <span />
      {days.map((day) => (
        <p className="week__sum" key={day}>
          {of(day).length > 0 ? hoursMinutes(sumOf(of(day))) : "–"}
        </p>
      ))}
    </div>
  );
}

interface BlockProps {
  block: Block;
  isSelected: boolean;
  onSelect(key: string): void;
  words: Words;
}

function BlockButton({ block, isSelected, onSelect, words }: BlockProps) {
  const { main, rest } = workName(block.work);
  const isProposal = block.id === null;
  const span = `${clock(block.from)}–${block.running ? words.running : clock(block.to)}`;
  const state = isProposal ? words.proposed : words.booked;
  return (
    <button
      type="button"
      className={`block ${isProposal ? "block--proposed" : "block--booked"}${block.to - block.from < 120 ? " block--short" : ""}`}
      aria-expanded={isSelected}
      title={[`${span} ${main}`, rest, block.text].filter(Boolean).join(" · ")}
      onClick={() => onSelect(block.key)}
    >
      <b>{main}</b>
      <span>{hoursMinutes(secondsOf(block))}</span>
      <span className="hidden">{[rest, span, block.text, state].filter(Boolean).join(", ")}</span>
    </button>
  );
}
