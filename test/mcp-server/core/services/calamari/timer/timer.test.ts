import { describe, expect, it } from "vitest";
import type { MessageText } from "#core/messages/catalog";
import { createCalamariService } from "#core/services/calamari/index";
import type { FakeCalamariOptions } from "../../../../../fakes/calamari";
import type { FakeShift } from "../../../../../fakes/calamari/model";
import { shiftRow, withShifts } from "../../../../../fakes/calamari/rows";
import { people } from "../../../../../fakes/calamari/seed";
import { begin, failureOf, type Setup, shortSilenceMs } from "../setup";

const at = (clock: string, day = "2026-11-19") => Date.parse(`${day}T${clock}Z`);
const shift = (more: Partial<FakeShift> = {}) => ({ ...shiftRow(501, "2026-11-19T08:00", null), ...more });
const stamps = (s: Setup, path = /clockin\/terminal/) =>
  s.calamari.requests
    .filter((each) => path.test(each.path) && !each.path.includes("get-break-types"))
    .map((each) => ({ ...JSON.parse(each.body), path: each.path.split("/").at(-1) }));
/** A shift with an open break since ten. */
const onBreak = withShifts(shift({ breaks: [{ from: at("10:00:00"), to: null, breakType: 2 }] }));
/** What happens elsewhere when this operation is asked for, before it is answered. */
function meanwhile({ calamari: { requests } }: Setup, operation: string, act: () => void) {
  const { push } = requests;
  requests.push = (...rows) => {
    if (rows.some(({ path }) => path.endsWith(operation))) act();
    return push.apply(requests, rows);
  };
}
const nora = people.nora;
/** The same person, as another account names them. */
const anotherAccount = ({ calamari: { url, state, now }, breaks }: Setup, person: string) =>
  createCalamariService(
    { url, person },
    { accountId: "account", secret: async () => state.key, breaks, log: () => undefined, now },
  );
const harbour = { project: "14" };

describe("what runs", () => {
  it("is one request, with the shift, its project and its zone", async () => {
    const s = await begin(withShifts(shift({ projects: [{ from: at("08:00:00"), to: null, project: 14 }] })));
    await s.service.facts();
    const before = s.calamari.requests.length;
    expect(await s.service.timer.read()).toMatchObject({
      running: [
        {
          id: "2026-11-19.501",
          begin: "2026-11-19T08:00:00Z",
          end: null,
          seconds: null,
          work: { project: { id: "14", name: "Harbour app" } },
          person: { id: nora, name: "Nora Lind" },
        },
      ],
      onBreak: null,
    });
    const [asked, ...others] = s.calamari.requests.slice(before);
    expect(others).toEqual([]);
    expect(JSON.parse(asked?.body ?? "")).toMatchObject({ employees: [nora] });
  });

  it("is found though it began three days ago", async () => {
    const s = await begin(withShifts(shift({ started: at("08:00:00", "2026-11-16") })));
    expect((await s.service.timer.read()).running).toMatchObject([{ id: "2026-11-16.501" }]);
  });

  it("is a break with its shift where a break is open, and only what was worked counts", async () => {
    const s = await begin(onBreak);
    expect(await s.service.timer.read()).toMatchObject({
      running: [],
      onBreak: { since: "2026-11-19T10:00:00Z", entry: { id: "2026-11-19.501", breakSeconds: 453 } },
    });
  });

  it("is nothing where all is ended", async () => {
    const s = await begin(withShifts(shift({ finished: at("09:00:00") })));
    expect(await s.service.timer.read()).toEqual({ running: [], onBreak: null });
  });

  it("is never somebody else's, even where Calamari answers with theirs", async () => {
    const s = await begin(withShifts(shift()));
    const { email, firstName, lastName } = s.calamari.state.employees[2] ?? {};
    const theirs = {
      id: 9,
      person: { email, firstName, lastName },
      started: "2026-11-19T08:00:00+0000",
      finished: null,
    };
    await s.service.facts();
    const answer = { kind: "status", status: 200, body: JSON.stringify([theirs]) } as const;
    s.calamari.fail({ path: /timesheetentries/, failure: answer });
    expect((await s.service.timer.read()).running).toEqual([]);
    expect(await s.service.timer.stop()).toEqual({ entries: [], notes: [] });
  });

  it("is not what others do", async () => {
    const s = await begin(withShifts(shift({ employee: 42 })));
    expect((await s.service.timer.read()).running).toEqual([]);
  });
});

