import { describe, expect, test } from "vitest";
import type { Entry } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import { csvLine } from "#core/domain/export/csv";
import type { Caller } from "#server/caller";
import { calendarEvent } from "#server/resources/calendar";
import { buildResources } from "#server/resources/index";
import { openToolSession } from "../../fakes/tool-session";
import * as fc from "../../property";

const caller: Caller = {
  signal: new AbortController().signal,
  progress: () => undefined,
  name: "Test client",
  canAsk: true,
  waits: true,
  since: async () => null,
  answered: async () => "yes",
};

const entry = (id: string, begin: string, end: string | null, more: Partial<Entry> = {}): Entry => ({
  id,
  work: { customer: { id: "1", name: "Acme" }, project: { id: "10", name: "Website relaunch" } },
  begin,
  end,
  seconds: end === null ? null : (Date.parse(end) - Date.parse(begin)) / 1000,
  breakSeconds: 0,
  text: "",
  tags: [],
  ...more,
});

function opened(wanted: Parameters<typeof openToolSession>[0] = {}) {
  const test = openToolSession(wanted);
  const resources = buildResources(test.policy, async () => ({ content: [], structuredContent: { state: "idle" } }));
  const read = async (uri: string) => {
    const { contents } = await resources.read(uri, caller);
    const [first] = contents;
    if (!first) throw new Error("no contents");
    return first as typeof first & { _meta?: { rows: number; bytes: number } };
  };
  return { ...test, resources, read };
}

