import type { WebContents } from "electron";
import type { PolicyState } from "../../mcp-server/domain/company-policy";
import type { Accounts } from "../accounts";
import type { AccountFactsCache } from "../accounts/facts";
import { notSaved } from "../app/failure";
import type { Absences } from "../app/state/absences";
import type { Activity } from "../app/state/activity";
import type { Asides } from "../app/state/asides";
import type { BulkEntries } from "../app/state/bulk-entries";
import type { Drafts } from "../app/state/drafts";
import type { Entries } from "../app/state/entries";
import type { EntrySearch } from "../app/state/entry-search";
import type { Favorites } from "../app/state/favorites";
import type { Imports } from "../app/state/imports";
import { printPage } from "../app/state/print-page";
import type { Projects } from "../app/state/projects";
import type { Reports } from "../app/state/reports";
import { activeAccount } from "../app/state/server-calls";
import { saveTable } from "../app/state/tables";
import type { WorkingTime } from "../app/state/working-time";
import type { Away } from "../away";
import type { Clients } from "../clients";
import type { Confirmations } from "../confirm";
import type { OwnCalendar } from "../own-calendar";
import type { CalendarBookings } from "../own-calendar/bookings";
import type { TimeSheets } from "../server/time-sheet";
import * as permissions from "../settings/permissions";
import type { SettingsStore } from "../settings/store";
import type { Shortcuts } from "../shortcuts";
import type { Timer } from "../timer/timer";
import type { Updates } from "../updates";
import type { Windows } from "../windows";
import { clientLinkTarget, credentialPage, linkAmong } from "../windows/links";
import type { AppState, Check, ClientView, PermissionsView, RunningChange } from "./contract";
import type { DraftRef } from "./contract/drafts";
import type { Handlers } from "./handle";
import { sheetHandlers } from "./sheet-handlers";

export interface HandlerDeps {
  snapshot(): Promise<AppState>;
  timer: Timer;
  entries: Entries;
  search: EntrySearch;
  bulk: BulkEntries;
  drafts: Drafts;
  asides: Pick<Asides, "known" | "dismiss" | "look">;
  favorites: Favorites;
  absences: Absences;
  projects: Projects;
  reports: Reports;
  activity: Activity;
  imports: Pick<Imports, "choose" | "preview" | "run" | "cancel" | "pending" | "goOn" | "takeBack">;
  workingTime: WorkingTime;
  accounts: Accounts;
  facts: AccountFactsCache;
  settings: SettingsStore;
  company(): PolicyState;
  windows: Pick<Windows, "show" | "close" | "isOf" | "takeTask">;
  confirmations: Pick<Confirmations, "current" | "answer">;
  clients: Omit<Clients, "watchEntries" | "refreshLauncher" | "launcher" | "removeOldBackups" | "removeLauncher">;
  timeSheets: TimeSheets;
  ownCalendar: Pick<OwnCalendar, "events" | "chooseFile" | "setAddress" | "cancel" | "remove">;
  bookings: CalendarBookings;
  away: Pick<Away, "current" | "answer" | "later">;
  shortcuts: Pick<Shortcuts, "set" | "suspend">;
  updates: Pick<Updates, "check" | "download" | "install" | "plan" | "releasePage">;
  useAccount(accountId: string): Promise<void>;
  setStartAtLogin(on: boolean): Promise<void>;
  /** Goes back to the last settings that could be used. */
  restoreSettings(): Promise<void>;
  checks(): Promise<Check[]>;
  report(checks: Check[]): string;
  /** What reaches out of the app, by narrow functions. */
  system: {
    openLink(url: string): Promise<void>;
    copy(text: string): void;
    reveal(path: string): void;
    openLog(): Promise<void>;
    chooseCaFile(): Promise<string | null>;
    /** A table of another program; null: none. */
    chooseImport(): Promise<string | null>;
    chooseSheet(): Promise<string | null>;
    /** Where a file of that name shall be written; null: nowhere. */
    chooseExport(name: string): Promise<string | null>;
    chooseExtension(name: string): Promise<string | null>;
    quit(): void;
  };
  notifyPermissions(view: PermissionsView): void;
  notifyClients(clients: ClientView[]): void;
  notifyProgress(progress: { done: number; total: number }): void;
}

