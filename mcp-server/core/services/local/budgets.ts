import type { Budget, WorkIds } from "../../domain/entities";
import { type Sql, Where } from "../../platform/sqlite";
import { refOf, rowId, workOf } from "./database/rows";
import { selectItems } from "./work";

/** Hours that projects may take, with what ended entries have used of them. What is archived is still told. */
export function readBudgets(sql: Sql, within: WorkIds = {}): Budget[] {
  if (within.activity !== undefined || within.subproject !== undefined) return [];
  const where = new Where().add("i.level = 'project' AND i.time_budget IS NOT NULL");
  if (within.customer !== undefined) where.add("i.customer_id = ?", rowId(within.customer, "customer"));
  if (within.project !== undefined) where.add("i.id = ?", rowId(within.project, "project"));
  const used = new Map(
    sql
      .all(
        "SELECT project_id, sum(end_at - begin_at) AS seconds FROM entry WHERE end_at IS NOT NULL GROUP BY project_id",
      )
      .map((row) => [row.project_id, Number(row.seconds)]),
  );
  return sql.all(`${selectItems} WHERE ${where} ORDER BY i.search, i.id`, ...where.values).map((row) => ({
    level: "project",
    item: refOf(row),
    parents: workOf(row),
    seconds: Number(row.time_budget),
    money: null,
    monthly: false,
    usedSeconds: used.get(row.id ?? null) ?? 0,
  }));
}
