import { z } from "zod";
import { projectLook, projectMerged, projectMethods } from "#core/domain/results/projects";
import { reportResult } from "#core/domain/results/reports";
import type { MessageText } from "#core/messages/catalog";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { contract } from "../../ipc/contract";
import type { ProjectsView, ProjectView } from "../../ipc/contract/projects";
import type { AppRequests, Server } from "../../server";
import { AppFailure, notSaved } from "../failure";
import { nearestColor, type ProjectColor } from "./project-color";
import { type Described, describedProject, fieldOf, recordValues, settable } from "./project-fields";
import { Latest } from "./server-calls";

type Input<C extends keyof typeof contract> = z.output<(typeof contract)[C]["request"]>;

const record = z.object({
  id: z.string(),
  name: z.string(),
  /** What it is below; it is not told again among its values. */
  of: z.object({ type: z.string(), id: z.string(), name: z.string() }).optional(),
  values: z.record(z.string(), z.unknown()),
});
type Record_ = z.output<typeof record>;
const page = z.object({ records: z.array(record), next: z.string().optional() });
const saved = z.object({
  records: z.array(z.object({ id: z.string() })).default([]),
  failed: z.array(z.object({ message: z.string() })).default([]),
  notes: z.array(z.string()).default([]),
});

const pageSize = 500;
const mostPages = 4;
/** A year of a large account, or each entry of a project moved by itself. Milliseconds. */
const patience = 600_000;

/** Projects as the windows show and change them. Each call is a tool call of the server, or a request of the app beside. */
export class Projects {
  private readonly lists = new Latest();

  constructor(
    private readonly deps: {
      server: Server;
      requests: AppRequests;
      /** Which service an account is of; undefined: it is not connected any more. */
      service(accountId: string): string | undefined;
      written(): void;
    },
  ) {}

  list({ accountId: account, year }: Input<"projects:list">, window: number): Promise<ProjectsView> {
    return this.lists.run(window, async (signal) => {
      const { capabilities, records, polling } = this.descriptor(account);
      const described = await this.describe(account, signal);
      const keepsCustomers = records.includes("customer");
      const [projects, customers, worked, budgets] = await Promise.all([
        this.records(account, "project", fieldOf(described, "archived") !== undefined, signal),
        keepsCustomers ? this.records(account, "customer", true, signal) : { all: [], more: false },
        // Where few requests are allowed a year of entries is too much for a page that only opens.
        polling === "sparing" ? null : this.worked(account, year, signal),
        capabilities.includes("budgets") ? this.readBudgets(account, signal) : { rows: [], notes: [] },
      ]);
      const colorOf = colorsOf(projects.all, customers.all);
      const merge = mergeRefusal(described);
      return {
        projects: projects.all.map((one) =>
          viewOf(one, described, {
            color: colorOf(one),
            year: worked === null ? null : (worked.get(one.id) ?? 0),
            budget: budgets.rows.find(({ by, id }) => by === "project" && id === one.id),
          }),
        ),
        customers: customers.all.filter(isShown).map(({ id, name }) => ({ id, name })),
        change: settable(described, "change"),
        create: settable(described, "create"),
        refused: { ...refusedOf(described), ...(merge !== undefined && { merge }) },
        needsCustomer: fieldOf(described, "customer")?.needed === true,
        more: projects.more,
        notes: budgets.notes,
      };
    });
  }

  cancelList(window: number): void {
    this.lists.cancel(window);
  }

  async budgets({ accountId: account }: Input<"projects:budgets">) {
    if (!this.descriptor(account).capabilities.includes("budgets")) return { budgets: {} };
    const { rows } = await this.readBudgets(account);
    const ofProjects = rows.filter(({ by }) => by === "project");
    return { budgets: Object.fromEntries(ofProjects.map((row) => [row.id, budgetOf(row)])) };
  }

  async colors({ accountId: account }: Input<"projects:colors">): Promise<{ colors: Record<string, ProjectColor> }> {
    const { capabilities, records } = this.descriptor(account);
    if (!capabilities.includes("projectColors")) return { colors: {} };
    const [projects, customers] = await Promise.all([
      this.records(account, "project", true),
      records.includes("customer") ? this.records(account, "customer", true) : { all: [] },
    ]);
    const colorOf = colorsOf(projects.all, customers.all);
    const known = projects.all.flatMap((one) => {
      const color = colorOf(one);
      return color ? [[one.id, color] as const] : [];
    });
    return { colors: Object.fromEntries(known) };
  }

  async save({
    accountId: account,
    id,
    values,
  }: Input<"projects:save">): Promise<{ id: string; notes: MessageText[] }> {
    const written = recordValues(values, await this.describe(account));
    const row = { ...(id !== undefined && { id: `#${id}` }), values: written };
    const args = { account, type: "project", records: [row] };
    const answer = await this.write(() => this.deps.server.call("save_record", args, saved));
    const [failed] = answer.failed;
    if (failed) throw notSaved("invalid", failed.message);
    return { id: answer.records[0]?.id ?? id ?? "", notes: answer.notes };
  }

