import { activeAccount } from "../../app/state/server-calls";
import { saveTable } from "../../app/state/tables";
import type { DraftRef } from "../contract/entries/drafts";
import type { HandlersOf } from "../handle";
import type { HandlerDeps } from "./deps";

/** Entries, their drafts, and what entries are made of: the own calendar and files of other programs. */
export function entryHandlers(
  deps: Pick<
    HandlerDeps,
    | "entries"
    | "search"
    | "bulk"
    | "drafts"
    | "ownCalendar"
    | "bookings"
    | "imports"
    | "settings"
    | "snapshot"
    | "system"
    | "notifyProgress"
  >,
): HandlersOf<"work" | "entries" | "drafts" | "calendar" | "imports" | "tables"> {
  const { entries, search, bulk, drafts, ownCalendar, bookings, imports, settings, system } = deps;
  const account = () => activeAccount(settings.get().activeAccount);
  /** A draft stays until what it says is saved. */
  const andDrop = async <T>(draft: DraftRef | undefined, saved: Promise<T>): Promise<T> => {
    const value = await saved;
    if (draft) drafts.drop(draft);
    return value;
  };
  return {
    "work:search": (request) => entries.search(request),
    "entries:list": (request, sender) => entries.list(request, sender.id),
    "entries:cancelList": (_request, sender) => entries.cancelList(sender.id),
    "entries:find": (request, sender) => entries.find(request, sender.id),
    "entries:search": (request, sender) => search.find(request, sender.id),
    "entries:cancelSearch": (_request, sender) => search.cancel(sender.id),
    "entries:customFields": () => entries.customFields(),
    "entries:log": ({ draft, ...request }) => andDrop(draft, entries.log(request)),
    "entries:update": ({ draft, ...request }) => andDrop(draft, entries.update(request)),
    "entries:delete": async (request) => {
      const of = account();
      await entries.remove(request);
      drafts.dropEntries(of, request.ids);
    },
    "entries:previewMany": (request, sender) => bulk.preview(request, sender.id),
    "entries:changeMany": async (request, sender) => {
      const of = account();
      const answer = await bulk.write(request, sender.id, deps.notifyProgress);
      if (request.change === "delete") drafts.dropEntries(of, answer.done);
      return answer;
    },
    "entries:cancelMany": (_request, sender) => bulk.cancel(sender.id),
    "drafts:list": (request) => drafts.list(request),
    "drafts:keep": (request) => drafts.keep(request),
    "drafts:drop": (request) => drafts.drop(request),
    "calendar:events": (request) => ownCalendar.events(request),
    "calendar:chooseFile": async () => ({ chosen: await ownCalendar.chooseFile() }),
    "calendar:setAddress": ({ address }) => ownCalendar.setAddress(address),
    "calendar:cancel": () => ownCalendar.cancel(),
    "calendar:remove": () => ownCalendar.remove(),
    "calendar:suggest": (request) => bookings.suggest(request),
    "calendar:book": (request) => bookings.book(request),
    "calendar:stopBooking": () => bookings.stop(),
    "tables:save": (request) => saveTable(request, async () => (await deps.snapshot()).language, system.chooseExport),
    "imports:choose": () => imports.choose(system.chooseImport),
    "imports:preview": (request) => imports.preview(request),
    "imports:run": (request) => imports.run(request),
    "imports:cancel": () => imports.cancel(),
    "imports:pending": () => imports.pending(),
    "imports:goOn": () => imports.goOn(),
    "imports:takeBack": () => imports.takeBack(),
  };
}
