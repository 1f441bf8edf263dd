import { workLevels } from "#core/domain/entities";
import { quote } from "#core/domain/quote";
import { type ImportChoices, type ImportPreview, mostImported, type RowState } from "#core/domain/results/imports";
import { cleanText } from "#core/domain/text";
import { readDay } from "#core/imports/cells";
import { isOpen, type PlannedRow } from "#core/imports/classify";
import { keyOf, mapTag, mapWork, nameOf } from "#core/imports/map-work";
import { withOffset } from "#core/time/format";
import type { LoadedFile } from "./load-file";
import type { ImportPlan } from "./plan";

/** Rows of each state that are shown, and things that can be chosen of each kind. */
const mostRows = 200;
const mostOffered = 2_000;

interface Share {
  rows: number;
  seconds: number;
}
const sharesBy = <K>(rows: readonly PlannedRow[], of: (row: PlannedRow) => K): Map<K, Share> => {
  const shares = new Map<K, Share>();
  for (const row of rows) {
    const share = shares.get(of(row)) ?? { rows: 0, seconds: 0 };
    shares.set(of(row), { rows: share.rows + 1, seconds: share.seconds + (row.seconds ?? 0) });
  }
  return shares;
};

export const isWritten = ({ state }: PlannedRow) => state === "new" || state === "overlap";

export const shareOf = (rows: readonly PlannedRow[]): Share => ({
  rows: rows.length,
  seconds: rows.reduce((all, { seconds }) => all + (seconds ?? 0), 0),
});

/** The plan as the windows show it: each row of the file is counted once. */
export function previewView(file: LoadedFile, plan: ImportPlan, choices: ImportChoices): ImportPreview {
  const { rows, facts, work, zone, mine } = plan;
  const states = sharesBy(rows, ({ state }) => state);
  const own = rows.filter(({ state }) => state !== "others");
  const none = { rows: 0, seconds: 0 };
  const order = orderView(file);
  const written = rows.filter(isWritten);
  const all: RowState[] = ["new", "overlap", "there", "twice", "others", "left_out", "problem"];
  return {
    format: file.columns.format,
    sha256: file.sha256,
    all: shareOf(rows),
    states: Object.fromEntries(all.map((state) => [state, states.get(state) ?? none])) as ImportPreview["states"],
    aside: file.columns.aside.slice(0, 50).map((name) => cleanText(name, 60)),
    zone,
    accountZone: facts.zone,
    order,
    placed: own.filter(({ placed }) => placed).length,
    people: [...sharesBy(rows, ({ person }) => person)].map(([name, share]) => ({
      name,
      ...share,
      mine: mine.has(name),
    })),
    work: workView(own, plan, choices),
    tags: tagView(own, plan, choices),
    offers: {
      projects: offered(work.items.filter(({ level }) => level === "project")).map(({ id, name, parents }) => ({
        id,
        name: quote(name, 200),
        ...(parents.customer && { customer: quote(parents.customer.name, 200) }),
      })),
      activities: offered(work.items.filter(({ level }) => level === "activity")).map(({ id, name, parents }) => ({
        id,
        name: quote(name, 200),
        ...(parents.project && { project: parents.project.id }),
      })),
      tags: offered(work.tags),
      levels: facts.booking.levels,
      makes: [...work.makes],
    },
    rows: all
      .flatMap((state) => rows.filter((row) => row.state === state).slice(0, mostRows))
      .map((row) => rowView(row, zone)),
    open: [
      ...(order.kind === "ambiguous" && choices.order === undefined ? (["order"] as const) : []),
      ...(mine.size === 0 ? (["person"] as const) : []),
      ...(written.some((row) => isOpen(row, work)) ? (["work"] as const) : []),
      ...(written.length > mostImported ? (["too_many"] as const) : []),
      ...(written.length === 0 ? (["nothing"] as const) : []),
    ],
  };
}

const offered = <T>(all: readonly T[]) => all.slice(0, mostOffered);

function workView(rows: readonly PlannedRow[], { work }: ImportPlan, choices: ImportChoices): ImportPreview["work"] {
  const first = new Map(rows.map((row) => [keyOf(row), row]));
  return [...sharesBy(rows, keyOf)]
    .map(([key, share]) => {
      const { client, project, task } = first.get(key) as PlannedRow;
      const mapped = mapWork({ client, project, task }, work, choices.work[key]);
      return { key, client, project, task, ...share, ...mapped };
    })
    .toSorted((a, b) => b.seconds - a.seconds);
}

function tagView(rows: readonly PlannedRow[], { work }: ImportPlan, choices: ImportChoices): ImportPreview["tags"] {
  const counts = new Map<string, number>();
  for (const { tags } of rows) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([name, count]) => {
    const { target, how } = mapTag(name, work, choices.tags[name]);
    return { name, rows: count, target, how };
  });
}

function orderView({ order }: LoadedFile): ImportPreview["order"] {
  if (order.kind === "known") return { kind: "known" };
  if (order.kind === "mixed") return { kind: "mixed", examples: order.examples };
  const { example } = order;
  return { kind: "ambiguous", example, day: readDay(example, "day") ?? "", month: readDay(example, "month") ?? "" };
}

const rowView = (row: PlannedRow, zone: string): ImportPreview["rows"][number] => ({
  line: row.line,
  state: row.state,
  begin: row.begin && withOffset(row.begin, zone),
  end: row.end && withOffset(row.end, zone),
  seconds: row.seconds,
  work: workLevels.map((level) => nameOf(row.booked[level])).filter(Boolean),
  text: cleanText(row.text, 300),
  tags: row.kept,
  ...(row.problem && { problem: row.problem }),
  ...(row.shown && { shown: cleanText(row.shown, 80) }),
});