  look({ accountId: account, id }: Input<"projects:look">) {
    const options = { write: false, timeout: patience };
    return this.deps.requests.request(projectMethods.look, { account, id }, projectLook, options);
  }

  merge({ accountId: account, from, into }: Input<"projects:merge">) {
    const options = { write: true, timeout: patience };
    return this.write(() =>
      this.deps.requests.request(projectMethods.merge, { account, from, into }, projectMerged, options),
    );
  }

  async remove({ accountId: account, id }: Input<"projects:delete">): Promise<void> {
    const args = { account, type: "project", ids: [`#${id}`] };
    await this.write(() => this.deps.server.call("delete_record", args, z.looseObject({})));
  }

  private descriptor(account: string) {
    const service = this.deps.service(account);
    if (service === undefined) throw notSaved("unknown", "This account is not connected any more.");
    return descriptorOf(service);
  }

  private async describe(account: string, signal?: AbortSignal): Promise<Described> {
    const args = { account, type: "project", describe: true };
    const { types } = await this.deps.server.call("list_records", args, describedProject, { signal });
    return types[0] ?? { can: [], cannot: {}, fields: [] };
  }

  private async records(account: string, type: "project" | "customer", hidden: boolean, signal?: AbortSignal) {
    const args = { account, type, detail: "full", limit: pageSize, ...(hidden && { hidden }) };
    const all: Record_[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < mostPages; pages++) {
      const { records, next } = await this.deps.server.call("list_records", { ...args, cursor }, page, { signal });
      all.push(...records);
      cursor = next;
      if (next === undefined) break;
    }
    return { all, more: cursor !== undefined };
  }

  /** Own seconds by project; the service may refuse to tell, which hides no project. */
  private async worked(account: string, year: string, signal: AbortSignal): Promise<Map<string, number> | null> {
    const args = { account, from: `${year}-01-01`, to: `${year}-12-31`, by: ["project"], limit: pageSize };
    const found = await this.report(args, signal);
    return found instanceof AppFailure ? null : new Map(found.groups.map(({ id, seconds }) => [id, seconds]));
  }

  private async readBudgets(account: string, signal?: AbortSignal) {
    const args = { account, period: "today", by: ["project"], show: ["budget"], limit: pageSize };
    const found = await this.report(args, signal);
    if (found instanceof AppFailure) return { rows: [], notes: [found.failure.message] };
    return { rows: found.budgets ?? [], notes: [] };
  }

  private async report(args: Record<string, unknown>, signal?: AbortSignal) {
    try {
      return await this.deps.server.call("report_time", args, reportResult, { signal, timeout: patience });
    } catch (error) {
      if (error instanceof AppFailure && ["forbidden", "unsupported", "argument"].includes(error.failure.code))
        return error;
      throw error;
    }
  }

  private async write<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      this.deps.written();
    }
  }
}

const customerOf = ({ of }: Record_) => (of?.type === "customer" ? { id: of.id, name: of.name } : null);
const numberOf = (value: unknown) => (typeof value === "number" ? value : null);
const isShown = ({ values }: Record_) => values.visible !== false && values.active !== false;

/** A project's own color, else its customer's. */
function colorsOf(projects: readonly Record_[], customers: readonly Record_[]) {
  const ofCustomer = new Map(customers.map(({ id, values }) => [id, nearestColor(values.color)]));
  const known = new Map(
    projects.map((one) => [
      one.id,
      nearestColor(one.values.color) ?? ofCustomer.get(customerOf(one)?.id ?? "") ?? null,
    ]),
  );
  return ({ id }: Record_) => known.get(id) ?? null;
}

type BudgetRow = NonNullable<z.output<typeof reportResult>["budgets"]>[number];

const budgetOf = ({ month, time, money, note }: BudgetRow) => ({ month, time, money, note });

function viewOf(
  one: Record_,
  described: Described,
  {
    budget,
    ...read
  }: Pick<ProjectView, "color" | "year"> & {
    budget?: BudgetRow;
  },
): ProjectView {
  const { id, name, values } = one;
  const value = (part: "hours" | "money" | "billable") => values[fieldOf(described, part)?.name ?? ""];
  const billable = value("billable");
  return {
    id,
    name,
    customer: customerOf(one),
    ...read,
    billable: typeof billable === "boolean" ? billable : null,
    archived: !isShown(one),
    hours: numberOf(value("hours")),
    money: numberOf(value("money")),
    ...(budget && { budget: budgetOf(budget) }),
  };
}

const refusedOf = ({ can, cannot }: Described) =>
  Object.fromEntries(
    (["create", "update", "delete"] as const).flatMap((action) =>
      can.includes(action) ? [] : [[action, cannot[action] ?? cannot.all ?? ""]],
    ),
  );

/** Merging moves time and changes what was moved from. */
function mergeRefusal({ can, cannot }: Described): string | undefined {
  return can.includes("update") ? undefined : (cannot.update ?? cannot.all ?? "");
}
