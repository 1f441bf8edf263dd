import { clockOf } from "../../../lib/format";

/** Two minutes, as the server counts. */
export const sliceLasts = 120_000;
const height = 48;

interface Props {
  /** What it shows, for those who do not see it. */
  label: string;
  slices: readonly number[];
  /** Beginning of the first one, in milliseconds since the epoch. */
  since: number;
  warn?: boolean;
}

/** A part of a whole as a bar beside its number. */
export function Share({ of, all }: { of: number; all: number }) {
  return (
    <span className="bar" aria-hidden="true">
      <i className="now" style={{ width: `${all === 0 ? 0 : (of / all) * 100}%` }} />
    </span>
  );
}

/** The last hour in bars; the last one is not over yet. */
export function Bars({ label, slices, since, warn = false }: Props) {
  const most = Math.max(1, ...slices);
  const width = 100 / slices.length;
  const end = since + slices.length * sliceLasts;
  return (
    <figure className="bars">
      <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {slices.map((count, index) => {
          const tall = count === 0 ? 0 : Math.max(1, (count / most) * height);
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a place in the hour, of which there are always as many
              key={index}
              className={warn ? "bars__warn" : index === slices.length - 1 ? "bars__now" : undefined}
              x={index * width + width * 0.1}
              width={width * 0.8}
              y={height - tall}
              height={tall}
            />
          );
        })}
      </svg>
      <figcaption className="line num soft">
        <span>{clockOf(since, undefined)}</span>
        <span className="push">{clockOf(end, undefined)}</span>
      </figcaption>
    </figure>
  );
}
