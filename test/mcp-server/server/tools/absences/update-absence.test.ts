import { beforeEach, describe, expect, test } from "vitest";
import type { Absence } from "#core/domain/absences";
import { ServiceError } from "#core/domain/errors";
import { decidedResult } from "#core/domain/results/absences";
import { openToolSession } from "../../../../fakes/tool-session";

const charles = { id: "8", name: "Charles Babbage" };
const absence = (id: string, more: Partial<Absence> = {}): Absence => ({
  id,
  type: { id: "holiday", name: "Urlaub" },
  status: "requested",
  first: "2026-12-21",
  last: "2026-12-22",
  days: 2,
  seconds: null,
  comment: "",
  ...more,
});

const office = (wanted: Parameters<typeof openToolSession>[0] = {}) => {
  const session = openToolSession(wanted);
  session.memory.leave.absences = [
    absence("1"),
    absence("2"),
    ...["11", "12", "13"].map((id) => absence(id, { person: charles })),
  ];
  const update = async (args: Record<string, unknown>) => {
    const answer = await session.call("update_absence", args);
    const done = "done" in answer.data;
    return { ...answer, result: done ? decidedResult.parse(answer.data) : null };
  };
  const status = (id: string) => session.memory.leave.absences.find((one) => one.id === id)?.status;
  return { ...session, update, status, leave: session.memory.leave };
};
let boss: ReturnType<typeof office>;
beforeEach(() => {
  boss = office({ profile: "everything", answers: ["yes", "yes", "yes", "yes"] });
});

describe("each action says what it did, in words that there are", () => {
  test.each([
    ["approve", "Approve 3 absences:", "Approved 3 absences:", "approved"],
    ["reject", "Reject 3 absences:", "Rejected 3 absences:", "rejected"],
    ["cancel", "Cancel 3 absences:", "Cancelled 3 absences:", undefined],
    ["ask_again", "Ask again for 3 absences:", "Asked again for 3 absences:", "requested"],
  ])("%s: asked and answered in whole words", async (action, question, answer, status) => {
    const waits = action === "ask_again" ? "draft" : "requested";
    for (const one of boss.leave.absences) one.status = waits;
    const { result, text, isError } = await boss.update({ ids: ["11", "#12", "13"], action });
    expect(isError).toBe(false);
    expect(boss.questions[0]?.[0]).toBe(question);
    expect(boss.questions[0]?.[1]).toBe(`#11  Urlaub  21–22 Dec 2026  2 days  ${waits}  Charles Babbage`);
    expect(text.split("\n")[1]).toBe(answer);
    expect(result?.done).toEqual(["11", "12", "13"]);
    expect(["11", "12", "13"].map(boss.status)).toEqual([status, status, status]);
    expect(boss.wrote).toHaveLength(1);
  });

  test("what the service deletes by cancelling is told to be gone", async () => {
    const { result, text } = await boss.update({ ids: ["1"], action: "cancel" });
    expect(result).toMatchObject({ absences: [], done: ["1"], notes: [expect.stringContaining("deleted")] });
    expect(text).toContain("Cancelled one absence:\n#1  Urlaub");
  });
});

describe("a batch", () => {
  test("tells each that failed by id, and goes on with the others", async () => {
    boss.leave.stuck.add("12");
    const { result, text, isError } = await boss.update({ ids: ["11", "12", "99", "13"], action: "approve" });
    expect(isError).toBe(false);
    expect(result?.done).toEqual(["11", "13"]);
    expect(result?.absences.map(({ id, status }) => [id, status])).toEqual([
      ["11", "approved"],
      ["13", "approved"],
    ]);
    expect(result?.failed.map(({ id }) => id).sort()).toEqual(["12", "99"]);
    expect(text).toContain("Approved 2 absences, 2 failed:");
    expect(text).toContain("#99 failed: There is no such absence.");
    expect(boss.progress.at(-1)).toEqual([3, 3]);
  });

  test("of which all fail is an error", async () => {
    boss.leave.stuck = new Set(["11", "12"]);
    const { isError, result } = await boss.update({ ids: ["11", "12"], action: "reject" });
    expect(isError).toBe(true);
    expect(result).toMatchObject({ done: [], absences: [] });
    expect(result?.failed).toHaveLength(2);
    const { isError: gone, result: none } = await boss.update({ ids: ["98", "99"], action: "reject" });
    expect(gone).toBe(true);
    expect(none?.failed).toHaveLength(2);
  });

  test("an id twice is decided once, and what is decided already is not sent again", async () => {
    boss.leave.absences.push(absence("14", { person: charles, status: "approved" }));
    const { result } = await boss.update({ ids: ["11", "#11", "14"], action: "approve" });
    expect(boss.memory.writes).toEqual(["approve"]);
    expect(result?.done).toEqual(["11", "14"]);
    expect(result?.notes).toEqual(["#14 was approved already; nothing was sent."]);
  });

  test("that is cancelled starts nothing more, and tells what was not sent", async () => {
    boss.leave.absences.push(...Array.from({ length: 30 }, (_, index) => absence(String(index + 100))));
    const port = boss.memory.absences;
    const decide = port?.decide;
    if (!port || !decide) throw new Error("no port");
    port.decide = async (...args) => {
      boss.abort.abort();
      return decide(...args);
    };
    const ids = boss.leave.absences.map(({ id }) => id);
    const { result } = await boss.update({ ids, action: "approve" });
    expect(result?.done.length).toBeLessThan(ids.length);
    expect((result?.done.length ?? 0) + (result?.failed.length ?? 0)).toBe(ids.length);
    expect(result?.failed[0]?.message).toContain("Cancelled before it was sent.");
  });
});

