import { printPage } from "../../app/state/print-page";
import { activeAccount } from "../../app/state/server-calls";
import type { HandlersOf } from "../handle";
import type { HandlerDeps } from "./deps";

/** What the pages of absences, working time, projects, reports and changes ask. */
export function pageHandlers(
  deps: Pick<
    HandlerDeps,
    "absences" | "workingTime" | "projects" | "reports" | "activity" | "clients" | "settings" | "system"
  >,
): HandlersOf<"absences" | "workingTime" | "projects" | "reports" | "activity"> {
  const { absences, workingTime, projects, reports, activity, clients, settings, system } = deps;
  const account = () => activeAccount(settings.get().activeAccount);
  /** With what Punchcard calls the clients that are named in it. */
  const withLabels = <T extends { changes: readonly { client: string }[] }>(list: T) => {
    const named = [...new Set(list.changes.map(({ client }) => client))].flatMap((id) => {
      const label = clients.labelOf(id);
      return label === null ? [] : [[id, label] as const];
    });
    return { ...list, labels: Object.fromEntries(named) };
  };

  return {
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
    "activity:list": async (request, sender) => withLabels(await activity.list(request, sender.id)),
    "activity:lost": async () => withLabels(await activity.lost(account())),
    "activity:applyLost": async () => withLabels(await activity.applyLost(account())),
    "activity:forgetLost": () => activity.forgetLost(account()),
    "activity:cancelList": (_request, sender) => activity.cancelList(sender.id),
    "activity:undo": ({ id }) => activity.undo(id),
    "activity:clear": () => activity.clear(),
  };
}