describe("clock in", () => {
  it("stamps the person's local time without zone, on a project, with a text", async () => {
    const s = await begin();
    const started = await s.service.timer.start({ work: harbour, text: "Quay walls" });
    expect(stamps(s)).toEqual([
      { path: "clock-in", person: nora, time: "2026-11-19T11:07:33", projectId: 14, description: "Quay walls" },
    ]);
    expect(started).toMatchObject({
      entry: {
        begin: "2026-11-19T10:07:33Z",
        end: null,
        text: "Quay walls",
        work: { project: { name: "Harbour app" } },
      },
      stopped: [],
      notes: [],
    });
  });

  it("is possible without a project, and in the past", async () => {
    const s = await begin();
    const started = await s.service.timer.start({ work: {}, at: "2026-11-19T09:30:00Z" });
    expect(stamps(s)).toEqual([{ path: "clock-in", person: nora, time: "2026-11-19T10:30:00" }]);
    expect(started.entry).toMatchObject({ begin: "2026-11-19T09:30:00Z", work: {} });
  });

  it("while running ends the old shift and begins a new one, and says so", async () => {
    const s = await begin(withShifts(shift()));
    const started = await s.service.timer.start({ work: harbour });
    expect(stamps(s).map(({ path, time }) => [path, time])).toEqual([
      ["clock-out", "2026-11-19T11:07:33"],
      ["clock-in", "2026-11-19T11:07:33"],
    ]);
    expect(started.stopped).toMatchObject([{ id: "2026-11-19.501", end: "2026-11-19T10:07:33Z", seconds: 7653 }]);
    expect(started.notes.join()).toMatch(/one at a time/);
  });

  it("on a project of others ends nothing that runs", async () => {
    const s = await begin(withShifts(shift()));
    expect(await failureOf(s.service.timer.start({ work: { project: "16" } }))).toMatchObject({ code: "unknown" });
    expect(stamps(s)).toEqual([]);
  });

  it("tells that the old shift was ended where the new one is refused", async () => {
    const s = await begin({
      ...withShifts(shift()),
      settings: { scopes: ["terminal", "status", "timesheet", "employees"] },
    });
    const error = await failureOf(s.service.timer.start({ work: { project: "16" } }));
    expect(error).toMatchObject({ saved: "yes", message: expect.stringMatching(/before was ended, but the new/) });
    expect(s.calamari.state.shifts).toMatchObject([{ finished: at("10:07:33") }]);
  });

  it("inside of an ended shift is refused, for Calamari would keep both", async () => {
    const s = await begin(withShifts(shift({ finished: at("09:00:00") })));
    const error = await failureOf(s.service.timer.start({ work: {}, at: "2026-11-19T08:30:00Z" }));
    expect(error).toMatchObject({ kind: "conflict", saved: "no", message: expect.stringMatching(/ to .*10:00/) });
    expect(stamps(s)).toEqual([]);
    await s.service.timer.start({ work: {}, at: "2026-11-19T09:00:00Z" });
  });

  it("before a shift that has ended since is refused, for the new one would run over it and count twice", async () => {
    const lunchtime = shift({ id: 502, started: at("09:30:00"), finished: at("10:00:00") });
    const s = await begin(withShifts(shift({ finished: at("09:00:00") }), lunchtime));
    const error = await failureOf(s.service.timer.start({ work: {}, at: "2026-11-19T07:30:00Z" }));
    expect(error).toMatchObject({
      kind: "conflict",
      saved: "no",
      message: expect.stringMatching(/10:30.* to .*11:00/),
    });
    expect(error.next).toMatch(/Begin at 11:00 or later/);
    expect(stamps(s)).toEqual([]);
  });

  it("right after a clock out on a phone whose clock is some seconds ahead is taken", async () => {
    const s = await begin(withShifts(shift({ finished: at("10:08:00") })));
    expect((await s.service.timer.start({ work: {} })).entry).toMatchObject({ begin: "2026-11-19T10:07:33Z" });
  });

  it("is possible beside a shift that is planned for later", async () => {
    const s = await begin(withShifts(shift({ started: at("17:00:00"), finished: at("18:00:00") })));
    expect((await s.service.timer.start({ work: {} })).entry).toMatchObject({ begin: "2026-11-19T10:07:33Z" });
  });

  it("that meets a start on the phone at the same moment says that another project runs", async () => {
    const s = await begin();
    await s.service.facts();
    const other = shift({ started: at("10:07:00"), projects: [{ from: at("10:07:00"), to: null, project: 15 }] });
    meanwhile(s, "clock-in", () => s.calamari.state.shifts.push(other));
    const failed = await failureOf(s.service.timer.start({ work: harbour }));
    expect(failed).toMatchObject({ kind: "conflict", saved: "yes" });
    expect(failed.message).toMatch(/project "Website relaunch" #15 \(meant: #14\)/);
    expect(s.calamari.state.shifts).toHaveLength(1);
  });

  it("takes three requests: a look, the stamp and a look", async () => {
    const s = await begin();
    await s.service.facts();
    const before = s.calamari.requests.length;
    await s.service.timer.start({ work: harbour });
    expect(s.calamari.requests.slice(before).map(({ path }) => path.split("/").at(-1))).toEqual([
      "find",
      "clock-in",
      "find",
    ]);
  });

  it("before the running shift began is refused, and nothing is stamped", async () => {
    const s = await begin(withShifts(shift()));
    const error = await failureOf(s.service.timer.start({ work: {}, at: "2026-11-19T07:00:00Z" }));
    expect(error).toMatchObject({ name: "InputError", code: "time" });
    expect(stamps(s)).toEqual([]);
  });

  it("on the same work during a break goes on with it, in the same shift", async () => {
    const s = await begin(onBreak);
    const started = await s.service.timer.start({ work: {} });
    expect(stamps(s).map(({ path }) => path)).toEqual(["break-stop"]);
    expect(started).toMatchObject({ entry: { id: "2026-11-19.501", end: null }, stopped: [] });
    expect(String(started.notes[0])).toMatch(/break ended/);
  });

  it("without a project during a break from one ends that shift and begins one without", async () => {
    const breaks = [{ from: at("10:00:00"), to: null, breakType: 2 }];
    const s = await begin(withShifts(shift({ breaks, projects: [{ from: at("08:00:00"), to: null, project: 14 }] })));
    const started = await s.service.timer.start({ work: {} });
    expect(stamps(s).map(({ path }) => path)).toEqual(["clock-out", "clock-in"]);
    expect(started).toMatchObject({ entry: { work: {} }, stopped: [{ work: { project: { id: "14" } } }] });
  });

  it("says in words that there is no API terminal for the person", async () => {
    const s = await begin({}, undefined, "jan");
    const error = await failureOf(s.service.timer.start({ work: {} }));
    expect(error).toMatchObject({ kind: "forbidden", saved: "no", message: expect.stringMatching(/no API terminal/) });
    expect(error.next).toMatch(/administrator/);
  });

  it("that is taken with a 200 and begins nothing is no success", async () => {
    const s = await begin();
    await s.service.facts();
    const body = JSON.stringify({ person: {}, shiftStatus: "STARTED" });
    s.calamari.fail({ path: /clock-in/, times: 1, failure: { kind: "status", status: 200, body } });
    const error = await failureOf(s.service.timer.start({ work: {} }));
    expect(error).toMatchObject({ kind: "conflict", message: expect.stringMatching(/no new shift runs/) });
  });

  it("refuses what Calamari has no place for before anything is sent", async () => {
    const s = await begin();
    for (const draft of [
      { work: {}, tags: ["a"] },
      { work: {}, billable: true },
      { work: {}, hourlyRate: 3 },
      { work: {}, meta: { a: "b" } },
      { work: {}, text: "<b>bold</b>" },
      { work: {}, text: "x".repeat(4097) },
      { work: { project: "../1" } },
      { work: { customer: "1" } },
      { work: {}, personId: people.ida },
    ])
      expect((await failureOf(s.service.timer.start(draft))).message).not.toBe("");
    expect(stamps(s)).toEqual([]);
  });
});

describe("clock out", () => {
  it("while stopped sends nothing", async () => {
    const s = await begin();
    expect(await s.service.timer.stop()).toEqual({ entries: [], notes: [] });
    expect(stamps(s)).toEqual([]);
  });

  it("ends at a time in the past, also a shift that began days ago", async () => {
    const s = await begin(withShifts(shift({ started: at("08:00:00", "2026-11-16") })));
    const stopped = await s.service.timer.stop("2026-11-16T16:00:00Z");
    expect(stopped.entries).toMatchObject([{ id: "2026-11-16.501", seconds: 28_800 }]);
    expect(stamps(s)).toMatchObject([{ path: "clock-out", time: "2026-11-16T17:00:00" }]);
  });

  it("ends an open break with it and says so", async () => {
    const s = await begin(onBreak);
    const stopped = await s.service.timer.stop();
    expect(stopped.entries).toMatchObject([{ seconds: 7200, breakSeconds: 453 }]);
    expect(stopped.notes).toEqual(["The break ended with it."]);
  });

  it("at the moment the break began leaves a break of no length, and says so", async () => {
    const s = await begin(onBreak);
    const stopped = await s.service.timer.stop("2026-11-19T10:00:00Z");
    expect(stopped.notes.join(" ")).toMatch(/no length stays/);
    expect(s.calamari.state.shifts[0]?.breaks).toMatchObject([{ from: at("10:00:00"), to: at("10:00:00") }]);
  });

  it("before the shift or its open break began is refused, and nothing is stamped", async () => {
    const s = await begin(onBreak);
    for (const end of ["2026-11-19T07:00:00Z", "2026-11-19T09:00:00Z"])
      expect(await failureOf(s.service.timer.stop(end))).toMatchObject({ name: "InputError", code: "time" });
    expect(stamps(s)).toEqual([]);
  });

  it("that is taken with a 200 and ends nothing is no success", async () => {
    const s = await begin(withShifts(shift()));
    await s.service.facts();
    s.calamari.fail({ path: /clock-out/, times: 1, failure: { kind: "status", status: 200, body: "{}" } });
    const error = await failureOf(s.service.timer.stop());
    expect(error).toMatchObject({ kind: "conflict", message: expect.stringMatching(/still runs/) });
  });

  it("cannot be taken back, and says what to do instead", async () => {
    const s = await begin(withShifts(shift({ finished: at("09:00:00") })));
    const error = await failureOf(s.service.timer.reopen("2026-11-19.501"));
    expect(error).toMatchObject({ kind: "unsupported", next: expect.stringMatching(/Clock in again/) });
    expect(s.calamari.requests).toEqual([]);
  });
});

describe("breaks", () => {
  const onlyLunch: FakeCalamariOptions = {
    seed: (state) => {
      state.shifts.push(shift());
      state.breakTypes = state.breakTypes.filter(({ id }) => id === 2);
    },
  };

  it("of the only type there is need no word", async () => {
    const s = await begin(onlyLunch);
    const paused = await s.service.timer.pause();
    expect(stamps(s)).toEqual([{ path: "break-start", person: nora, time: "2026-11-19T11:07:33", breakType: 2 }]);
    expect(paused).toMatchObject({ since: "2026-11-19T10:07:33Z", entry: { id: "2026-11-19.501" }, notes: [] });
  });

  it("are of the type that was asked for", async () => {
    const s = await begin(withShifts(shift()));
    expect(await s.service.timer.breakTypes?.()).toEqual([
      { id: "2", name: "Lunch" },
      { id: "3", name: "Coffee" },
    ]);
    await s.service.timer.pause(undefined, undefined, "3");
    expect(stamps(s)).toMatchObject([{ breakType: 3 }]);
  });

  it("of a type that the person may not take are refused with those that they may", async () => {
    const s = await begin(withShifts(shift()));
    const error = await failureOf(s.service.timer.pause(undefined, undefined, "4"));
    expect(error).toMatchObject({ code: "unknown", candidates: [{ name: "Lunch" }, { name: "Coffee" }] });
    expect(stamps(s)).toEqual([]);
  });

  it("without a word are of the type of the last one, and that is said", async () => {
    const last = shift({ id: 400, started: at("08:00:00", "2026-11-12"), finished: at("16:00:00", "2026-11-12") });
    last.breaks = [{ from: at("11:00:00", "2026-11-12"), to: at("11:15:00", "2026-11-12"), breakType: 3 }];
    const s = await begin(withShifts(last, shift()));
    const paused = await s.service.timer.pause();
    expect(stamps(s)).toMatchObject([{ breakType: 3 }]);
    expect(paused.notes).toEqual([expect.stringMatching(/"Coffee", as last time; there is also "Lunch"/)]);
  });

  it("without a word and without a last one are of the first type, and that is said", async () => {
    const s = await begin(withShifts(shift()));
    expect((await s.service.timer.pause()).notes).toEqual([expect.stringMatching(/"Lunch", the first of the list/)]);
  });

  it("are not possible where the person has no type", async () => {
    const s = await begin({
      seed: (state) => {
        state.shifts.push(shift());
        state.breakTypes = [];
      },
    });
    expect(await failureOf(s.service.timer.pause())).toMatchObject({ kind: "unsupported" });
  });

  it.each(["refused", "ignored"] as const)("on a stopped shift are not sent, whether they were %s", async (reading) => {
    const s = await begin({ settings: { breakWithoutShift: reading } });
    expect(await failureOf(s.service.timer.pause())).toMatchObject({ kind: "nothing_running", saved: "no" });
    expect(stamps(s)).toEqual([]);
  });

  it.each(["refused", "ignored"] as const)(
    "that come after the shift was ended elsewhere are %s, and no success",
    async (reading) => {
      const s = await begin({ ...onlyLunch, settings: { breakWithoutShift: reading } });
      await s.service.timer.breakTypes?.();
      const { state } = s.calamari;
      // Between our look and our stamp the shift is ended on the phone.
      meanwhile(s, "break-start", () => {
        for (const ended of state.shifts) ended.finished = at("10:07:00");
      });
      const error = await failureOf(s.service.timer.pause());
      expect(["invalid", "conflict"]).toContain(error.kind);
      expect(state.shifts[0]?.breaks).toEqual([]);
    },
  );

  it("a second time are refused with the time of the first", async () => {
    const s = await begin(onlyLunch);
    await s.service.timer.pause();
    expect((await failureOf(s.service.timer.pause())).message).toMatch(/break already, since 11:07/);
  });

  it("that would begin before the shift or inside the last break are refused", async () => {
    const breaks = [{ from: at("09:00:00"), to: at("09:30:00"), breakType: 2 }];
    const s = await begin(withShifts(shift({ breaks })));
    for (const since of ["2026-11-19T07:00:00Z", "2026-11-19T09:10:00Z"])
      expect(await failureOf(s.service.timer.pause(since))).toMatchObject({ code: "time" });
    expect(stamps(s)).toEqual([]);
  });

  it("may begin the moment at which the shift began, or the last break ended", async () => {
    const breaks = [{ from: at("09:00:00"), to: at("09:30:00"), breakType: 2 }];
    for (const [rows, since] of [
      [[], "2026-11-19T08:00:00Z"],
      [breaks, "2026-11-19T09:30:00Z"],
    ] as const) {
      const s = await begin(withShifts(shift({ breaks: [...rows] })));
      expect(await s.service.timer.pause(since, undefined, "2")).toMatchObject({ since });
      if (rows.length === 0) await s.close();
    }
  });

  it("end with their own type, and the same shift goes on", async () => {
    const breaks = [{ from: at("10:00:00"), to: null, breakType: 3 }];
    const s = await begin(withShifts(shift({ breaks })));
    const resumed = await s.service.timer.resume();
    expect(stamps(s)).toEqual([{ path: "break-stop", person: nora, time: "2026-11-19T11:07:33", breakType: 3 }]);
    expect(resumed).toMatchObject({ entry: { id: "2026-11-19.501", end: null, breakSeconds: 453 }, stopped: [] });
  });

  it("end at a time that lies behind", async () => {
    const breaks = [{ from: at("10:00:00"), to: null, breakType: 3 }];
    const s = await begin(withShifts(shift({ breaks })));
    await s.service.timer.resume("2026-11-19T10:05:00Z");
    expect(stamps(s)).toEqual([{ path: "break-stop", person: nora, time: "2026-11-19T11:05:00", breakType: 3 }]);
  });

  it("do not end where there is none", async () => {
    const s = await begin(withShifts(shift()));
    expect(await failureOf(s.service.timer.resume())).toMatchObject({ kind: "nothing_running" });
  });
});

describe("when the answer is lost", () => {
  const lost = { kind: "status", status: 504, afterEffect: true } as const;
  const notDone = { kind: "status", status: 504 } as const;

  it("behind a 504 that did nothing it is said that nothing was saved", async () => {
    const s = await begin();
    s.calamari.fail({ path: /clock-in/, failure: notDone });
    expect(await failureOf(s.service.timer.start({ work: {} }))).toMatchObject({ kind: "unavailable", saved: "no" });
    expect(stamps(s)).toHaveLength(1);
  });

  it.each([{ kind: "drop" }, { kind: "silence" }, { kind: "status", status: 504 }] as const)(
    "finds each stamp and sends it once after $kind",
    async (failure) => {
      const s = await begin({}, failure.kind === "silence" ? { silenceMs: shortSilenceMs } : {});
      s.calamari.fail({ path: /terminal\/v1\/(break|clock)/, failure: { ...failure, afterEffect: true } });
      const told = async (write: Promise<{ notes: MessageText[] }>) => {
        expect((await write).notes.join()).toMatch(/lost.*saved/);
        s.calamari.advance(120);
      };
      await told(s.service.timer.start({ work: harbour }));
      await told(s.service.timer.pause(undefined, undefined, "2"));
      await told(s.service.timer.resume());
      await told(s.service.timer.stop());
      expect(stamps(s).map(({ path }) => path)).toEqual(["clock-in", "break-start", "break-stop", "clock-out"]);
      expect(s.calamari.state.shifts).toHaveLength(1);
    },
  );

  it("by silence, and nothing was begun yet, nobody says that it was not", async () => {
    const s = await begin({}, { silenceMs: shortSilenceMs });
    s.calamari.fail({ path: /clock-in/, failure: { kind: "silence", afterEffect: false } });
    expect(await failureOf(s.service.timer.start({ work: {} }))).toMatchObject({ kind: "timeout", saved: "unknown" });
    expect(stamps(s)).toHaveLength(1);
  });

  it("of the second stamp of a switch only, the new shift is found and nothing is stamped twice", async () => {
    const s = await begin(withShifts(shift()));
    s.calamari.fail({ path: /clock-in/, failure: { kind: "drop", afterEffect: true } });
    const started = await s.service.timer.start({ work: harbour });
    expect(started.stopped).toMatchObject([{ id: "2026-11-19.501" }]);
    expect(stamps(s).map(({ path }) => path)).toEqual(["clock-out", "clock-in"]);
    expect(s.calamari.state.shifts).toHaveLength(2);
  });

  it("and looking fails too it is said that nobody knows", async () => {
    const s = await begin(withShifts(shift()));
    await s.service.timer.read();
    s.calamari.fail({ path: /clock-out/, failure: lost });
    meanwhile(s, "clock-out", () =>
      s.calamari.fail({ path: /timesheetentries/, failure: { kind: "drop", afterEffect: false } }),
    );
    expect(await failureOf(s.service.timer.stop())).toMatchObject({ saved: "unknown" });
  });
});

it("a stamp that was taken is told as saved where the time sheet cannot be read afterwards", async () => {
  const s = await begin(withShifts(shift()));
  await s.service.timer.read();
  meanwhile(s, "clock-out", () =>
    s.calamari.fail({ path: /timesheetentries/, failure: { kind: "status", status: 403 } }),
  );
  expect(await failureOf(s.service.timer.stop())).toMatchObject({
    kind: "forbidden",
    message: expect.stringMatching(/took the stamp/),
    saved: "yes",
    next: expect.stringMatching(/do not send it again/),
  });
  expect(s.calamari.state.shifts[0]?.finished).not.toBeNull();
  expect(stamps(s)).toHaveLength(1);
});

describe("whose clock it is", () => {
  it("does not matter how the address is written", async () => {
    const s = await begin(withShifts(shift()));
    for (const person of ["Nora.LIND@Fjordworks.example", "externalNumber:FW-041"]) {
      const service = anotherAccount(s, person);
      expect((await service.timer.read()).running).toMatchObject([{ id: "2026-11-19.501", person: { id: nora } }]);
      expect((await service.timer.stop()).entries).toMatchObject([{ id: "2026-11-19.501" }]);
      for (const each of s.calamari.state.shifts) each.finished = null;
      await service.close();
    }
  });
});

describe("where the key reads neither employees nor status", () => {
  it("a person who is known by number only has their own shifts, and nobody else's", async () => {
    const s = await begin({
      ...withShifts(shift(), shift({ id: 7, employee: 42 })),
      settings: { scopes: ["terminal", "timesheet"] },
    });
    const service = anotherAccount(s, "externalNumber:FW-041");
    const { running } = await service.timer.read();
    expect(running.map(({ id }) => id)).toEqual(["2026-11-19.501"]);
    expect(await service.time.get("2026-11-19.501")).toMatchObject({ id: "2026-11-19.501", end: null });
    await service.close();
  });
});

describe("when clocks change", () => {
  /** 25 October 2026 in Oslo: 2:00–3:00 comes twice; the later reading is 01:30 UTC. */
  it("a stamp in the hour that comes twice is told with both moments where Calamari takes the other", async () => {
    const s = await begin({ now: "2026-10-25T01:30:00Z" });
    const failed = await failureOf(s.service.timer.start({ work: {}, at: "2026-10-25T01:30:00Z" }));
    expect(stamps(s)).toMatchObject([{ time: "2026-10-25T02:30:00" }]);
    expect(failed).toMatchObject({ kind: "conflict", saved: "yes" });
    expect(failed.message).toMatch(/begin 2026-10-25 02:30:00\+02:00 \(meant: .*\+01:00\)/);
  });

  it("the end of a break in the hour that comes twice is told with both moments where Calamari takes the other", async () => {
    const breaks = [
      { from: at("22:30:00", "2026-10-24"), to: at("22:45:00", "2026-10-24"), breakType: 2 },
      { from: at("00:10:00", "2026-10-25"), to: null, breakType: 3 },
    ];
    const s = await begin({
      now: "2026-10-25T01:30:00Z",
      ...withShifts(shift({ started: at("22:00:00", "2026-10-24"), breaks })),
    });
    const failed = await failureOf(s.service.timer.resume());
    expect(stamps(s)).toMatchObject([{ path: "break-stop", time: "2026-10-25T02:30:00" }]);
    expect(failed).toMatchObject({ kind: "conflict", saved: "yes" });
    expect(failed.message).toMatch(/end 2026-10-25 02:30:00\+02:00 \(meant: .*\+01:00\)/);
  });

  it("a shift over the hour that is left out has its real length", async () => {
    const s = await begin({
      now: "2026-03-29T03:00:00Z",
      ...withShifts(shift({ started: at("00:00:00", "2026-03-29") })),
    });
    const stopped = await s.service.timer.stop();
    expect(stamps(s)).toMatchObject([{ time: "2026-03-29T05:00:00" }]);
    expect(stopped.entries).toMatchObject([{ seconds: 10_800 }]);
  });

  it("another zone than ours is noticed, and told as an error", async () => {
    const s = await begin({ settings: { timesIn: "UTC" } });
    // Calamari refuses it: by its clock it is in the future.
    expect(await failureOf(s.service.timer.start({ work: {} }))).toMatchObject({ kind: "invalid", saved: "no" });
    const failed = await failureOf(s.service.timer.start({ work: {}, at: "2026-11-19T08:00:00Z" }));
    expect(failed).toMatchObject({ kind: "conflict", saved: "yes" });
    expect(failed.message).toMatch(/begin 2026-11-19 10:00:00\+01:00 \(meant: 2026-11-19 09:00:00\+01:00\)/);
  });
});
