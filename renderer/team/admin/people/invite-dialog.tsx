import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AdminGroup, AdminPerson, Invited } from "#team/api/admin/contract";
import { useCall } from "../../../lib/call";
import { Button } from "../../../ui/button";
import { FailureNotice } from "../../../ui/failure";
import { Field } from "../../../ui/field";
import { ProblemNotice } from "../../lib/problem-notice";
import { useSend } from "../../lib/use-api";
import { whenOf } from "../../lib/when";
import { FormDialog } from "./form-dialog";
import { GroupField, RightSwitch } from "./person-fields";

interface Props {
  /** Somebody who gets another invitation; null: somebody new. */
  person: AdminPerson | null;
  groups: readonly AdminGroup[];
  language: string;
  /** @param invited somebody was: the list is out of date */
  onClose(invited: boolean): void;
}

/** By the state of the person who gets another link. */
const explanations = {
  active: "invite.newWayIn",
  invited: "invite.againWhat",
  invitation_over: "invite.againWhat",
  removed: "invite.beginAgain",
} as const;

/** Makes the link by which a person gets in, once; nothing is sent by mail. */
export function InviteDialog({ person, groups, language, onClose }: Props) {
  const { t } = useTranslation("team");
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [group, setGroup] = useState("");
  const [isAdmin, setAdmin] = useState(false);
  const [invited, setInvited] = useState<Invited | null>(null);
  const { run, busy, problem } = useSend();
  const send = async () => {
    const body = { email, isAdmin, ...(name.trim() && { name }), ...(group.trim() && { group }) };
    const answer = await (person
      ? run<Invited>("POST", `/api/admin/people/${person.id}/invitation`)
      : run<Invited>("POST", "/api/admin/people", body));
    if (answer?.ok) setInvited(answer.value);
  };
  const title = person ? t("invite.again", { name: person.name }) : t("invite.title");
  if (invited)
    return (
      <FormDialog title={title} onClose={() => onClose(true)}>
        <Link invited={invited} language={language} />
      </FormDialog>
    );
  return (
    <FormDialog
      title={title}
      action={t("invite.make")}
      busy={busy}
      onSubmit={() => void send()}
      onClose={() => onClose(false)}
    >
      {problem && <ProblemNotice problem={problem} />}
      {person ? (
        <p>{t(explanations[person.status])}</p>
      ) : (
        <>
          <Field
            label={t("invite.email")}
            type="email"
            autoComplete="off"
            required
            autoFocus
            value={email}
            onChange={setEmail}
          />
          <Field label={t("invite.name")} autoComplete="off" value={name} onChange={setName} />
          <GroupField value={group} groups={groups} onChange={setGroup} />
          <RightSwitch on={isAdmin} onChange={setAdmin} />
        </>
      )}
      <p className="hint">{t("invite.what")}</p>
    </FormDialog>
  );
}

function Link({ invited: { link, until, isAddressOfRemoved }, language }: { invited: Invited; language: string }) {
  const { t } = useTranslation("team");
  const copy = useCall("clipboard:copy");
  const [copied, setCopied] = useState(false);
  return (
    <>
      <p>{t("invite.ready", { when: whenOf(until, language) })}</p>
      {isAddressOfRemoved && <p className="hint">{t("invite.addressOfRemoved")}</p>}
      <code className="theurl__text">{link}</code>
      <p className="line">
        <Button
          kind="primary"
          icon={copied ? "check" : "copy"}
          onPress={() => void copy.run({ text: link }).then((answer) => setCopied(answer?.ok === true))}
        >
          {t(copied ? "home.copied" : "invite.copy")}
        </Button>
      </p>
      {copy.failure && <FailureNotice failure={copy.failure} />}
      <p className="hint">{t("invite.secret")}</p>
    </>
  );
}
