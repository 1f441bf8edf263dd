import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { Choice } from "../../ui/choice";
import type { Choices, Preview } from "./use-preview";
import { hoursOf, sourceName } from "./words";

type Mapped = Preview["work"][number];
interface Props {
  preview: Preview;
  choices: Choices;
  onChoices(change: Partial<Choices>): void;
}

/** What each project and task of the file becomes: proposed, and to be chosen otherwise. */
export function WorkMapping({ preview, choices, onChoices }: Props) {
  const { t } = useTranslation();
  const { offers, work } = preview;
  const has = (level: string) => offers.levels.includes(level);
  const makes = (level: string) => offers.makes.includes(level);
  /** Rows whose task the account has no place for. */
  const tasks = has("activity")
    ? 0
    : work.reduce((sum, { task, target, rows }) => sum + (task !== "" && target.project !== "skip" ? rows : 0), 0);
  const put = (key: string, change: Partial<Mapped["target"]>) =>
    onChoices({ work: { ...choices.work, [key]: { ...choices.work?.[key], ...change } } });
  const projectsFor = ({ client, project }: Mapped) => [
    ...(project !== "" && makes("project") ? [{ id: "new", label: t("import.make", { name: project }) }] : []),
    ...(client !== "" && has("customer")
      ? [{ id: "customer", label: t("import.onlyCustomer", { name: client }) }]
      : []),
    { id: "none", label: t("import.noProject") },
    { id: "skip", label: t("import.skip") },
    ...offers.projects.map(({ id, name, customer }) => ({
      id: `id:${id}`,
      label: customer ? `${customer} · ${name}` : name,
    })),
  ];
  const activitiesFor = ({ task, target }: Mapped) => [
    ...(task !== "" && makes("activity") ? [{ id: "new", label: t("import.make", { name: task }) }] : []),
    { id: "none", label: t("import.noActivity") },
    ...offers.activities
      .filter(({ project }) => project === undefined || `id:${project}` === target.project)
      .map(({ id, name }) => ({ id: `id:${id}`, label: name })),
  ];
  return (
    <section className="importpart" aria-labelledby="import-work">
      <h2 id="import-work">{t("import.work")}</h2>
      {tasks > 0 && <p className="hint">{t("import.noTasks", { count: tasks })}</p>}
      <div className="card importmap">
        {work.map((one) => {
          const name = sourceName(one, t);
          const isMarked = one.how === "guess" || one.how === "open";
          return (
            <div key={one.key} className="importmap__row">
              <p>
                {name}{" "}
                {isMarked && (
                  <span className="tag tag--warn">{t(`import.how.${one.how === "open" ? "open" : "guess"}`)}</span>
                )}
                <span className="hint num">{`${t("import.tagRows", { count: one.rows })}, ${hoursOf(one.seconds)}`}</span>
              </p>
              <Mapping
                label={t("import.projectFor", { name })}
                value={one.target.project}
                options={projectsFor(one)}
                onChange={(project) => put(one.key, { project })}
              />
              {has("activity") && (
                <Mapping
                  label={t("import.activityFor", { name })}
                  value={one.target.activity}
                  isDisabled={one.target.project === "skip"}
                  options={activitiesFor(one)}
                  onChange={(activity) => put(one.key, { activity })}
                />
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** A choice whose names may be longer than their column: the whole one is told on hover, and in the list. */
function Mapping(props: ComponentProps<typeof Choice<string>>) {
  return (
    <div className="importmap__choice" title={props.options.find(({ id }) => id === props.value)?.label}>
      <Choice {...props} />
    </div>
  );
}