/** A reader of RFC 4180 that knows nothing of how the file was written. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? "";
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === ",") {
      row.push(cell);
      cell = "";
    } else if (character === "\r" && text[index + 1] === "\n") {
      rows.push([...row, cell]);
      row = [];
      cell = "";
      index += 1;
    } else cell += character;
  }
  return rows;
}

describe("entries as CSV", () => {
  const uri = "punchcard://entries/kimai-1/2026-11-17/2026-11-18.csv";

  test("are those of both days, earliest first, with their hours and times of the zone, and the size is told", async () => {
    const { memory, read } = opened();
    memory.entries = [
      entry("3", "2026-11-19T00:00:00Z", "2026-11-19T01:00:00Z"),
      entry("2", "2026-11-18T22:30:00Z", "2026-11-18T23:30:00Z", {
        text: 'He said "yes", and\nleft',
        tags: ["a", "b"],
      }),
      entry("1", "2026-11-16T23:00:00Z", "2026-11-17T00:30:00Z", { billable: true }),
      entry("0", "2026-11-16T22:59:59Z", "2026-11-16T23:30:00Z"),
    ];
    const { text, mimeType, _meta } = await read(uri);
    expect(mimeType).toBe("text/csv; charset=utf-8");
    expect(text.startsWith("\ufeff")).toBe(true);
    const [head = [], ...rows] = parseCsv(text.slice(1));
    const named = rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ""])));
    expect(named).toMatchObject([
      { id: "1", day: "2026-11-17", begin: "2026-11-17T00:00:00+01:00", from: "00:00", hours: "1.5", billable: "true" },
      { id: "2", day: "2026-11-18", to: "00:30", seconds: "3600", text: 'He said "yes", and\nleft', tags: "a, b" },
    ]);
    expect(_meta).toEqual({ rows: 2, bytes: Buffer.byteLength(text) });
  });

  test("never run as a formula when a spreadsheet opens them", async () => {
    const { memory, read } = opened();
    const texts = ['=HYPERLINK("http://evil")', "+1", "-2+3", "@SUM(A1)", "＝1+1", "  =1", "a=b"];
    memory.entries = texts.map((text, index) =>
      entry(String(index), `2026-11-17T0${index}:00:00Z`, `2026-11-17T0${index}:30:00Z`, { text }),
    );
    const [head = [], ...rows] = parseCsv((await read(uri)).text.slice(1));
    const column = head.indexOf("text");
    expect(rows.map((row) => row[column])).toEqual([
      `'=HYPERLINK("http://evil")`,
      "'+1",
      "'-2+3",
      "'@SUM(A1)",
      "'＝1+1",
      "'=1",
      "a=b",
    ]);
  });

  test("read back cell by cell as they were written, whatever people wrote", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 }), (cells) => {
        const [row = []] = parseCsv(csvLine(cells));
        expect(row.map((cell, index) => cell === cells[index] || cell === `'${cells[index]}`)).not.toContain(false);
        expect(row.filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([]);
      }),
    );
  });

  test("an unusual address is refused with what is wrong", async () => {
    const { read } = opened();
    await expect(read("punchcard://entries/kimai-1/2026-02-30/2026-03-01.csv")).rejects.toThrow("days like 2026-11-01");
    await expect(read("punchcard://entries/kimai-1/2026-11-02/2026-11-01.csv")).rejects.toThrow(
      "ends before it begins",
    );
    await expect(read("punchcard://entries/kimai-1/2010-01-01/2026-11-01.csv")).rejects.toThrow("three years");
    await expect(read("punchcard://entries/nobody/2026-11-01/2026-11-02.csv")).rejects.toThrow("no such account");
    await expect(read("punchcard://entries/kimai-1/2026-11-01.csv")).rejects.toThrow("no such resource");
    await expect(read("punchcard://entries/kimai-1/%ZZ/2026-11-01.csv")).rejects.toThrow("no such resource");
  });

  test("a failure of the service is told, not an empty file", async () => {
    const { memory, read } = opened();
    memory.time.list = () => {
      throw new ServiceError("unauthorized", "The token has expired.", { next: "Connect the account again." });
    };
    await expect(read(uri)).rejects.toThrow("The token has expired.");
  });
});

describe("permissions of files", () => {
  const uri = "punchcard://entries/kimai-1/2026-11-17/2026-11-18.csv";

  test("what is off is neither listed nor read", async () => {
    const { resources, read } = opened({ permissions: { tools: { list_time: false } } });
    const names = resources.templates().resourceTemplates.map(({ name }) => name);
    expect(names).toContain("report.csv");
    expect(names).not.toContain("entries.csv");
    await expect(read(uri)).rejects.toThrow("no such resource");
  });

  test("what has to be asked for is not read silently", async () => {
    const { read, memory } = opened({ permissions: { cells: { "time.read": "ask" } } });
    let asked = 0;
    const list = memory.time.list;
    memory.time.list = (query, call) => {
      asked += 1;
      return list(query, call);
    };
    await expect(read(uri)).rejects.toThrow("a file cannot ask");
    expect(asked).toBe(0);
  });

  test("the app reads for its person without any of that", async () => {
    const { read } = opened({ tray: true, permissions: { cells: { "time.read": "off" } } });
    expect((await read(uri))._meta?.rows).toBe(0);
  });
});

test("sums as CSV have a line for each innermost group with those above it", async () => {
  const { memory, read } = opened();
  memory.entries = [
    entry("2", "2026-11-18T08:00:00Z", "2026-11-18T11:00:00Z"),
    entry("1", "2026-11-17T08:00:00Z", "2026-11-17T09:00:00Z", { work: {}, tags: ["x"] }),
  ];
  const { text } = await read("punchcard://report/kimai-1/2026-11-01/2026-11-30/project%2Cday.csv");
  const [head, ...rows] = parseCsv(text.slice(1));
  expect(head).toEqual([
    "project",
    "project_id",
    "day",
    "day_id",
    "hours",
    "seconds",
    "billable_seconds",
    "entries",
    "share",
  ]);
  expect(rows).toEqual([
    ["Website relaunch", "10", "2026-11-18", "2026-11-18", "3", "10800", "0", "1", "0.75"],
    ["(no project)", "", "2026-11-17", "2026-11-17", "1", "3600", "0", "1", "0.25"],
  ]);
  await expect(read("punchcard://report/kimai-1/2026-11-01/2026-11-30/nonsense.csv")).rejects.toThrow("project");
});

describe("calendars", () => {
  const unfolded = (text: string) => text.replaceAll("\r\n ", "").split("\r\n");

  test("of entries have times in UTC, names of the work, and the same id at each export", async () => {
    const { memory, read, clock } = opened();
    memory.entries = [
      entry("2", "2026-11-18T12:00:00Z", null),
      entry("1", "2026-11-17T08:00:00Z", "2026-11-17T09:30:00Z", { text: "a; b, c\\d\nnew line", tags: ["x,y"] }),
    ];
    const uri = "punchcard://entries/kimai-1/2026-11-17/2026-11-18.ics";
    const lines = unfolded((await read(uri)).text);
    expect(lines.slice(0, 2)).toEqual(["BEGIN:VCALENDAR", "VERSION:2.0"]);
    expect(lines).toContain("UID:entry-1@kimai-1.punchcard");
    expect(lines).toContain("DTSTAMP:20261119T130000Z");
    expect(lines).toContain("DTSTART:20261117T080000Z");
    expect(lines).toContain("DTEND:20261117T093000Z");
    expect(lines).toContain("SUMMARY:Acme / Website relaunch");
    expect(lines).toContain("DESCRIPTION:a\\; b\\, c\\\\d\\nnew line");
    expect(lines).toContain("CATEGORIES:x\\,y");
    expect(lines.filter((line) => line === "STATUS:TENTATIVE")).toHaveLength(1);
    expect(lines.slice(-2)).toEqual(["END:VCALENDAR", ""]);
    clock.now += 3_600_000;
    const again = unfolded((await read(uri)).text);
    expect(again.filter((line) => line.startsWith("UID:"))).toEqual(lines.filter((line) => line.startsWith("UID:")));
  });

  test("of absences end on the day after the last, tell halves and what is not approved, and leave out what was refused", async () => {
    const { memory, read } = opened();
    const absence = { type: { id: "holiday", name: "Holiday" }, days: 1, seconds: null, comment: "" };
    memory.leave.absences = [
      { ...absence, id: "1", status: "approved", first: "2026-12-28", last: "2027-01-02" },
      { ...absence, id: "2", status: "requested", first: "2026-12-10", last: "2026-12-10", firstHalf: true },
      { ...absence, id: "3", status: "rejected", first: "2026-12-01", last: "2026-12-02" },
    ];
    const lines = unfolded((await read("punchcard://absences/kimai-1/2026-12-01/2026-12-31.ics")).text);
    expect(lines).toContain("DTSTART;VALUE=DATE:20261228");
    expect(lines).toContain("DTEND;VALUE=DATE:20270103");
    expect(lines).toContain("SUMMARY:Holiday (half a day\\, requested)");
    expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(2);
  });

  test("of absences that cannot be read are an error, not an empty calendar", async () => {
    const { read } = opened({ tray: true, facts: { refused: { "absence.read": "the plugin is not installed" } } });
    const uri = "punchcard://absences/kimai-1/2026-12-01/2026-12-31.ics";
    await expect(read(uri)).rejects.toThrow("the plugin is not installed");
  });

  test("have no line longer than 75 octets and lose no character by it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (summary) => {
        const span = { first: "2026-11-17", last: "2026-11-17" };
        const text = calendarEvent({ uid: "u", span, summary }, "2026-11-19T13:00:00Z");
        for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        const line = unfolded(text).find((one) => one.startsWith("SUMMARY:")) ?? "";
        const back = line
          .slice(8)
          .replaceAll(/\\([\\;,n])/g, (_all, mark: string) => (mark === "n" ? "\n" : mark))
          .replaceAll("\r", "\n");
        expect(back).toBe(summary.replaceAll(/\r\n|\r/g, "\n"));
      }),
    );
  });
});

test("the status is a resource as before, and goes with its tool", async () => {
  const { resources, read } = opened();
  expect(resources.list().resources.map(({ uri }) => uri)).toEqual(["punchcard://status", "ui://punchcard/week"]);
  expect(JSON.parse((await read("punchcard://status")).text)).toEqual({ state: "idle" });
  const without = opened({ permissions: { tools: { get_status: false } } });
  expect(without.resources.list().resources.map(({ uri }) => uri)).toEqual(["ui://punchcard/week"]);
  await expect(without.read("punchcard://status")).rejects.toThrow("no such resource");
});

test("the week view goes when all three of its tools are off", async () => {
  const { resources, read } = opened({
    permissions: { tools: { list_time: false, log_time: false, report_time: false } },
  });
  expect(resources.list().resources.map(({ uri }) => uri)).toEqual(["punchcard://status"]);
  await expect(read("ui://punchcard/week")).rejects.toThrow("no such resource");
});