/** What each channel does. Every handler is a few calls; what they mean is in the folders they call. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { timer, entries, search, drafts, absences, projects, reports, activity, workingTime, accounts } = deps;
  const { bulk, imports, settings, clients, system } = deps;
  const { ownCalendar, bookings } = deps;

  /** The clients as they were listed last: looking for them reads the files of all. */
  let listed: ClientView[] | null = null;
  const permissionsView = async (accountId: string) => {
    listed ??= await clients.list();
    const refused = deps.facts.of(accountId)?.refused ?? {};
    return permissions.permissionsView(settings.get(), accountId, refused, listed, deps.company());
  };
  const openPermissions = async (accountId: string) => {
    // The service's own refusals are shown as soon as they are known, but nobody waits for a service out of reach.
    const read = deps.facts.read(accountId, 10 * 60_000);
    await Promise.race([read, new Promise((resolve) => setTimeout(resolve, 1_500))]);
    listed = null;
    return permissionsView(accountId);
  };
  /** A switch shows at once: neither the service nor the clients' files are read for it. */
  const changePermissions = async (accountId: string, change: Parameters<SettingsStore["update"]>[0]) => {
    settings.update(change);
    const view = await permissionsView(accountId);
    deps.notifyPermissions(view);
    return view;
  };
  const watchClients = forOnePage(() => clients.watch(deps.notifyClients));
  const record = forOnePage(() => {
    deps.shortcuts.suspend(true);
    return () => deps.shortcuts.suspend(false);
  });
  const changeClient = async (run: () => Promise<ClientView>) => {
    const view = await run();
    deps.notifyClients(await clients.list());
    return view;
  };

  /** With what Punchcard calls the clients that are named in it. */
  const withLabels = <T extends { changes: readonly { client: string }[] }>(list: T) => {
    const named = [...new Set(list.changes.map(({ client }) => client))].flatMap((id) => {
      const label = clients.labelOf(id);
      return label === null ? [] : [[id, label] as const];
    });
    return { ...list, labels: Object.fromEntries(named) };
  };

  const account = () => activeAccount(settings.get().activeAccount);
  /** A draft stays until what it says is saved. */
  const andDrop = async <T>(draft: DraftRef | undefined, saved: Promise<T>): Promise<T> => {
    const value = await saved;
    if (draft) drafts.drop(draft);
    return value;
  };
  return {
    "app:snapshot": () => deps.snapshot(),
    "app:refresh": async () => {
      await timer.refresh({ recent: true });
      return timer.view();
    },
    "app:openWindow": ({ name, page }) => deps.windows.show(name, page),
    "app:closeWindow": (_request, sender) => deps.windows.close(sender.id),
    "app:takeTask": (_request, sender) => ({ task: deps.windows.takeTask(sender.id) }),
    "app:openLink": async (asked) => {
      if (asked.link === "release_page") return system.openLink(await deps.updates.releasePage());
      return system.openLink(
        asked.link === "service_page" ? linkAmong(settings.get(), asked.url) : credentialPage(asked.service, asked.url),
      );
    },
    "app:quit": () => system.quit(),

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

    "absences:list": (request, sender) => absences.list(request, sender.id),
    "absences:cancelList": (_request, sender) => absences.cancelList(sender.id),
    "absences:types": () => absences.types(),
    "absences:balance": (request) => absences.balance(request),
    "absences:request": (request, sender) => absences.request(request, sender.id),
    "absences:cancelCheck": (_request, sender) => absences.cancelCheck(sender.id),
    "absences:decide": (request) => absences.decide(request),

    "workingTime:get": (request) => workingTime.get(request),
    "workingTime:saveTarget": (request) => workingTime.saveTarget(request),
    "workingTime:removeTarget": (request) => workingTime.removeTarget(request),
    "workingTime:saveZone": (request) => workingTime.saveZone(request),
    "workingTime:saveOwnDay": (request) => workingTime.saveOwnDay(request),
    "workingTime:removeOwnDay": (request) => workingTime.removeOwnDay(request),
    "workingTime:saveLeave": (request) => workingTime.saveLeave(request),
    "workingTime:saveFirstDay": (request) => workingTime.saveFirstDay(request),
    "workingTime:saveCarry": (request) => workingTime.saveCarry(request),
    "workingTime:foresee": (request) => workingTime.foresee(request),

    "projects:list": (request, sender) => projects.list(request, sender.id),
    "projects:cancelList": (_request, sender) => projects.cancelList(sender.id),
    "projects:budgets": (request) => projects.budgets(request),
    "projects:colors": (request) => projects.colors(request),
    "projects:save": (request) => projects.save(request),
    "projects:look": (request) => projects.look(request),
    "projects:merge": (request) => projects.merge(request),
    "projects:delete": (request) => projects.remove(request),

    "reports:get": (request, sender) => reports.get(request, sender.id),
    "reports:names": (request) => reports.names(request),
    "reports:cancel": (_request, sender) => reports.cancel(sender.id),
    "reports:print": (request, sender) => printPage(request, sender, system.chooseExport),
    "reports:export": (request) => reports.export(request, system.chooseExport),

    "tables:save": (request) => saveTable(request, async () => (await deps.snapshot()).language, system.chooseExport),

    "activity:list": async (request, sender) => withLabels(await activity.list(request, sender.id)),
    "activity:lost": async () => withLabels(await activity.lost(account())),
    "activity:applyLost": async () => withLabels(await activity.applyLost(account())),
    "activity:forgetLost": () => activity.forgetLost(account()),
    "activity:cancelList": (_request, sender) => activity.cancelList(sender.id),
    "activity:undo": ({ id }) => activity.undo(id),
    "activity:clear": () => activity.clear(),

    "imports:choose": () => imports.choose(system.chooseImport),
    "imports:preview": (request) => imports.preview(request),
    "imports:run": (request) => imports.run(request),
    "imports:cancel": () => imports.cancel(),
    "imports:pending": () => imports.pending(),
    "imports:goOn": () => imports.goOn(),
    "imports:takeBack": () => imports.takeBack(),

    "asides:reveal": ({ file }) => system.reveal(deps.asides.known(file)),
    "asides:dismiss": ({ file }) => deps.asides.dismiss(file),

    ...sheetHandlers({
      timeSheets: deps.timeSheets,
      account,
      chooseFile: system.chooseSheet,
      reveal: system.reveal,
      refresh: () => {
        deps.asides.look();
        return timer.refresh({ recent: true });
      },
    }),

    "favorites:add": (request) => deps.favorites.add(request),
    "favorites:rename": (request) => deps.favorites.rename(request),
    "favorites:move": (request) => deps.favorites.move(request),
    "favorites:remove": (request) => deps.favorites.remove(request),
    "favorites:check": () => deps.favorites.check(),
    "shortcuts:set": ({ id, keys }) => deps.shortcuts.set(id, keys),
    "shortcuts:record": ({ on }, sender) => record(on, sender),

    "accounts:connect": async (request) => {
      const account = await accounts.connect(request);
      return deps.facts.view(account, accounts.isSessionOnly(account.id));
    },
    "accounts:findSignIn": async ({ url, caFile }) => ({ origin: await accounts.findSignIn(url, caFile) }),
    "accounts:signIn": async (request) => {
      const account = await accounts.signIn(request);
      return deps.facts.view(account, accounts.isSessionOnly(account.id));
    },
    "accounts:cancelConnect": () => accounts.cancelConnect(),
    "accounts:disconnect": ({ accountId }) => accounts.disconnect(accountId),
    "accounts:setTarget": ({ accountId, targetSeconds }) => accounts.setTarget(accountId, targetSeconds),
    "accounts:chooseCaFile": async () => ({ path: await system.chooseCaFile() }),

    "permissions:get": ({ accountId }) => openPermissions(accountId),
    "permissions:setProfile": ({ accountId, profile }) =>
      changePermissions(accountId, (draft) => permissions.setProfile(draft, accountId, profile)),
    "permissions:putOff": ({ accountId }) =>
      changePermissions(accountId, (draft) => permissions.putOff(draft, accountId)),
    "permissions:setCell": ({ accountId, cell, level }) =>
      changePermissions(accountId, (draft) => permissions.setCell(draft, accountId, cell, level)),
    "permissions:setTool": ({ accountId, tool, on }) =>
      changePermissions(accountId, (draft) => permissions.setTool(draft, accountId, tool, on)),
    "permissions:setConfirmsItself": ({ accountId, on }) =>
      changePermissions(accountId, (draft) => permissions.setConfirmsItself(draft, accountId, on)),
    "permissions:reset": ({ accountId }) =>
      changePermissions(accountId, (draft) => permissions.resetPermissions(draft, accountId)),
    "permissions:limitClient": ({ accountId, clientId, limit }) =>
      changePermissions(accountId, (draft) => permissions.limitClient(draft, accountId, clientId, limit)),

    "clients:list": () => clients.list(),
    "clients:plan": ({ clientId, action }) => clients.plan(clientId, action),
    "clients:register": ({ clientId }) => changeClient(() => clients.register(clientId)),
    "clients:unregister": ({ clientId }) => changeClient(() => clients.unregister(clientId)),
    "clients:unregisterAll": async () => {
      const done = await clients.unregisterAll();
      deps.notifyClients(await clients.list());
      return done;
    },
    "clients:open": async ({ clientId }) => system.openLink(clientLinkTarget(await clients.linkOf(clientId))),
    "clients:watch": ({ on }, sender) => watchClients(on, sender),
    "clients:reveal": async ({ clientId }) => {
      const path = await clients.fileOf(clientId);
      if (path === null) throw notSaved("not_found", "This client has no file yet.");
      system.reveal(path);
    },
    "clients:extension": () => clients.extension(),
    "clients:saveExtension": async () => {
      const path = await system.chooseExtension("punchcard.mcpb");
      if (path === null) return { saved: false };
      await clients.saveExtension(path);
      system.reveal(path);
      return { saved: true };
    },
    "clients:snippets": () => clients.snippets(),

    "confirm:current": (_request, sender) =>
      deps.windows.isOf("confirm", sender.id) ? deps.confirmations.current() : null,
    "confirm:answer": ({ id, answer }, sender) => {
      if (!deps.windows.isOf("confirm", sender.id))
        throw notSaved("permission", "Only its own window may answer this.");
      deps.confirmations.answer(id, answer);
    },

    "away:current": (_request, sender) => (deps.windows.isOf("away", sender.id) ? deps.away.current() : null),
    "away:answer": ({ id, ...given }, sender) => {
      if (!deps.windows.isOf("away", sender.id)) throw notSaved("permission", "Only its own window may answer this.");
      return deps.away.answer(id, given);
    },
    "away:later": () => deps.away.later(),

    "updates:check": () => deps.updates.check(),
    "updates:download": () => deps.updates.download(),
    "updates:install": () => deps.updates.install(),

    "clipboard:copy": ({ text }) => system.copy(text),
    "settings:update": async ({ startAtLogin, ...ui }) => {
      if (startAtLogin !== undefined) await deps.setStartAtLogin(startAtLogin);
      settings.update((draft) => Object.assign(draft.ui, ui));
      if (ui.updates !== undefined) deps.updates.plan();
      return deps.snapshot();
    },
    "settings:restore": async () => {
      await deps.restoreSettings();
      return deps.snapshot();
    },
    "settings:accept": () => {
      settings.accept();
      return deps.snapshot();
    },
    "diagnostics:run": () => deps.checks(),
    "diagnostics:copy": async () => system.copy(deps.report(await deps.checks())),
    "diagnostics:openLog": () => system.openLog(),
  };
}

/** The parts of a form of the running entry that a change of it saves. */
const draftParts = ({ begin, text, work, tags, billable }: RunningChange) => {
  const saved = { day: begin, from: begin, text, work, tags, billable };
  return (Object.keys(saved) as (keyof typeof saved)[]).filter((name) => saved[name] !== undefined);
};

/** Something that goes on for one page at a time, and ends with it at the latest. @param start returns its end */
function forOnePage(start: () => () => void): (on: boolean, page: WebContents) => void {
  let end: () => void = () => undefined;
  return (on, page) => {
    end();
    if (!on) return;
    const stop = start();
    const ended = () => {
      end = () => undefined;
      stop();
      page.removeListener("destroyed", ended);
      page.removeListener("did-start-loading", ended);
    };
    end = ended;
    // A page that is gone, or gives way to another, cannot say so.
    page.on("destroyed", ended);
    page.on("did-start-loading", ended);
  };
}
