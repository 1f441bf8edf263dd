import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AdminGroup, AdminPerson } from "#team/api/admin/contract";
import { ProblemNotice } from "../../lib/problem-notice";
import { useSend } from "../../lib/use-api";
import { FormDialog } from "./form-dialog";
import { GroupField, RightSwitch } from "./person-fields";

interface Props {
  person: AdminPerson;
  groups: readonly AdminGroup[];
  onClose(changed: boolean): void;
}

/** Group and right of a person. */
export function ChangeDialog({ person, groups, onClose }: Props) {
  const { t } = useTranslation("team");
  const [group, setGroup] = useState(groups.find(({ id }) => id === person.group)?.name ?? "");
  const [isAdmin, setAdmin] = useState(person.isAdmin);
  const { run, busy, problem } = useSend();
  const send = async () => {
    const body = { group: group.trim() || null, ...(isAdmin !== person.isAdmin && { isAdmin }) };
    const answer = await run("PUT", `/api/admin/people/${person.id}`, body);
    if (answer?.ok) onClose(true);
  };
  return (
    <FormDialog
      title={person.name}
      action={t("people.save")}
      busy={busy}
      onSubmit={() => void send()}
      onClose={() => onClose(false)}
    >
      {problem && <ProblemNotice problem={problem} />}
      <GroupField value={group} groups={groups} onChange={setGroup} />
      <RightSwitch on={isAdmin} onChange={setAdmin} />
    </FormDialog>
  );
}
