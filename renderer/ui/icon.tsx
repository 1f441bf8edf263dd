import type { ReactNode } from "react";

const tick = <path className="k" d="m5.1 8.3 2 2 3.8-4.3" />;
const dot = (cx: number, cy: number, r: number) => <circle className="f" cx={cx} cy={cy} r={r} />;

const drawings = {
  updown: <path d="m5 6.25 3-3 3 3M5 9.75l3 3 3-3" />,
  window: (
    <path d="M3.75 3.25h8.5a1.5 1.5 0 0 1 1.5 1.5v6.5a1.5 1.5 0 0 1-1.5 1.5h-8.5a1.5 1.5 0 0 1-1.5-1.5v-6.5a1.5 1.5 0 0 1 1.5-1.5zM2.25 6.25h11.5" />
  ),
  settings: (
    <>
      <path d="M2.5 4.75h5.75M12 4.75h1.5M2.5 11.25H4M7.75 11.25h5.75" />
      <circle cx="10.1" cy="4.75" r="1.85" />
      <circle cx="5.9" cy="11.25" r="1.85" />
    </>
  ),
  edit: <path d="m3 13 .7-2.75 6.9-6.9a1.25 1.25 0 0 1 1.77 0l.28.28a1.25 1.25 0 0 1 0 1.77l-6.9 6.9z" />,
  stop: <rect className="f" x="3.5" y="3.5" width="9" height="9" rx="1.5" />,
  pause: (
    <>
      <rect className="f" x="4" y="3.5" width="3" height="9" rx="1" />
      <rect className="f" x="9" y="3.5" width="3" height="9" rx="1" />
    </>
  ),
  play: <path className="f" d="M5 3.2v9.6a.6.6 0 0 0 .93.5l7.1-4.8a.6.6 0 0 0 0-1L5.93 2.7A.6.6 0 0 0 5 3.2z" />,
  cup: (
    <path d="M3.25 5.25h7.5v4.5a2.5 2.5 0 0 1-2.5 2.5h-2.5a2.5 2.5 0 0 1-2.5-2.5zM10.75 6.25h1.1a1.65 1.65 0 0 1 0 3.3h-1.1M3 14h8" />
  ),
  swap: <path d="M2.75 5.25h10M10 2.5l2.75 2.75L10 8M13.25 10.75h-10M6 8l-2.75 2.75L6 13.5" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.25 10.25 3.25 3.25" />
    </>
  ),
  reload: <path d="M13.25 8A5.25 5.25 0 1 1 11.5 4.1M13.25 2.25v2.9h-2.9" />,
  outside: (
    <path d="M9.5 2.75h3.75V6.5M13.25 2.75 7.75 8.25M11.75 9.5v2.75a1 1 0 0 1-1 1H3.75a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1H6.5" />
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 4.75V8l2.25 1.5" />
    </>
  ),
  problem: (
    <>
      <path d="M5.4 2h5.2L14 5.4v5.2L10.6 14H5.4L2 10.6V5.4zM8 5v3.5" />
      {dot(8, 10.9, 0.85)}
    </>
  ),
  warning: (
    <>
      <path d="M7.13 2.98 1.9 12.1a1 1 0 0 0 .87 1.5h10.46a1 1 0 0 0 .87-1.5L8.87 2.98a1 1 0 0 0-1.74 0zM8 6.5v3" />
      {dot(8, 11.4, 0.85)}
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="5.9" />
      <path d="M8 7.4v3.4" />
      {dot(8, 5.1, 0.85)}
    </>
  ),
  home: <path d="M2.5 7.5 8 2.75l5.5 4.75M4 6.5v6.75h8V6.5M6.75 13.25v-3.5h2.5v3.5" />,
  shield: (
    <>
      <path d="M8 2 13 3.75v4c0 3-2 5.1-5 6.25-3-1.15-5-3.25-5-6.25v-4z" />
      <path d="m5.9 7.9 1.6 1.6 2.7-3" />
    </>
  ),
  pulse: <path d="M1.75 8.5h2.5l1.75-4.5 3.25 8 1.75-3.5h3.25" />,
  online: <path d="M5.5 2v3M10.5 2v3M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5V14" />,
  server: (
    <>
      <rect x="2.25" y="2.75" width="11.5" height="4.5" rx="1.25" />
      <rect x="2.25" y="8.75" width="11.5" height="4.5" rx="1.25" />
      <path d="M5 5h.01M5 11h.01M8 5h3M8 11h3" />
    </>
  ),
  lock: (
    <>
      <rect x="3.25" y="7" width="9.5" height="6.25" rx="1.5" />
      <path d="M5.25 7V5.25a2.75 2.75 0 0 1 5.5 0V7" />
    </>
  ),
  list: (
    <>
      <path d="M6 4.25h7.5M6 8h7.5M6 11.75h7.5" />
      {dot(3.1, 4.25, 0.95)}
      {dot(3.1, 8, 0.95)}
      {dot(3.1, 11.75, 0.95)}
    </>
  ),
  calendar: (
    <>
      <rect x="2.25" y="3.25" width="11.5" height="10.25" rx="1.5" />
      <path d="M2.25 6.75h11.5M5.25 1.9v2.6M10.75 1.9v2.6" />
    </>
  ),
  left: <path d="M10 4 6 8l4 4" />,
  history: (
    <>
      <path d="M2.75 8A5.25 5.25 0 1 0 4.5 4.1M2.75 2.25v2.9h2.9" />
      <path d="M8 5.25V8l1.9 1.25" />
    </>
  ),
  right: <path d="m6 4 4 4-4 4" />,
  star: <path d="m8 2.4 1.7 3.5 3.8.5-2.8 2.7.7 3.8L8 11.1l-3.4 1.8.7-3.8L2.5 6.4l3.8-.5z" />,
  grip: (
    <>
      {dot(6, 4.25, 1)}
      {dot(10, 4.25, 1)}
      {dot(6, 8, 1)}
      {dot(10, 8, 1)}
      {dot(6, 11.75, 1)}
      {dot(10, 11.75, 1)}
    </>
  ),
  down: <path d="m4 6 4 4 4-4" />,
  plus: <path d="M8 3.25v9.5M3.25 8h9.5" />,
  minus: <path d="M3.25 8h9.5" />,
  more: (
    <>
      {dot(3.5, 8, 1.2)}
      {dot(8, 8, 1.2)}
      {dot(12.5, 8, 1.2)}
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 3.6v-.1a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h.1" />
    </>
  ),
  trash: <path d="M2.75 4.5h10.5M6.25 4.5V2.75h3.5V4.5M4.25 4.5l.6 7.9a1 1 0 0 0 1 .9h4.3a1 1 0 0 0 1-.9l.6-7.9" />,
  archive: <path d="M2.25 3.25h11.5v3H2.25zM3.25 6.25v6.5h9.5v-6.5M6.5 9h3" />,
  merge: <path d="M3 3.25c0 4 5 2.5 5 7.25M13 3.25c0 4-5 2.5-5 7.25v3" />,
  print: <path d="M4.5 6V2.25h7V6M4.5 11.5H2.75V7a1 1 0 0 1 1-1h8.5a1 1 0 0 1 1 1v4.5H11.5M4.5 9.5h7v4.25h-7z" />,
  folder: <path d="M2.25 12V4.25a1 1 0 0 1 1-1h2.9l1.6 1.9h5a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1h-9.5a1 1 0 0 1-1-1z" />,
  key: (
    <>
      <circle cx="5.25" cy="10.75" r="2.75" />
      <path d="M7.25 8.75 13.25 2.75M10.5 5.5l2.25 2.25" />
    </>
  ),
  cloud: <path d="M4.6 12.5a2.9 2.9 0 0 1-.35-5.77 3.9 3.9 0 0 1 7.5-.55 3.2 3.2 0 0 1 .05 6.32z" />,
  globe: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M2.25 8h11.5M8 2.25c2 1.7 2.6 3.6 2.6 5.75S10 12.05 8 13.75C6 12.05 5.4 10.15 5.4 8S6 3.95 8 2.25z" />
    </>
  ),
  computer: (
    <>
      <rect x="3.25" y="3.25" width="9.5" height="6.75" rx="1.25" />
      <path d="M1.5 12.75h13" />
    </>
  ),
  check: <path d="m3.25 8.5 3.1 3.1 6.4-7.1" />,
  undo: <path d="m6 3-3.25 3.25L6 9.5M2.75 6.25h6.5a3.6 3.6 0 0 1 0 7.2H7" />,
  allow: (
    <>
      {dot(8, 8, 6.5)}
      {tick}
    </>
  ),
  ask: (
    <>
      <circle cx="8" cy="8" r="5.9" />
      <path d="M6.3 6.5a1.75 1.75 0 1 1 2.5 1.6c-.55.27-.8.6-.8 1.15" />
      {dot(8, 11.1, 0.8)}
    </>
  ),
  off: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M5.9 8h4.2" />
    </>
  ),
  ring: <circle cx="8" cy="8" r="5.6" />,
  dashed: <circle cx="8" cy="8" r="5.6" strokeDasharray="2.2 2.2" />,
  arrowUp: (
    <>
      <circle cx="8" cy="8" r="5.9" />
      <path d="M8 11V5.2M5.6 7.4 8 5l2.4 2.4" />
    </>
  ),
  cross: (
    <>
      <circle cx="8" cy="8" r="5.9" />
      <path d="m5.9 5.9 4.2 4.2M10.1 5.9l-4.2 4.2" />
    </>
  ),
  chart: <path d="M2.25 13.5h11.5M4.25 11V8.5M8 11V3.5M11.75 11V6" />,
  flag: <path d="M3.5 14V2.5M3.5 3.25h8l-1.75 2.6 1.75 2.65h-8" />,
  download: <path d="M8 2.25v7.5M5 7l3 3 3-3M2.75 13.25h10.5" />,
  people: (
    <>
      <circle cx="5.75" cy="5.25" r="2.25" />
      <path d="M1.75 13c.3-2.7 1.9-4.25 4-4.25S9.45 10.3 9.75 13" />
      <path d="M10.25 3.25a2.1 2.1 0 0 1 .5 4.1M11.5 9c1.6.35 2.6 1.8 2.8 4" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
} satisfies Record<string, ReactNode>;
export type IconName = keyof typeof drawings;

