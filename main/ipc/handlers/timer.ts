import { notSaved } from "../../app/failure";
import { activeAccount } from "../../app/state/server-calls";
import type { RunningChange } from "../contract/timer/timer";
import type { HandlersOf } from "../handle";
import type { HandlerDeps } from "./deps";

/** The timer, its favorites, and the question after an absence. */
export function timerHandlers(
  deps: Pick<HandlerDeps, "timer" | "drafts" | "favorites" | "away" | "windows" | "settings" | "useAccount">,
): HandlersOf<"timer" | "favorites" | "away"> {
  const { timer, drafts, settings } = deps;
  const account = () => activeAccount(settings.get().activeAccount);
  return {
    "timer:clockIn": ({ createMissing, ...choice }) => timer.clockIn(choice, createMissing),
    "timer:clockOut": () => timer.clockOut(),
    "timer:takeBreak": (request) => timer.takeBreak(request?.typeId),
    "timer:resume": () => timer.resume(),
    "timer:undo": () => timer.undo(),
    "timer:retry": () => timer.retry(),
    "timer:discard": ({ id }) => timer.discard(id),
    "timer:decide": ({ id, choice }) => timer.decide(id, choice),
    "timer:cancel": () => timer.cancel(),
    "timer:edit": async (change) => {
      const id = timer.view().status?.running?.id ?? "";
      const ref = { account: account(), key: `entry/${id}` };
      const view = await timer.edit(change);
      // Also where the window that held the draft is gone by then.
      if (view.failed === null) drafts.dropParts(ref, draftParts(change));
      return view;
    },
    "timer:useAccount": async ({ accountId }) => {
      await deps.useAccount(accountId);
      return timer.view();
    },
    "favorites:add": (request) => deps.favorites.add(request),
    "favorites:rename": (request) => deps.favorites.rename(request),
    "favorites:move": (request) => deps.favorites.move(request),
    "favorites:remove": (request) => deps.favorites.remove(request),
    "favorites:check": () => deps.favorites.check(),
    "away:current": (_request, sender) => (deps.windows.isOf("away", sender.id) ? deps.away.current() : null),
    "away:answer": ({ id, ...given }, sender) => {
      if (!deps.windows.isOf("away", sender.id)) throw notSaved("permission", "Only its own window may answer this.");
      return deps.away.answer(id, given);
    },
    "away:later": () => deps.away.later(),
  };
}

/** The parts of a form of the running entry that a change of it saves. */
const draftParts = ({ begin, text, work, tags, billable }: RunningChange) => {
  const saved = { day: begin, from: begin, text, work, tags, billable };
  return (Object.keys(saved) as (keyof typeof saved)[]).filter((name) => saved[name] !== undefined);
};
