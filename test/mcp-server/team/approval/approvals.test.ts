import { beforeEach, describe, expect, test } from "vitest";
import type { Asking, Waiter } from "#core/confirmation/person-questions";
import { ApprovalQuestions } from "#team/approval/approval-questions";
import { Approvals } from "#team/approval/approvals";
import type { Database } from "#team/store/database";
import { onBothStores } from "../store/stores";

const begin = 1_000_000;
const minute = 60_000;

onBothStores("an approval", (store) => {
  let now: number;
  let database: Database;
  let approvals: Approvals;
  let again: () => Promise<Database>;
  /** What happens while a call waits; by default nothing but time. */
  let meanwhile: () => Promise<unknown>;

  beforeEach(async () => {
    ({ database, again } = await store.empty());
    now = begin;
    approvals = new Approvals(database, () => now);
    meanwhile = async () => undefined;
  });

  const questionsOf = (person = "marta", grant = "g1", on = approvals) =>
    new ApprovalQuestions({
      approvals: on,
      clock: () => now,
      person,
      grant,
      urlOf: (id) => `https://time.example.org/approve/${id}`,
      async pause(milliseconds) {
        now += milliseconds;
        await meanwhile();
      },
    });
  const asking = (
    more: Partial<Asking> = {},
    input: Record<string, unknown> = { ids: ["1"] },
    seen = "s1",
  ): Asking => ({
    action: { tool: "delete_time", account: "kimai-1", input, seen },
    client: "Claude",
    says: "Claude",
    account: { id: "kimai-1", label: "Kimai" },
    count: 1,
    others: false,
    preview: ["Delete 9:00-10:00 Design"],
    agreed: [],
    at: begin,
    ...more,
  });
  const waiter = (token?: string, call: object = {}): Waiter => ({
    call,
    token,
    redeem: async () => "wrong",
    until: now + 50_000,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  const idIn = (url = "") => url.split("/").at(-1) ?? "";
  const ask = async () => {
    const open = await questionsOf().agree(asking(), waiter());
    if (!open) throw new Error("nobody was asked");
    return { token: open.token, id: idIn(open.url), seconds: open.seconds };
  };

  test("is asked with a link, and acts once after the yes of the person", async () => {
    const { token, id, seconds } = await ask();
    expect(seconds).toBe(300);
    expect(await approvals.find(id, "marta")).toMatchObject({ state: "open", lines: ["Delete 9:00-10:00 Design"] });
    expect(await approvals.answer(id, "marta", "allowed")).toBe(true);
    expect(await questionsOf().agree(asking(), waiter(token))).toBeNull();
    await expect(questionsOf().agree(asking(), waiter(token))).rejects.toThrow("used already");
  });

  test("keeps what its lines are made of; one that a former version asked has its text", async () => {
    const parts = [{ kind: "standIn", name: "Ada" } as const, null];
    const preview = [{ text: "Ada stands in.", part: { kind: "standIn", name: "Ada" } as const }, "A note."];
    const open = await questionsOf().agree(asking({ preview }), waiter());
    const id = idIn(open?.url);
    expect(await approvals.find(id, "marta")).toMatchObject({ lines: ["Ada stands in.", "A note."], parts });
    await database.run("UPDATE approvals SET parts = NULL WHERE id = ?", [id]);
    expect(await approvals.find(id, "marta")).toMatchObject({ lines: ["Ada stands in.", "A note."], parts: undefined });
    await database.run("UPDATE approvals SET parts = ? WHERE id = ?", ['[{"kind":"of tomorrow"},null]', id]);
    expect((await approvals.find(id, "marta"))?.parts).toEqual([null, null]);
  });

  test("does nothing by its token alone", async () => {
    const { token, id } = await ask();
    expect(await questionsOf().agree(asking(), waiter(token))).toMatchObject({
      token,
      url: expect.stringContaining(id),
    });
    expect((await approvals.find(id, "marta"))?.state).toBe("open");
  });

  test("is acted on by the call that waits, as soon as the person says yes", async () => {
    const { token, id } = await ask();
    meanwhile = async () => now >= begin + 3_000 && approvals.answer(id, "marta", "allowed");
    expect(await questionsOf().agree(asking(), waiter(token))).toBeNull();
    expect(now).toBe(begin + 3_000);
  });

  test("waits no longer than a client does", async () => {
    const { token } = await ask();
    expect(await questionsOf().agree(asking(), waiter(token))).toMatchObject({ seconds: 280 });
  });

  test("is refused after a no, also where a yes follows", async () => {
    const { token, id } = await ask();
    expect(await approvals.answer(id, "marta", "denied")).toBe(true);
    expect(await approvals.answer(id, "marta", "allowed")).toBe(false);
    await expect(questionsOf().agree(asking(), waiter(token))).rejects.toMatchObject({ code: "declined" });
  });

  test("counts as a no after five minutes, whether it was answered or not", async () => {
    const unanswered = await ask();
    now += 5 * minute;
    await expect(questionsOf().agree(asking(), waiter(unanswered.token))).rejects.toMatchObject({ code: "declined" });
    expect(await approvals.answer(unanswered.id, "marta", "allowed")).toBe(false);
    const late = await ask();
    await approvals.answer(late.id, "marta", "allowed");
    now += 5 * minute;
    await expect(questionsOf().agree(asking(), waiter(late.token))).rejects.toThrow("too old");
    expect(await approvals.use(late.id)).toBe(false);
  });

  test("cannot be answered or seen by another person", async () => {
    const { id } = await ask();
    expect(await approvals.find(id, "piotr")).toBeUndefined();
    expect(await approvals.answer(id, "piotr", "allowed")).toBe(false);
    expect(await approvals.withdraw(id, "piotr")).toBe(false);
    expect((await approvals.find(id, "marta"))?.state).toBe("open");
  });

  test.each([
    ["another person's client", () => questionsOf("piotr", "g1"), asking()],
    ["another client of the person", () => questionsOf("marta", "g2"), asking()],
    ["other arguments", () => questionsOf(), asking({}, { ids: ["2"] })],
    [
      "another tool",
      () => questionsOf(),
      asking({ action: { tool: "update_time", account: "kimai-1", input: { ids: ["1"] }, seen: "s1" } }),
    ],
    [
      "another account",
      () => questionsOf(),
      asking({ action: { tool: "delete_time", account: "kimai-2", input: { ids: ["1"] }, seen: "s1" } }),
    ],
  ])("is of no use for %s", async (_name, by, what) => {
    const { token, id } = await ask();
    await approvals.answer(id, "marta", "allowed");
    await expect(by().agree(what, waiter(token))).rejects.toMatchObject({ code: "confirm" });
    expect((await approvals.find(id, "marta"))?.state).toBe("allowed");
  });

  test("is void where the call would meet something else than the person saw", async () => {
    const { token, id } = await ask();
    await approvals.answer(id, "marta", "allowed");
    const next = await questionsOf().agree(asking({}, { ids: ["1"] }, "changed"), waiter(token));
    expect(next?.token).not.toBe(token);
    expect((await approvals.find(id, "marta"))?.state).toBe("withdrawn");
    await expect(questionsOf().agree(asking(), waiter(token))).rejects.toMatchObject({ code: "declined" });
  });

  test("goes on to the next question of the same call, and asks for each once", async () => {
    const first = await ask();
    await approvals.answer(first.id, "marta", "allowed");
    const call = {};
    const questions = questionsOf();
    expect(await questions.agree(asking(), waiter(first.token, call))).toBeNull();
    const digest = (await approvals.find(first.id, "marta"))?.digest ?? "";
    const later = asking({ agreed: [digest] }, { ids: ["1"] }, "second");
    const second = await questions.agree(later, waiter(first.token, call));
    expect(second?.token).not.toBe(first.token);
    await approvals.answer(idIn(second?.url), "marta", "allowed");
    const lastCall = {};
    const last = questionsOf();
    expect(await last.agree(asking(), waiter(second?.token, lastCall))).toBeNull();
    expect(await last.agree(later, waiter(second?.token, lastCall))).toBeNull();
    await expect(questionsOf().agree(later, waiter(second?.token))).rejects.toThrow("used already");
  });

  test("takes an unanswered later question for no yes to the first one", async () => {
    const first = await ask();
    await approvals.answer(first.id, "marta", "allowed");
    const call = {};
    const questions = questionsOf();
    await questions.agree(asking(), waiter(first.token, call));
    const digest = (await approvals.find(first.id, "marta"))?.digest ?? "";
    const second = await questions.agree(
      asking({ agreed: [digest] }, { ids: ["1"] }, "second"),
      waiter(first.token, call),
    );
    expect(await questionsOf().agree(asking(), waiter(second?.token))).toMatchObject({ token: second?.token });
  });

  test("is used once by two replicas at once", async () => {
    const { token, id } = await ask();
    await approvals.answer(id, "marta", "allowed");
    const other = new Approvals(await again(), () => now);
    const tries = await Promise.allSettled(
      [approvals, other, approvals, other].map((on) => questionsOf("marta", "g1", on).agree(asking(), waiter(token))),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("is still there for another process after the one that asked was killed", async () => {
    const { token, id } = await ask();
    const other = new Approvals(await again(), () => now);
    await other.answer(id, "marta", "allowed");
    expect(await questionsOf("marta", "g1", other).agree(asking(), waiter(token))).toBeNull();
  });

  test("can be taken back before it is used, and not after", async () => {
    const { token, id } = await ask();
    await approvals.answer(id, "marta", "allowed");
    expect(await approvals.withdraw(id, "marta")).toBe(true);
    await expect(questionsOf().agree(asking(), waiter(token))).rejects.toMatchObject({ code: "declined" });
    const used = await ask();
    await approvals.answer(used.id, "marta", "allowed");
    await questionsOf().agree(asking(), waiter(used.token));
    expect(await approvals.withdraw(used.id, "marta")).toBe(false);
  });

  test("gives way to a newer question of the same call", async () => {
    const first = await ask();
    const second = await ask();
    expect((await approvals.find(first.id, "marta"))?.state).toBe("withdrawn");
    expect((await approvals.find(second.id, "marta"))?.state).toBe("open");
  });

  test("is not asked where twenty are open", async () => {
    for (let count = 0; count < 20; count++) await questionsOf().agree(asking({}, { ids: [String(count)] }), waiter());
    await expect(questionsOf().agree(asking({}, { ids: ["more"] }), waiter())).rejects.toMatchObject({
      code: "confirm",
    });
    expect(await questionsOf("piotr").agree(asking(), waiter())).not.toBeNull();
  });

  test("ends with the call that waited for it", async () => {
    const { token } = await ask();
    const controller = new AbortController();
    meanwhile = async () => controller.abort();
    const waiting = questionsOf().agree(asking(), { ...waiter(token), signal: controller.signal });
    await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
  });

  test("keeps no token in plain", async () => {
    const { token } = await ask();
    expect(JSON.stringify(await database.all("SELECT * FROM approvals"))).not.toContain(token);
  });

  test("tells when the call was made first, to its own client only", async () => {
    const { token } = await ask();
    expect(await questionsOf().since(token)).toBe(begin);
    expect(await questionsOf("piotr").since(token)).toBeNull();
    expect(await questionsOf().since("nonsense")).toBeNull();
  });

  describe("of a client that can ask", () => {
    test("is good for one call on any replica", async () => {
      const other = new Approvals(await again(), () => now);
      const tries = await Promise.all([approvals, other, approvals].map((on) => on.spend("nonce", now + minute)));
      expect(tries.filter(Boolean)).toHaveLength(1);
    });
  });

  test("is swept after its time", async () => {
    const { id } = await ask();
    await approvals.spend("nonce", now + minute);
    now += 89 * 86_400_000;
    await approvals.sweep();
    expect(await approvals.find(id, "marta")).toBeDefined();
    expect(await approvals.spend("nonce", now + minute)).toBe(true);
    now += 2 * 86_400_000;
    await approvals.sweep();
    expect(await approvals.find(id, "marta")).toBeUndefined();
  });
});
