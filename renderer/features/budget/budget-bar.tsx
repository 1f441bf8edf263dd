import { useTranslation } from "react-i18next";
import { amount, hoursMinutes } from "../../lib/format";
import { useApp } from "../../lib/store";
import "./budget.css";

interface Spent {
  budget: number;
  used: number;
  /** null: only a part of the time can be read. */
  left: number | null;
}
export interface Budget {
  /** `2026-11` where it is of that month only. */
  month: string | null;
  time?: Spent;
  money?: Spent & { currency?: string };
}

/** Time before money, where a project has both. */
function shownBudget({ time, money }: Budget): (Spent & { kind: "time" | "money"; currency?: string }) | null {
  if (time) return { ...time, kind: "time" };
  return money ? { ...money, kind: "money" } : null;
}

/** The bar of a budget; what goes beyond it is a hatched end. Its numbers stand beside it, and tell the same. */
export function BudgetBar({ budget }: { budget: Budget }) {
  const spent = shownBudget(budget);
  if (!spent || spent.budget <= 0 || spent.left === null) return null;
  if (spent.left < 0)
    return (
      <span className="bar budget budget--over" aria-hidden="true">
        <i className="budget__all" />
        <i className="over" />
      </span>
    );
  return (
    <span className="bar budget" aria-hidden="true">
      <i style={{ width: `${Math.round((spent.used / spent.budget) * 100)}%` }} />
    </span>
  );
}

/** `162:15 of 200:00` over `37:45 left`. */
export function BudgetNumbers({ budget }: { budget: Budget }) {
  const { t } = useTranslation();
  const { language } = useApp();
  const spent = shownBudget(budget);
  if (!spent) return null;
  const { kind, currency } = spent;
  const text = (value: number) => (kind === "time" ? hoursMinutes(value) : amount(value, currency, language));
  if (spent.left === null)
    return (
      <span className="budget__numbers num">
        <span>{t("project.budgetOnly", { budget: text(spent.budget) })}</span>
      </span>
    );
  const over = spent.left < 0;
  const left = t(over ? "project.over" : "project.left", { amount: text(Math.abs(spent.left)) });
  return (
    <span className="budget__numbers num">
      <span>{t("project.usedOf", { used: text(spent.used), budget: text(spent.budget) })}</span>
      <span className={over ? "budget__left budget__left--over" : "budget__left"}>
        {budget.month ? t("project.thisMonth", { left }) : left}
      </span>
    </span>
  );
}