/** Decoration only: the word stands beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}

const holes = "M8 6h2v2h-2zM8 10h2v2h-2z";
const outline = { fill: "none", stroke: "currentColor", strokeWidth: 1.5, strokeLinejoin: "round" } as const;
const cards = {
  idle: (
    <>
      <path {...outline} d="M1.75 6.6 6.3 2.75h9.95v12.5H1.75z" />
      <path fill="currentColor" d={holes} />
    </>
  ),
  working: (
    <path
      fill="currentColor"
      fillRule="evenodd"
      d={`M1 7L6 2H16a1 1 0 0 1 1 1V15a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1z${holes}`}
    />
  ),
  break: (
    <path
      fill="currentColor"
      fillRule="evenodd"
      d="M1 6L6 1H16a1 1 0 0 1 1 1V11a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1zM8 4h2v2h-2zM8 7h2v2h-2zM1 14h16v3H1z"
    />
  ),
  unreachable: (
    <>
      <path {...outline} d="M1.75 6.6 6.3 2.75h9.95v3L12.25 9l4 3.25v3H1.75z" />
      <path fill="currentColor" d="M7 6h2v2h-2zM7 10h2v2h-2z" />
    </>
  ),
} satisfies Record<string, ReactNode>;

/** The card of the app's icon; its shape tells the timer's state. */
export function CardIcon({ state }: { state: keyof typeof cards }) {
  return (
    <svg className="icon icon--card" viewBox="0 0 18 18" aria-hidden="true">
      {cards[state]}
    </svg>
  );
}
