import { join } from "node:path";
import Database from "libsql";
import type { EvalRequest, SeenEntry, Stage } from "../stage";
import { added, at, clockOf, dayOf, others, removed, says, saysTime, sum, workdays } from "../stage";

interface Sheet {
  items: { id: number; level: string; name: string; archived: number; parent: string | null }[];
  tags: { name: string }[];
  absences: { type: string; status: string; first: string; last: string }[];
  settings: { name: string; value: string }[];
}
type Request = EvalRequest<Sheet>;

/** Robin works alone, for three customers; Thursday last week was forgotten and Friday last week was short. */
export async function localStage(folder: string): Promise<Stage<Sheet>> {
  const file = join(folder, "sheet.db");
  const read = <Row>(sql: string) => {
    const database = new Database(file, { readonly: true });
    try {
      return database.prepare(sql).all() as Row[];
    } finally {
      database.close();
    }
  };
  return {
    args: ["--local", file],
    env: {},
    person: "Robin",
    requests,
    state: {
      get items() {
        return read<Sheet["items"][0]>(
          "SELECT i.id, i.level, i.name, i.archived, coalesce(p.name, c.name) AS parent FROM item i LEFT JOIN item p ON p.id = i.project_id LEFT JOIN item c ON c.id = i.customer_id",
        );
      },
      get tags() {
        return read<Sheet["tags"][0]>("SELECT name FROM tag");
      },
      get absences() {
        return read<Sheet["absences"][0]>("SELECT type, status, first, last FROM absence");
      },
      get settings() {
        return read<Sheet["settings"][0]>("SELECT name, value FROM setting");
      },
    },
    entries: (now) => entriesOf(read, now),
    prepare: seed,
    close: async () => undefined,
  };
}

/** As the sheet keeps it: seconds since 1970. */
interface Row {
  id: number;
  begin_at: number;
  end_at: number | null;
  text: string;
  billable: number | null;
  exported: number;
  customer: string | null;
  project: string | null;
  activity: string | null;
  tags: string | null;
}

function entriesOf(read: <T>(sql: string) => T[], now: number): SeenEntry[] {
  const rows = read<Row>(
    `SELECT e.*, c.name AS customer, p.name AS project, a.name AS activity,
       (SELECT group_concat(t.name, '|') FROM entry_tag x JOIN tag t ON t.id = x.tag_id WHERE x.entry_id = e.id) AS tags
     FROM entry e LEFT JOIN item c ON c.id = e.customer_id LEFT JOIN item p ON p.id = e.project_id
     LEFT JOIN item a ON a.id = e.activity_id ORDER BY e.begin_at`,
  );
  return rows.map((row) => ({
    id: String(row.id),
    who: "Robin",
    day: dayOf(row.begin_at * 1000),
    from: clockOf(row.begin_at * 1000),
    to: row.end_at === null ? null : clockOf(row.end_at * 1000),
    customer: row.customer,
    project: row.project,
    activity: row.activity,
    text: row.text,
    tags: row.tags?.split("|").sort() ?? [],
    billable: row.billable === null ? null : row.billable === 1,
    exported: row.exported === 1,
    seconds: (row.end_at ?? now / 1000) - row.begin_at,
  }));
}

async function seed(call: (tool: string, args: object) => Promise<unknown>): Promise<void> {
  const acme = { customer: "Acme GmbH", project: "Website care" };
  const book = { customer: "Lindner Verlag", project: "Book layout" };
  const menu = { customer: "Hafen Café", project: "Menu" };
  const rows: object[] = [];
  for (const [index, day] of workdays("2026-11-02", "2026-11-17").entries()) {
    if (day === "2026-11-12") continue;
    rows.push({
      day,
      from: "9:00",
      to: "12:15",
      ...book,
      activity: "Design",
      description: "Chapter pages",
      billable: true,
    });
    if (day === "2026-11-13") continue;
    rows.push({
      ...{
        day,
        from: "13:00",
        to: day === "2026-11-04" ? "19:20" : "17:00",
        activity: index % 3 === 0 ? "Calls" : "Writing",
      },
      ...(index % 2 === 0 ? acme : menu),
      ...(index % 4 !== 1 && { description: "Round of changes" }),
      ...(index % 5 === 0 && { tags: ["remote"] }),
      billable: index % 2 === 0,
    });
  }
  rows.push({ day: "2026-11-18", from: "8:45", to: "10:00", ...acme, activity: "Calls", description: "Hosting move" });
  rows.push({ day: "2026-11-18", from: "10:00", to: "12:30", ...book, activity: "Design" });
  rows.push({
    day: "2026-11-18",
    from: "13:10",
    to: "14:30",
    ...menu,
    activity: "Writing",
    description: "Winter drinks",
  });
  await call("log_time", { entries: rows, create_missing: true });
  await call("clock_in", { ...acme, activity: "Writing", description: "Cookie banner", at: "14:30" });
}

