import { expect, test, vi } from "vitest";
import { Scheduler } from "#main/app/scheduler";
import { Timer } from "#main/timer/timer";
import { trayActions } from "#main/tray/actions";
import { thursday } from "../../fakes/tool-session";
import { FakeService, memoryLastKnown, memoryOutbox } from "../fixtures";

function opened() {
  const service = new FakeService(() => thursday);
  const timer = new Timer({
    server: service,
    scheduler: new Scheduler(),
    outbox: memoryOutbox(),
    lastKnown: memoryLastKnown(),
    account: () => "kimai-1",
    reopens: () => true,
    stamps: () => false,
    unreadableReason: async () => null,
    changed: () => undefined,
    called: () => undefined,
    log: () => undefined,
  });
  const shown: string[] = [];
  const quit = vi.fn();
  const update = vi.fn(async () => undefined);
  const used: string[] = [];
  const chooseAccount = async (id: string) => {
    if (id === "gone") throw new Error("no such account");
    used.push(id);
  };
  const act = trayActions({
    timer,
    chooseAccount,
    show: (...where) => shown.push(where.join(" ")),
    update,
    quit,
    log: () => undefined,
  });
  return { service, timer, shown, quit, update, act, used };
}
const choice = { work: { project: { id: "3", name: "x" } }, text: "", tags: [] };

test("a click that works opens nothing", async () => {
  const { act, timer, shown } = opened();
  act({ do: "clockIn", choice });
  await vi.waitFor(() => expect(timer.view()).toMatchObject({ phase: "working", pending: null }), { timeout: 10_000 });
  act({ do: "clockOut" });
  await vi.waitFor(() => expect(timer.view()).toMatchObject({ phase: "idle", undo: { entry: { id: "1" } } }), {
    timeout: 10_000,
  });
  act({ do: "undo" });
  await vi.waitFor(() => expect(timer.view()).toMatchObject({ phase: "working", pending: null }), { timeout: 10_000 });
  expect(shown).toEqual([]);
  timer.reset();
});

test("a click that fails opens the timer, where the reason and the next step are", async () => {
  const { act, service, timer, shown } = opened();
  service.mode = "refuse";
  act({ do: "clockIn", choice });
  await vi.waitFor(() => expect(shown).toEqual(["timer"]), { timeout: 10_000 });
  act({ do: "giveUp" });
  await vi.waitFor(() => expect(timer.view().failed).toBeNull(), { timeout: 10_000 });
  timer.reset();
});

test("the other items open what they say", () => {
  const { act, shown, quit } = opened();
  for (const what of ["openTimer", "openMain", "openSettings", "openOnboarding", "quit"] as const) act({ do: what });
  act({ do: "openPalette" });
  act({ do: "findWork" });
  expect(shown).toEqual([...["timer", "main", "main general", "onboarding"], ...["palette  palette", "palette  work"]]);
  expect(quit).toHaveBeenCalledOnce();
});

test("another account is used, and one that is gone opens the timer", async () => {
  const { act, used, shown } = opened();
  act({ do: "useAccount", accountId: "kimai-2" });
  await vi.waitFor(() => expect(used).toEqual(["kimai-2"]));
  expect(shown).toEqual([]);
  act({ do: "useAccount", accountId: "gone" });
  await vi.waitFor(() => expect(shown).toEqual(["timer"]));
});

test("an update is put in place by a click, and one that cannot be leads to where it says why", async () => {
  const { act, update, shown } = opened();
  act({ do: "update" });
  expect(update).toHaveBeenCalledTimes(1);
  expect(shown).toEqual([]);
  update.mockRejectedValueOnce(new Error("busy"));
  act({ do: "update" });
  await vi.waitFor(() => expect(shown).toEqual(["main general"]));
});
