import { type FormEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ProjectPart, ProjectsView, ProjectView } from "#main/ipc/contract/projects";
import { AccountFailure } from "../../features/account-failure";
import { useCall } from "../../lib/call";
import { serverSentence } from "../../lib/server-sentence";
import { Button } from "../../ui/button";
import { Choice, Switch } from "../../ui/choice";
import { Field } from "../../ui/field";
import { ColorChoice } from "./color-choice";
import { changedFields, changesOf, type Draft, draftOf, newDraft, problemsOf } from "./model";

interface Props {
  accountId: string;
  service: string;
  view: ProjectsView;
  /** null: a new one. */
  project: ProjectView | null;
  draft: Draft | null;
  /** Goes up each time the focus is wanted in the name. */
  focus: number;
  onDraft(draft: Draft | null): void;
  onSaved(id: string): Promise<void>;
  /** The person is done with it; what was typed is gone. */
  onClose(): void;
}

const none = "none";

/** Name, customer, color, budgets and billing of a project, saved together. What the service cannot keep is off, with the reason. */
export function ProjectForm(props: Props) {
  const { accountId, service, view, project, draft: typed, focus, onDraft, onSaved, onClose } = props;
  const { t } = useTranslation();
  const name = useRef<HTMLInputElement>(null);
  const save = useCall("projects:save");
  const before = project ? draftOf(project) : newDraft;
  const draft = typed ?? before;
  const parts = project ? view.change : view.create;
  const refused = view.refused[project ? "update" : "create"];
  const can = (part: ProjectPart) => refused === undefined && parts.includes(part);
  const changed = changedFields(draft, before);
  const problems = problemsOf(draft, view);
  const put = (change: Partial<Draft>) => {
    const next = { ...draft, ...change };
    onDraft(changedFields(next, before) > 0 ? next : null);
  };
  useEffect(() => {
    if (focus > 0) name.current?.focus();
  }, [focus]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (problems.length > 0 || (project && changed === 0)) return;
    const values = changesOf(draft, project ? before : { ...before, billable: !draft.billable }, parts);
    const answer = await save.run({ accountId, ...(project && { id: project.id }), values });
    if (!answer?.ok) return;
    onDraft(null);
    await onSaved(answer.value.id);
  };
  const lacks = (["customer", "color", "hours", "money", "billable"] as const).filter((part) => !parts.includes(part));
  const wrong = (part: ProjectPart, text: string) => text.trim() !== "" && problems.includes(part);
  const own = project?.customer;
  const customers = view.customers.some(({ id }) => id === own?.id) || !own ? view.customers : [own, ...view.customers];
  return (
    <form className="projform" aria-label={project?.name ?? t("project.new")} onSubmit={(event) => void submit(event)}>
      <h2>{project?.name ?? t("project.new")}</h2>
      {refused !== undefined && <p className="hint">{serverSentence(refused) || t("project.cannot", { service })}</p>}
      <Field
        ref={name}
        small
        label={t("project.name")}
        value={draft.name}
        maxLength={200}
        disabled={!can("name")}
        onChange={(text) => put({ name: text })}
      />
      {parts.includes("customer") && (
        <Choice
          label={t("project.customer")}
          visible
          value={draft.customer || none}
          isDisabled={!can("customer")}
          options={[
            ...(view.needsCustomer && draft.customer ? [] : [{ id: none, label: t("project.noCustomer") }]),
            ...customers.map(({ id, name: label }) => ({ id, label })),
          ]}
          onChange={(id) => put({ customer: id === none ? "" : id })}
        />
      )}
      {parts.includes("color") && (
        <div className="field">
          <span className="label" aria-hidden="true">
            {t("project.color")}
          </span>
          <ColorChoice value={draft.color} isDisabled={!can("color")} onChange={(color) => put({ color })} />
        </div>
      )}
      <div className="projform__budgets">
        {parts.includes("hours") && (
          <Field
            small
            className="num"
            inputMode="decimal"
            label={t("project.hours")}
            value={draft.hours}
            maxLength={12}
            disabled={!can("hours")}
            aria-invalid={wrong("hours", draft.hours) || undefined}
            onChange={(hours) => put({ hours })}
          />
        )}
        {parts.includes("money") && (
          <Field
            small
            className="num"
            inputMode="decimal"
            label={t("project.money")}
            value={draft.money}
            maxLength={15}
            disabled={!can("money")}
            aria-invalid={wrong("money", draft.money) || undefined}
            onChange={(money) => put({ money })}
          />
        )}
      </div>
      {(wrong("hours", draft.hours) || wrong("money", draft.money)) && (
        <p className="hint projform__wrong" role="alert">
          {t(wrong("hours", draft.hours) ? "project.hoursWrong" : "project.moneyWrong")}
        </p>
      )}
      {parts.includes("billable") && (
        <p className="line projform__switch">
          <span>{t("project.billable")}</span>
          <Switch
            label={t("project.billable")}
            on={draft.billable}
            isDisabled={!can("billable")}
            onChange={(billable) => put({ billable })}
          />
        </p>
      )}
      {refused === undefined && lacks.length > 0 && (
        <p className="hint">
          {t("project.lacks", { service, what: lacks.map((part) => t(`project.parts.${part}`)).join(", ") })}
        </p>
      )}
      <div className="line projform__foot">
        <Button
          kind="primary"
          size="sm"
          type="submit"
          busy={save.busy}
          waiting={t("wait.save")}
          isDisabled={refused !== undefined || problems.length > 0 || (project !== null && changed === 0)}
        >
          {t("app.save")}
        </Button>
        <Button size="sm" onPress={onClose}>
          {t(changed > 0 ? "app.cancel" : "project.close")}
        </Button>
        {changed > 0 && <span className="hint push">{t("project.notSaved", { count: changed })}</span>}
      </div>
      {save.failure && <AccountFailure failure={save.failure} write />}
    </form>
  );
}
