import { expect, test } from "vitest";
import { untrusted } from "#server/tools/lib/view";
import { countAttempts } from "../../../fakes/hostile/attempts";
import { forbiddenInAnswers, hostileText, hostileTexts } from "../../../fakes/hostile/texts";
import { memoryRecords } from "../../../fakes/records";
import { openToolSession } from "../../../fakes/tool-session";
import * as fc from "../../../property";

const audit = countAttempts("quoted-names");
const plain = "Plainword";

const calls: [tool: string, args: Record<string, unknown>][] = [
  ["get_status", {}],
  ["get_account", {}],
  ["list_time", { period: "this week", people: ["everyone"] }],
  ["list_time", { period: "this week", detail: "full" }],
  ["report_time", { period: "this week" }],
  ["report_time", { period: "this week", group_by: ["project", "tag", "text"] }],
  ["find_work", {}],
  ["find_work", { levels: ["customer", "project", "activity", "tag", "person"], include_hidden: true, detail: "full" }],
  ["find_work", { query: "zzz-nothing" }],
  ["clock_in", { project: "zzz-nothing" }],
  ["clock_in", { project: "#12", activity: "#22" }],
  ["clock_in", { project: "#10", activity: "#21" }],
  ["clock_in", { project: "#10", activity: "#20" }],
  ["take_break", {}],
  ["take_break", { resume: true }],
  ["clock_out", {}],
  ["log_time", { entries: [{ day: "yesterday", from: "9:00", duration: "1h", project: "#11", activity: "#21" }] }],
  ["log_time", { entries: [{ day: "yesterday", from: "9:00", duration: "1h", project: "zzz", activity: "#21" }] }],
  ["log_time", { entries: [{ day: "yesterday", from: "9:00", duration: "1h", project: "#10" }], dry_run: true }],
  ["update_time", { changes: [{ id: "#50", project: "#11", activity: "#21" }] }],
  ["update_time", { changes: [{ id: "#51", text: "mine" }], dry_run: true }],
  ["delete_time", { ids: ["#51"] }],
  ["delete_time", { ids: ["#999"] }],
  ["list_absences", { period: "2026", people: ["everyone"], show: ["absences", "holidays", "types", "statistics"] }],
  ["list_absences", { period: "today", people: ["everyone"], show: ["away"] }],
  ["get_leave_balance", {}],
  ["request_absence", { type: "#holiday", first: "2026-12-21", last: "2026-12-28", dry_run: true }],
  ["request_absence", { type: "zzz", first: "2026-12-21", last: "2026-12-21" }],
  ["update_absence", { ids: ["#70"], action: "approve" }],
  ["list_records", {}],
  ["list_records", { type: "customer" }],
  ["list_records", { type: "customer", detail: "full" }],
  ["list_records", { type: "customer", id: "#1" }],
  ["list_records", { type: "customer", id: "zzz" }],
  ["list_records", { type: "customer", describe: true }],
  ["list_records", { type: "team", detail: "full" }],
  ["save_record", { type: "customer", records: [{ id: "#1", values: { budget: 5 } }], dry_run: true }],
  ["save_record", { type: "project", records: [{ values: { name: "New one", customer: "zzz" } }] }],
  ["delete_record", { type: "customer", ids: ["#2"] }],
];

/** A desk over a service in which people wrote `text` wherever they may write. */
async function answersWith(text: string, answers?: ("yes" | "no")[]) {
  let count = 0;
  const said = () => `${text}${++count}`;
  const desk = openToolSession({
    profile: "everything",
    answers,
    facts: { fields: ["text", "tags", "billable", "meta"] },
  });
  const { memory } = desk;
  const records = memoryRecords();
  Object.assign(memory, { records });
  const renamed = new Map<string, string>();
  const name = (of: { id: string; name: string }) => {
    const key = `${of.id} ${of.name}`;
    if (!renamed.has(key)) renamed.set(key, said());
    of.name = renamed.get(key) ?? "";
  };
  for (const item of memory.items) {
    item.parents = structuredClone(item.parents);
    for (const parent of Object.values(item.parents)) name(parent);
    name(item);
    if (item.whyNot) item.whyNot = said();
  }
  const [work] = memory.items.filter(({ id }) => id === "20");
  const entry = (id: string, day: number, more: object) => {
    const begin = `2026-11-${day}T08:00:00Z`;
    const end = `2026-11-${day}T09:00:00Z`;
    const ref = work && { id: work.id, name: work.name };
    memory.entries.push({
      ...{ id, begin, end, seconds: 3600, breakSeconds: 0, text: said(), tags: [said()] },
      ...{ work: { ...work?.parents, activity: ref }, meta: { [said()]: said() }, ...more },
    });
  };
  entry("50", 18, { locked: said() });
  entry("51", 17, {});
  entry("52", 17, { person: { id: "8", name: said() } });
  for (const tag of memory.tagNames) name(tag);
  memory.work.people = async () => [
    { id: "7", name: said() },
    { id: "8", name: said() },
  ];
  memory.facts_.person.name = said();
  memory.facts_.teams = [{ id: "1", name: said() }];
  memory.facts_.supervisor = { id: "8", name: said() };
  memory.facts_.notes = [said()];
  const { leave } = memory;
  for (const type of leave.types) name(type);
  for (const holiday of leave.holidays) holiday.name = said();
  for (const person of leave.people) name(person);
  for (const balance of leave.balances) {
    name(balance.type);
    balance.notes.push(said());
  }
  leave.listNotes.push(said());
  leave.absences.push(
    ...["70", "71"].map((id, index) => ({
      ...{ id, status: "requested" as const, first: "2026-11-19", last: "2026-11-20", days: 2, seconds: null },
      ...{ type: { id: "holiday", name: said() }, comment: said() },
      ...(index === 1 && { person: { id: "8", name: said() } }),
    })),
  );
  for (const record of records.all) {
    name(record);
    for (const value of Object.values(record.values))
      if (typeof value === "object" && value && "id" in value) name(value as { id: string; name: string });
    record.values.note = said();
    if (record.parent) name(record.parent);
  }
  const { describe } = records;
  records.describe = async (type, call) => {
    const info = await describe(type, call);
    if (type !== "customer") return info;
    const further = Array.from({ length: 300 }, () => ({ name: said(), kind: "choice" as const, choices: [said()] }));
    return { ...info, fields: [...info.fields, ...further.map((field) => ({ ...field, fromService: true as const }))] };
  };
  const told: { what: string; text: string; data: Record<string, unknown> }[] = [];
  for (const [tool, args] of calls) {
    const { text: shown, data } = await desk.call(tool, args);
    told.push({ what: `${tool} ${JSON.stringify(args)}`, text: shown, data });
  }
  return { told, questions: desk.questions };
}

