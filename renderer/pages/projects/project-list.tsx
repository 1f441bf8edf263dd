import { useTranslation } from "react-i18next";
import { textKey } from "#core/messages/render";
import type { ProjectsView, ProjectView } from "#main/ipc/contract/projects";
import { hoursMinutes } from "../../lib/format";
import { useApp } from "../../lib/store";
import { ServerText } from "../../ui/server-text";
import { grouped, type Show } from "./model";
import { ProjectRow } from "./project-row";

interface Props {
  view: ProjectsView;
  show: Show;
  query: string;
  selected: string | null;
  keepsBudgets: boolean;
  hasDraft(id: string): boolean;
  onSelect(id: string, focusPanel: boolean): void;
  onRestore(project: ProjectView): void;
}

/** Projects by customer, then those that are archived. */
export function ProjectList({ view, show, query, selected, keepsBudgets, hasDraft, onSelect, onRestore }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const { groups, archived } = grouped(view.projects, show, query, language);
  const canRestore = view.change.includes("archived") && view.refused.update === undefined;
  const row = (project: ProjectView) => (
    <ProjectRow
      key={project.id}
      project={project}
      isSelected={project.id === selected}
      hasDraft={hasDraft(project.id)}
      keepsBudgets={keepsBudgets}
      onSelect={(focusPanel) => onSelect(project.id, focusPanel)}
      onRestore={project.archived && canRestore ? () => onRestore(project) : undefined}
    />
  );
  if (groups.length === 0 && archived.length === 0)
    return <p className="empty card">{t(query ? "project.noMatch" : "project.none", { query })}</p>;
  return (
    <div className="projlist">
      {groups.map(({ customer, projects, year }) => {
        const name = customer ?? t("project.noCustomer");
        return (
          <section key={projects[0]?.customer?.id ?? ""} aria-label={name}>
            <h2 className="custhead">
              <span className="strong clip">{name}</span>
              {year !== null && <span className="push num">{t("project.year", { time: hoursMinutes(year) })}</span>}
            </h2>
            <ul className="card clipped">{projects.map(row)}</ul>
          </section>
        );
      })}
      {archived.length > 0 && (
        <section aria-label={t("project.archived")}>
          <h2 className="custhead">
            <span className="strong">{t("project.archived")}</span>
            <span className="push num">{t("project.count", { count: archived.length })}</span>
          </h2>
          <ul className="card clipped">{archived.map(row)}</ul>
        </section>
      )}
      {view.more && <p className="hint">{t("project.more")}</p>}
      {view.notes.map((note) => (
        <p key={textKey(note)} className="hint">
          <ServerText text={note} />
        </p>
      ))}
    </div>
  );
}
