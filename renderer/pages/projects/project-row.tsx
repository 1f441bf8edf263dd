import type { CSSProperties, KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { ProjectView } from "#main/ipc/contract/projects";
import { BudgetBar, BudgetNumbers } from "../../features/budget/budget-bar";
import { hoursMinutes } from "../../lib/format";
import { colorVariable, usualColor } from "../../lib/project-color";
import { Clip } from "../../ui/notice";

interface Props {
  project: ProjectView;
  isSelected: boolean;
  hasDraft: boolean;
  /** Where the service keeps budgets, "no budget" is worth saying. */
  keepsBudgets: boolean;
  onSelect(focusPanel: boolean): void;
  /** Absent: it cannot be brought back here. */
  onRestore?: () => void;
}

/** ↑ ↓ from row to row, Enter and F2 into the panel. */
function onRowKey(event: KeyboardEvent<HTMLButtonElement>, onSelect: Props["onSelect"]): void {
  if (event.key === "F2" || event.key === "Enter") onSelect(true);
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const rows = [...document.querySelectorAll<HTMLElement>("[data-project]")];
    rows[rows.indexOf(event.currentTarget) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  } else return;
  event.preventDefault();
}

/** A project with its color, what of its budget is left, and for one that is archived the way back. */
export function ProjectRow({ project, isSelected, hasDraft, keepsBudgets, onSelect, onRestore }: Props) {
  const { t } = useTranslation();
  const { id, name, customer, color, billable, archived, budget, year } = project;
  const told = [
    archived && customer?.name,
    billable === true && t("project.isBillable"),
    billable === false && t("project.notBillable"),
    hasDraft && t("project.unsaved"),
  ].filter(Boolean);
  const dot = { "--p": colorVariable(color ?? usualColor(id, name)) } as CSSProperties;
  return (
    <li className={archived ? "proj proj--off" : "proj"} data-selected={isSelected || undefined}>
      <button
        type="button"
        className="proj__open"
        data-project={id}
        aria-pressed={isSelected}
        onClick={() => onSelect(false)}
        onKeyDown={(event) => onRowKey(event, onSelect)}
      >
        <i className="pdot" style={dot} aria-hidden="true" />
        <span className="proj__name">
          <Clip className="medium" text={name} />
          {told.length > 0 && <Clip className="hint" text={told.join(" · ")} />}
        </span>
        {budget ? <BudgetBar budget={budget} /> : <span />}
        {budget ? (
          <BudgetNumbers budget={budget} />
        ) : (
          <span className="budget__numbers num">
            {year !== null && <span>{hoursMinutes(year)}</span>}
            {!archived && keepsBudgets && <span className="budget__left">{t("project.noBudget")}</span>}
          </span>
        )}
      </button>
      {onRestore && (
        <button type="button" className="link proj__back" onClick={onRestore}>
          {t("project.restore")}
          <span className="sr"> {name}</span>
        </button>
      )}
    </li>
  );
}
