import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { InputError, ServiceError } from "../../../../domain/errors";
import { quote } from "../../../../domain/quote";
import type { RecordDraft, RecordQuery } from "../../../../domain/records";
import type { MessageText } from "../../../../messages/catalog";
import type { Remembered } from "../../../http/cache";
import { partlyDone } from "../../../shared/partly-done";
import { pathOf, type Resource } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import * as wire from "../../wire/work";
import { type ClockodoRecordType, demandDeletable, recordType } from "../record-type";
import { one, saveOnce } from "../shared";
import { budgetBody, budgetValues } from "./budget-fields";
import { withStatus } from "./project-status";
import { partsOfWork, type WorkKind, workFields } from "./work-fields";
import { budgetSources, inOrder, isWanted, type ListedRow, workFilters } from "./work-list";

type WorkRow = ListedRow & {
  budget?: wire.WireBudget | null;
  note?: string | null;
  billed_completely?: boolean | null;
};
interface Source {
  what: string;
  resource: Resource;
  row: z.ZodType<WorkRow>;
  list: Remembered<WorkRow[]>;
  /** What it stands below, and where the id of that is. */
  above?: readonly ["customer", "customers_id"] | readonly ["project", "projects_id"];
  /** It has budgets, and calls of its own for single steps (clockodo-api.md §2.6). */
  stepped?: true;
}
const sources = ({ lists }: Clockodo): Record<WorkKind, Source> => ({
  customer: { what: "a customer", resource: "customers", row: wire.customer, list: lists.customers },
  project: {
    what: "a project",
    resource: "projects",
    row: wire.project,
    list: lists.projects,
    above: ["customer", "customers_id"],
    stepped: true,
  },
  subproject: {
    what: "a subproject",
    resource: "subprojects",
    row: wire.subproject,
    list: lists.subprojects,
    above: ["project", "projects_id"],
    stepped: true,
  },
  activity: { what: "an activity", resource: "services", row: wire.service, list: lists.services },
  lump_sum_service: {
    what: "a lump sum service",
    resource: "lumpSumServices",
    row: wire.lumpSumService,
    list: lists.lumpSumServices,
  },
});

const countedProjects = z.object({
  data: z.array(z.object({ customers_id: z.number(), active: z.number(), inactive: z.number() })),
});
const reported = z.object({ projects_id: z.number() });

