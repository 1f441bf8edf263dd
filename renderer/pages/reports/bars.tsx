import { useTranslation } from "react-i18next";
import { type Budget, BudgetBar, BudgetNumbers } from "../../features/budget/budget-bar";
import { hoursMinutes, longDay, percent } from "../../lib/format";
import { useApp } from "../../lib/store";
import type { Group } from "./use-report";

type Budgets = Readonly<Record<string, Budget>>;

/** `Brightwater Museum`: what stands above a work item. */
const above = ({ parents = {} }: Group) =>
  [parents.customer, parents.project, parents.subproject].flatMap((level) => level?.name ?? []).join(" · ");

/** Hours by group, the longest bar as wide as there is room; each is labelled with its number and its part, and shows the budget of its project. */
export function Bars({ groups, label, budgets }: { groups: readonly Group[]; label: string; budgets: Budgets }) {
  const most = Math.max(...groups.map(({ seconds }) => seconds), 1);
  return (
    <ul className="hbars" aria-label={label}>
      {groups.map((group) => (
        <Bar key={`${group.by}/${group.id}`} group={group} most={most} budgets={budgets} />
      ))}
    </ul>
  );
}

interface BarProps {
  group: Group;
  most: number;
  budgets: Budgets;
  inner?: boolean;
}

function Bar({ group, most, budgets, inner = false }: BarProps) {
  const { t } = useTranslation();
  const { language } = useApp();
  const name = group.by === "day" ? longDay(group.id, language) : group.name || t("report.without");
  const parents = above(group);
  const budget = group.by === "project" ? budgets[group.id] : undefined;
  return (
    <li>
      <div className={inner ? "hbar hbar--inner" : "hbar"}>
        <p className="clip" title={[name, parents].filter(Boolean).join(" · ")}>
          <span className={inner ? undefined : "medium"}>{name}</span>
          {parents && !inner && <span className="soft"> {parents}</span>}
        </p>
        <div className="hbar__track" aria-hidden="true">
          <i style={{ width: `${Math.round((group.seconds / most) * 1000) / 10}%` }} />
        </div>
        <span className={inner ? "num end" : "num end strong"}>{hoursMinutes(group.seconds)}</span>
        <span className="num end soft">{percent(group.share, language)}</span>
      </div>
      {budget && (
        <div className="hbar__budget">
          <span className="hint">{t("report.budget")}</span>
          <BudgetBar budget={budget} />
          <BudgetNumbers budget={budget} />
        </div>
      )}
      {group.groups && group.groups.length > 0 && (
        <ul className="hbars hbars--inner" aria-label={name}>
          {group.groups.map((one) => (
            <Bar key={`${one.by}/${one.id}`} group={one} most={most} budgets={budgets} inner />
          ))}
        </ul>
      )}
      {group.more !== undefined && group.more > 0 && (
        <p className="hint hbar--inner">{t("report.more", { count: group.more })}</p>
      )}
    </li>
  );
}