const find = (entries: SeenEntry[], day: string, from: string) =>
  entries.find((one) => one.day === day && one.from === from);
const running = (entries: SeenEntry[]) => entries.find(({ to }) => to === null);
const near = (clock: string, now: number, minutesAgo = 0) =>
  Math.abs(at(dayOf(now), clock) - (now - minutesAgo * 60_000)) <= 4 * 60_000;
const total = (entries: SeenEntry[], fits: (one: SeenEntry) => boolean) => sum(entries.filter(fits));
const spans = (entries: SeenEntry[]) =>
  entries
    .map((one) => [one.day, one.from, one.to, one.project, one.activity].join(" "))
    .sort()
    .join(", ");

const requests: Request[] = [
  { say: "Am I clocked in, and on what?", met: (_, answer) => says(answer, "Website care", "Cookie banner") },
  {
    say: "Switch me over to the book layout, design.",
    met: (seen) => {
      const one = running(seen.entries);
      return (
        one?.project === "Book layout" &&
        one.activity === "Design" &&
        near(one.from, seen.now) &&
        seen.entries.filter(({ to }) => to === null).length === 1
      );
    },
  },
  {
    say: "Oh, I should have told you at ten to three, that's when I switched.",
    met: (seen) => {
      const one = running(seen.entries);
      return (
        one?.from === "14:50" &&
        one.project === "Book layout" &&
        find(seen.entries, "2026-11-18", "14:30")?.to === "14:50"
      );
    },
  },
  {
    say: "How long have I worked today?",
    met: (seen, answer) =>
      saysTime(
        answer,
        total(seen.entries, ({ day }) => day === "2026-11-18"),
      ),
  },
  {
    say: "Thursday last week is empty. I was at Lindner's the whole day, 8:30 to 16:00 with half an hour lunch at 12, calls on the book layout.",
    met: (seen) =>
      spans(added(seen)) === "2026-11-12 08:30 12:00 Book layout Calls, 2026-11-12 12:30 16:00 Book layout Calls",
  },
  {
    say: "Put a quarter of an hour of admin on Monday at half past five in the afternoon, no project. Admin doesn't exist yet.",
    met: (seen) => {
      const [one, ...more] = added(seen);
      return (
        more.length === 0 &&
        one?.day === "2026-11-16" &&
        one.from === "17:30" &&
        one.to === "17:45" &&
        one.activity === "Admin" &&
        one.project === null
      );
    },
  },
  {
    say: "The menu entry of today needs the tag urgent as well.",
    met: (seen) => {
      const one = find(seen.entries, "2026-11-18", "13:10");
      return one?.tags.join() === "urgent" && others(seen, [one]);
    },
  },
  {
    say: "How many hours have I put into each customer this month?",
    met: (seen, answer) =>
      ["Acme GmbH", "Lindner Verlag", "Hafen Café"].every((name) =>
        saysTime(
          answer,
          total(seen.entries, (one) => one.customer === name && one.day.startsWith("2026-11")),
        ),
      ),
  },
  {
    say: "Which day was my longest in November?",
    met: (_, answer) => says(answer, /\b0?4(th)?\b/) && saysTime(answer, 34_500),
  },
  {
    say: "What did I do last Wednesday afternoon?",
    met: (seen, answer) => {
      const one = find(seen.entries, "2026-11-11", "13:00");
      return one !== undefined && says(answer, one.project ?? "", "13:00", "17:00");
    },
  },
  {
    say: "Make last Friday's entry run until 13:00.",
    met: (seen) => {
      const one = find(seen.entries, "2026-11-13", "09:00");
      return one?.to === "13:00" && others(seen, [one]);
    },
  },
  {
    say: "The phone call at Acme this morning started at 8:30, not quarter to nine.",
    met: (seen) => {
      const one = find(seen.entries, "2026-11-18", "08:30");
      return one?.to === "10:00" && one.activity === "Calls" && seen.entries.length === seen.earlier.length;
    },
  },
  {
    say: "Compare this week with last week up to the same day, please: total hours of both.",
    met: (seen, answer) =>
      saysTime(
        answer,
        total(seen.entries, ({ day }) => day >= "2026-11-16"),
      ) &&
      saysTime(
        answer,
        total(seen.entries, ({ day }) => day >= "2026-11-09" && day <= "2026-11-11"),
      ),
  },
  { say: "Lunch.", met: (seen) => !running(seen.entries) && removed(seen).length === 0 },
  { say: "And on we go.", met: (seen) => running(seen.entries)?.project === "Book layout" },
  {
    say: "What's billable of this week, in hours, and what isn't?",
    met: (seen, answer) => {
      const week = seen.entries.filter(({ day }) => day >= "2026-11-16");
      const [yes, no, unknown] = [true, false, null].map((wanted) =>
        total(week, ({ billable }) => billable === wanted),
      );
      // What was never marked may be told apart, or counted as not billable.
      const rest = [no, unknown].map((seconds) => saysTime(answer, seconds ?? 0));
      return saysTime(answer, yes ?? 0) && (saysTime(answer, (no ?? 0) + (unknown ?? 0)) || rest.every(Boolean));
    },
  },
  {
    say: "The Hafen Café entry of Tuesday was a favour... no wait, make it billable.",
    met: (seen) => {
      const one =
        seen.entries.find(({ day, customer }) => day === "2026-11-17" && customer === "Hafen Café") ??
        find(seen.entries, "2026-11-17", "13:00");
      return one?.billable === true && others(seen, [one]);
    },
  },
  {
    say: "Are there gaps in my Monday?",
    met: (_, answer) => says(answer, "12:15", "13:00"),
  },
  {
    say: "New customer: Sørensen ApS, with a project Trade fair stand.",
    met: ({ state }) =>
      state.items.some((one) => one.level === "customer" && one.name === "Sørensen ApS") &&
      state.items.some(
        (one) => one.level === "project" && one.name === "Trade fair stand" && one.parent === "Sørensen ApS",
      ),
  },
  {
    say: "Book 50 minutes of calls on that, yesterday evening until 19:00.",
    met: (seen) => spans(added(seen)) === "2026-11-17 18:10 19:00 Trade fair stand Calls",
  },
  {
    say: "Rename the project Menu to Menu 2027.",
    met: ({ state }) =>
      state.items.some(({ name, level }) => level === "project" && name === "Menu 2027") &&
      !state.items.some(({ name }) => name === "Menu"),
  },
  {
    say: "Split this morning's book layout entry at 11:15; the later part was writing.",
    met: (seen) => {
      const [first, second] = [find(seen.entries, "2026-11-18", "10:00"), find(seen.entries, "2026-11-18", "11:15")];
      return (
        first?.to === "11:15" &&
        first.activity === "Design" &&
        second?.to === "12:30" &&
        second.activity === "Writing" &&
        second.project === "Book layout"
      );
    },
  },
  {
    say: "Which entries of last week have no description?",
    met: (seen, answer) => {
      const empty = seen.entries.filter(({ day, text }) => day >= "2026-11-09" && day <= "2026-11-15" && text === "");
      return (
        empty.length > 0 && empty.every(({ day }) => says(answer, new RegExp(`\\b${Number(day.slice(8))}(th)?\\b`)))
      );
    },
  },
  {
    say: "Everything for Acme in the first half of November is invoiced.",
    met: (seen) => {
      const rows = seen.entries.filter(({ day, customer }) => customer === "Acme GmbH" && day <= "2026-11-15");
      return rows.length > 0 && rows.every(({ exported }) => exported === true) && others(seen, rows);
    },
  },
  {
    say: "I work 32 hours a week, Monday to Thursday, since the first of November. How far over or under am I?",
    met: (_, answer) => says(answer, /over|under|ahead|behind|plus|minus|\+|−|-/i) && /\d/.test(answer),
  },
  {
    say: "Which of my workdays this month were under six hours?",
    met: (_, answer) => says(answer, /\b13(th)?\b/) && !says(answer, /\b0?[23569](th)? Nov/),
  },
  {
    say: "Copy Monday's two long entries to tomorrow.",
    met: (seen) => {
      const rows = added(seen);
      return (
        rows.length === 2 &&
        rows.every(({ day }) => day === "2026-11-19") &&
        rows
          .map(({ from }) => from)
          .sort()
          .join() === "09:00,13:00"
      );
    },
  },
  {
    say: "Tomorrow is off after all, delete those again.",
    met: (seen) => removed(seen).length === 2 && removed(seen).every(({ day }) => day === "2026-11-19"),
  },
  {
    say: "Enter tomorrow as a day of leave.",
    met: ({ state }) =>
      state.absences.some(
        (one) =>
          one.type === "holiday" &&
          one.status === "approved" &&
          one.first === "2026-11-19" &&
          one.last === "2026-11-19",
      ),
  },
  {
    say: "I get 28 days of leave a year. How many are left now?",
    met: ({ state }, answer) => says(answer, /\b27\b/) && state.settings.some(({ value }) => value.includes("28")),
  },
  {
    say: "Stop the clock.",
    met: (seen) => !running(seen.entries) && removed(seen).length === 0 && added(seen).length === 0,
  },
  {
    say: "Start again with whatever I did first thing this morning.",
    met: (seen) => {
      const one = running(seen.entries);
      return one?.project === "Website care" && one.activity === "Calls" && near(one.from, seen.now);
    },
  },
  {
    say: "Note on it: DNS records.",
    met: (seen) => says(running(seen.entries)?.text ?? "", "DNS records"),
  },
  { say: "Done for the day!", met: (seen) => !running(seen.entries) && removed(seen).length === 0 },
  {
    say: "We're finished with the trade fair, nothing should be booked there any more.",
    met: ({ state }) => state.items.some(({ name, archived }) => name === "Trade fair stand" && archived === 1),
  },
  {
    say: "Wie viele Stunden habe ich letzte Woche geschrieben?",
    met: (seen, answer) => {
      const week = (one: SeenEntry) => one.day >= "2026-11-09" && one.day <= "2026-11-15";
      return saysTime(
        answer,
        total(seen.entries, (one) => week(one) && one.activity === "Writing"),
      );
    },
  },
  {
    say: "Show me how my time this month splits between design, calls and writing, in percent.",
    met: (seen, answer) => {
      const month = sum(seen.entries.filter(({ day }) => day.startsWith("2026-11")));
      return ["Design", "Calls", "Writing"].every((name) => {
        const share = (total(seen.entries, (one) => one.activity === name) / month) * 100;
        return [Math.floor(share), Math.round(share), Math.ceil(share)].some((one) =>
          says(answer, new RegExp(`\\b${one}([.,]\\d)? ?%`)),
        );
      });
    },
  },
  {
    say: "The remote tag is called home office now.",
    met: ({ state }) =>
      state.tags.some(({ name }) => name === "home office") && !state.tags.some(({ name }) => name === "remote"),
  },
  {
    say: "Remove the description from yesterday's morning entry.",
    met: (seen) => {
      const one = find(seen.entries, "2026-11-17", "09:00");
      return one?.text === "" && others(seen, [one]);
    },
  },
  {
    say: "What was the first thing I worked on this month, and the last one?",
    met: (_, answer) => says(answer, "Book layout", /DNS|Website care/),
  },
];