describe("who may, and who is asked", () => {
  test("one's own request is cancelled as the cell says; more than one is asked for always", async () => {
    const own = office({ permissions: { cells: { "absence.delete": "allow" } }, answers: ["no"] });
    expect((await own.update({ ids: ["1"], action: "cancel" })).result?.done).toEqual(["1"]);
    expect(own.questions).toEqual([]);
    own.leave.absences.push(absence("3"));
    expect((await own.update({ ids: ["2", "3"], action: "cancel" })).data).toMatchObject({
      error: { code: "declined" },
    });
    expect(own.status("2")).toBe("requested");
  });

  test("in Track cancelling asks, asking again does not, and deciding is off", async () => {
    const track = office({ answers: ["no"] });
    expect((await track.update({ ids: ["1"], action: "cancel" })).data).toMatchObject({ error: { code: "declined" } });
    const [own] = track.leave.absences;
    if (own) own.status = "rejected";
    expect((await track.update({ ids: ["1"], action: "ask_again" })).result?.done).toEqual(["1"]);
    expect(track.status("1")).toBe("requested");
    for (const action of ["approve", "reject"])
      expect((await track.update({ ids: ["11"], action })).data).toMatchObject({ error: { code: "permission" } });
    expect(track.status("11")).toBe("requested");
  });

  test("others' absences need their own permission, and always a yes", async () => {
    const track = office({ permissions: { cells: { "absence.delete": "allow" } } });
    expect((await track.update({ ids: ["11"], action: "cancel" })).data).toMatchObject({
      error: { code: "permission" },
    });
    const asked = office({ profile: "everything", answers: ["no"] });
    expect((await asked.update({ ids: ["11"], action: "approve" })).data).toMatchObject({
      error: { code: "declined" },
    });
    expect(asked.memory.writes).toEqual([]);
    const tray = office({ tray: true });
    expect((await tray.update({ ids: ["11", "12"], action: "approve" })).result?.done).toHaveLength(2);
    expect((await office({ profile: "look" }).update({ ids: ["1"], action: "cancel" })).isError).toBe(true);
  });

  test("whoever may not read others' leave learns nothing of it, also where it is decided already", async () => {
    const cells = { "others_absence.read": "off" } as const;
    for (const status of ["requested", "approved"] as const) {
      const { update, leave, memory, questions } = office({
        profile: "manage",
        answers: ["yes"],
        permissions: { cells },
      });
      for (const one of leave.absences) one.status = status;
      const answer = await update({ ids: ["11"], action: "approve" });
      expect(answer.data).toMatchObject({ error: { code: "permission", saved: "no" } });
      expect(JSON.stringify([answer.data, answer.text, questions])).not.toMatch(/Charles|2026-12-21|approved/);
      expect(memory.writes).toEqual([]);
    }
  });

  test("without a dialog the first call only shows, and its token decides", async () => {
    const { update, status, catalog } = office({ profile: "manage", permissions: { confirmsItself: true } });
    const tool = catalog.offered().find(({ name }) => name === "update_absence");
    expect(tool && Object.keys(catalog.describe(tool).inputSchema.properties)).toContain("confirm");
    const { data } = await update({ ids: ["11"], action: "approve" });
    expect(status("11")).toBe("requested");
    const { token } = data.confirm as { token: string };
    expect((await update({ ids: ["11"], action: "approve", confirm: token })).result?.done).toEqual(["11"]);
  });

  test("what the service has no call for is refused before anything is read", async () => {
    boss.leave.decisions = ["cancel"];
    const { data } = await boss.update({ ids: ["11"], action: "approve" });
    expect(data).toMatchObject({ error: { code: "unsupported", next: "It can: cancel." } });
    const refused = { "absence.decide": "Only supervisors decide." };
    const tray = office({ tray: true, facts: { refused } });
    expect((await tray.update({ ids: ["11"], action: "approve" })).data).toMatchObject({
      error: { code: "forbidden", message: expect.stringContaining("Only supervisors decide.") },
    });
  });

  test.each([{ ids: [], action: "approve" }, { ids: ["1"], action: "export" }, { ids: ["1"] }, { action: "approve" }])(
    "%j is refused",
    async (args) => {
      expect((await boss.update(args)).isError).toBe(true);
      expect(boss.memory.writes).toEqual([]);
    },
  );

  test("a single id that is gone, or that the service refuses, is that error", async () => {
    expect((await boss.update({ ids: ["99"], action: "cancel" })).data).toMatchObject({ error: { code: "not_found" } });
    boss.memory.failNext = new ServiceError("conflict", "It was decided meanwhile.", { next: "Look again." });
    expect((await boss.update({ ids: ["11"], action: "approve" })).data).toMatchObject({
      error: { code: "conflict", next: "Look again." },
    });
  });
});
