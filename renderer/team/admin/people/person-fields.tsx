import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { AdminGroup } from "#team/api/admin/contract";
import { Switch } from "../../../ui/choice";
import { Field } from "../../../ui/field";

interface GroupProps {
  value: string;
  groups: readonly AdminGroup[];
  onChange(name: string): void;
}

/** One of the groups, or the name of a new one; empty: none. */
export function GroupField({ value, groups, onChange }: GroupProps) {
  const { t } = useTranslation("team");
  const list = useId();
  return (
    <>
      <Field label={t("invite.group")} hint={t("invite.groupWhat")} list={list} value={value} onChange={onChange} />
      <datalist id={list}>
        {groups.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  );
}

export function RightSwitch({ on, onChange }: { on: boolean; onChange(on: boolean): void }) {
  const { t } = useTranslation("team");
  return (
    <div className="line">
      <span className="grow">
        {t("invite.admin")}
        <span className="hint people__why">{t("invite.adminWhat")}</span>
      </span>
      <Switch label={t("invite.admin")} on={on} onChange={onChange} />
    </div>
  );
}