const ordinary = new Map<boolean, ReturnType<typeof answersWith>>();
/** The same calls where all names are plain words; once for all texts. */
function expected(answers?: ("yes" | "no")[]) {
  const asks = answers !== undefined;
  const found = ordinary.get(asks) ?? answersWith(plain, answers && [...answers]);
  ordinary.set(asks, found);
  return found;
}

/** What is wrong with an answer, compared with the one to the same call where all names are plain words. */
function wrongWith(text: string, data: unknown, ordinary: string): string[] {
  const lines = text.split("\n");
  const wanted = ordinary.split("\n");
  const wrong: string[] = [];
  if (lines.length !== wanted.length) wrong.push(`${lines.length} lines instead of ${wanted.length}`);
  wanted.forEach((line, index) => {
    const at = line.search(new RegExp(`"?${plain}`));
    const start = at < 0 ? line : line.slice(0, at);
    if (!lines[index]?.startsWith(start))
      wrong.push(`line ${index} begins ${JSON.stringify(lines[index]?.slice(0, 60))}`);
  });
  const all = `${text}\n${JSON.stringify(data)}`;
  const hidden = forbiddenInAnswers.exec(all);
  if (hidden) wrong.push(`shows ${JSON.stringify(hidden[0])}`);
  if (all.length > 400_000) wrong.push(`is ${all.length} characters long`);
  return wrong;
}

test("an answer is marked where it shows what people wrote, and only there", async () => {
  const { told } = await expected();
  const marked = told.map(({ what, text, data }) => ({
    what,
    mark: text.startsWith(`${untrusted}\n`),
    also: data.untrusted,
  }));
  const quoting = told.map(({ what, text, data }) => {
    const mark = `${text}${JSON.stringify(data)}`.includes(plain);
    return { what, mark, also: mark ? untrusted : undefined };
  });
  expect(marked).toEqual(quoting);
  expect(quoting.filter(({ mark }) => mark).length).toBeGreaterThan(20);
  expect(quoting.filter(({ mark }) => !mark).length).toBeGreaterThan(3);
  expect(told.filter(({ text }) => text.split(untrusted).length > 2)).toEqual([]);
});

async function attempt(text: string, what: string, answers?: ("yes" | "no")[]) {
  const { told, questions } = await answersWith(text, answers);
  const usual = await expected(answers);
  told.forEach(({ what: call, text: shown, data }, index) => {
    audit.attempt(`${what} in ${call}`, wrongWith(shown, data, usual.told[index]?.text ?? ""));
  });
  questions.forEach((lines, index) => {
    const wanted = usual.questions[index] ?? [];
    audit.attempt(`${what} in question ${index}`, wrongWith(lines.join("\n"), lines, wanted.join("\n")));
  });
}

test.each(Object.entries(hostileTexts))(
  "%s in each name adds no line to any answer and begins none",
  async (what, text) => {
    await attempt(text, what);
  },
  60_000,
);

test(
  "no text that anybody writes adds a line to an answer, or begins one",
  async () => {
    // The very long ones have their tests above.
    const short = hostileText.filter((text) => text.length < 1_000);
    await fc.assert(
      fc.asyncProperty(short, async (text) => attempt(text, JSON.stringify(text.slice(0, 40)))),
      { numRuns: 25 },
    );
  },
  fc.propertyTimeoutMs(120_000),
);

test("a question to the person has one line for each name", async () => {
  for (const [what, text] of Object.entries(hostileTexts)) await attempt(text, what, Array(60).fill("yes"));
}, 120_000);