/** Customers, projects, subprojects, activities or lump-sum services as records (clockodo-api.md §2.5–2.7). */
export function workType(
  kind: WorkKind,
  clockodo: Clockodo,
): ClockodoRecordType & Required<Pick<ClockodoRecordType, "create">> {
  const { client, lists } = clockodo;
  const { what, resource, row, list, above, stepped } = sources(clockodo)[kind];

  /** Projects by where their budget comes from: the list of reports filters by it (§2.6). */
  async function bySource({ filters }: Partial<RecordQuery>, call?: Call): Promise<Set<number> | null> {
    const source = (budgetSources as readonly unknown[]).indexOf(filters?.budget);
    if (kind !== "project" || source < 0) return null;
    const query = [["filter[budget_source][]", source]] as const;
    const found = await client.list(reported, pathOf("projects", "reports"), { query, perPage: 5_000 }, call);
    return new Set(found.map((each) => each.projects_id));
  }

  const work = recordType<WorkRow>(clockodo, {
    type: kind,
    what,
    kind,
    resource,
    row,
    fields: workFields[kind],
    filters: workFilters[kind],
    within: above ? [above[0]] : [],
    notes: (able) =>
      able.includes("delete")
        ? [
            "It can only be deleted when it is inactive and nothing hangs on it; Punchcard never deletes time along with it.",
          ]
        : [],
    async rows(query, call, fresh) {
      const [all, from] = await Promise.all([list.get({ fresh, signal: call?.signal }), bySource(query, call)]);
      const found = from ? all.filter(({ id }) => from.has(id)) : all;
      return kind === "project" && query.filters?.status === true ? withStatus(clockodo, found, call) : found;
    },
    find: async (id, call) => (await client.get(one(row), pathOf(resource, wireId(id, what)), {}, call)).data,
    parentOf(each, names) {
      const id = above && each[above[1]];
      return id === undefined
        ? undefined
        : { type: above?.[0] ?? kind, id: String(id), name: names(above?.[0] ?? kind, id) };
    },
    extra: ({ budget }) => budgetValues(budget),
    missing({ note, budget }) {
      const hidden = [
        ...(note === undefined ? ["notes"] : []),
        ...(stepped && budget === undefined ? ["budgets"] : []),
      ];
      return hidden.length > 0 ? `Your rights in Clockodo do not show ${hidden.join(" and ")} of it.` : undefined;
    },
    wanted: isWanted,
    order: inOrder,
    knownBy: "name",
    changed: () => lists.forget(),
    // Budgets are sent whole, so what is there is needed first.
    ...(stepped && {
      complete(given, draft, before) {
        const budget = budgetBody(draft, before?.budget ?? null);
        return budget === undefined || (budget === null && !before) ? given : { ...given, budget };
      },
    }),
    consequences: ({ id, name, active }, call) =>
      demandDeletable(
        clockodo,
        pathOf(resource, id),
        {
          active,
          message: `Clockodo deletes ${what} only when it is inactive; ${quote(name, 80)} is active.`,
          next: "Set active to false with save_record first, then delete it.",
        },
        call,
      ),
  });

  /** How many projects a customer has; a courtesy, so its failure is none of the record. */
  async function projectsOf(id: string, call?: Call) {
    const query = [["customers_id", id]] as const;
    const path = pathOf("customers", "countProjects");
    const read = await client.get(countedProjects, path, { query }, call).catch(() => null);
    const found = read?.data.find((each) => String(each.customers_id) === id);
    return found ? { projects: found.active, inactive_projects: found.inactive } : {};
  }

  const complete = async (id: string, completed: boolean, call?: Call) =>
    (await work.put(id, pathOf(resource, Number(id), "complete"), { completed }, call)).notes;

  /** `billed_money` alone leaves whether all is billed as it is; of a budget in money Clockodo takes nothing else (§2.6). */
  async function bill(id: string, { billed: asked, billed_money: money }: RecordDraft, call?: Call) {
    const { budget, billed_completely: now } = await work.read(id, call);
    const amount = money === undefined ? {} : { billed_money: money };
    const billed = asked ?? now === true;
    const path = pathOf("projects", Number(id), "setBilled");
    const [body, expected] = budget?.monetary
      ? [amount, amount]
      : [
          { billed, ...amount },
          { billed_completely: billed, ...amount },
        ];
    const { notes } = await work.put(id, path, body, call, expected);
    return [
      ...notes,
      ...(budget?.monetary && asked !== undefined ? ["Its budget is in money: only the billed amount was saved."] : []),
    ];
  }

  /** @throws InputError where only `billed` is to be set of a project whose budget is, or will be, in money */
  async function demandBillable(id: string, draft: RecordDraft, call?: Call): Promise<void> {
    const { billed, billed_money: amount, budget, time_budget: time } = draft;
    if (billed === undefined || amount !== undefined || typeof time === "number") return;
    const stays = budget === undefined && (await work.read(id, call)).budget?.monetary === true;
    if (stays || typeof budget === "number")
      throw new InputError(
        "argument",
        "Of a project whose budget is in money, Clockodo takes only the billed amount.",
        {
          next: "Give billed_money instead of billed; null is nothing.",
        },
      );
  }

  async function nextInterval(id: string, call?: Call) {
    const own = async (options?: Call) =>
      (await lists.subprojects.get({ fresh: true, ...options })).filter((each) => String(each.projects_id) === id);
    const old = new Set((await own({ signal: call?.signal })).map((each) => each.id));
    const path = pathOf("projects", Number(id), "createNextInterval");
    const { value, notes } = await saveOnce(
      clockodo,
      async () => (await client.write(one(wire.subproject), "POST", path, { body: {} }, call)).data,
      async () => (await own()).find((each) => !old.has(each.id)) ?? null,
    );
    return [...notes, `The next interval is subproject #${value.id}, "${quote(value.name, 80)}".`];
  }

  return {
    ...work,
    async list(query, call) {
      const { records, notes, ...page } = await work.list(query, call);
      // What is missing of all of them is said once.
      const missing = [...new Set(records.flatMap((each) => each.missing ?? []))];
      if (missing.length !== 1) return { ...page, records, notes };
      return {
        ...page,
        records: records.map(({ missing: _, ...each }) => each),
        notes: [...notes, ...missing.map((each) => each.replace(/ of it\.$/, "."))],
      };
    },
    async get(id, of, call) {
      const [found, counts] = await Promise.all([
        work.get(id, of, call),
        kind === "customer" ? projectsOf(id, call) : {},
      ]);
      return { ...found, values: { ...found.values, ...counts } };
    },
    describe: async (call) => ({ ...(await work.describe(call)), parts: partsOfWork[kind] ?? [] }),
    /** Only what is not active is deleted, and nothing that somebody booked on (clockodo-api.md §2.8). */
    async takeBack(id, of, call) {
      const path = pathOf(resource, wireId(id, what));
      await work.put(id, path, { active: false }, call);
      try {
        await demandDeletable(clockodo, path, null, call);
        await work.remove(id, of, call);
      } catch (error) {
        // What stays has to be usable for whoever booked on it.
        await work.put(id, path, { active: true }, call).catch(() => undefined);
        throw error;
      }
    },
    create: (values, of, call) => work.create(of ? { ...values, [of.type]: of.id } : values, of, call),

    /** Several requests make one change; what was done before one failed stays done, and is said. */
    async update(id, draft, _of, call) {
      const body = await work.changeOf(id, draft, call);
      await demandBillable(id, draft, call);
      const notes: MessageText[] = [];
      let done = "";
      try {
        if (draft.completed === false) {
          // A completed one takes no other changes.
          notes.push(...(await complete(id, false, call)));
          done = "It is not completed any more; the rest is not saved.";
        }
        if (Object.keys(body).length > 0) {
          notes.push(...(await work.put(id, pathOf(resource, Number(id)), body, call)).notes);
          done = "The other values are saved, this one is not.";
        }
        if (draft.next_interval === true) notes.push(...(await nextInterval(id, call)));
        if (draft.completed === true) notes.push(...(await complete(id, true, call)));
        if (draft.billed !== undefined || draft.billed_money !== undefined)
          notes.push(...(await bill(id, draft, call)));
      } catch (error) {
        if (done !== "") lists.forget();
        throw done !== "" && error instanceof ServiceError ? partlyDone(error, `${error.message} ${done}`) : error;
      }
      lists.forget();
      return { record: await work.written(await work.read(id), draft), notes };
    },
  };
}
