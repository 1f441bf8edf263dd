import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ServiceId } from "#core/domain/entities";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { AdminPerson, RemovalView } from "#team/api/admin/contract";
import { Confirm } from "../../../ui/dialog";
import { Field } from "../../../ui/field";
import { Icon, type IconName } from "../../../ui/icon";
import { Notice } from "../../../ui/notice";
import { ProblemNotice } from "../../lib/problem-notice";
import { Reading } from "../../lib/reading";
import { useRead, useSend } from "../../lib/use-api";

interface Props {
  person: AdminPerson;
  onClose(removed: boolean): void;
}

/** Says what ends at once, what is gone for good and what stays, before somebody is removed. */
export function RemovalDialog({ person, onClose }: Props) {
  const { t } = useTranslation("team");
  const path = `/api/admin/people/${person.id}/removal`;
  const read = useRead<RemovalView>(path);
  const [reason, setReason] = useState("");
  const { run, busy, problem } = useSend();
  const remove = async () => {
    const answer = await run("POST", path, reason.trim() ? { reason } : {});
    if (answer?.ok) onClose(true);
  };
  const cannot = read.value?.cannot ?? null;
  return (
    <Confirm
      title={t("removal.title", { name: person.name })}
      action={t("removal.remove", { name: person.name })}
      busy={busy}
      isDisabled={read.value === null || cannot !== null}
      onConfirm={() => void remove()}
      onClose={() => onClose(false)}
    >
      <p className="soft">{person.email}</p>
      {problem && <ProblemNotice problem={problem} />}
      <Reading read={read} label={t("removal.reading")}>
        {(view) =>
          view.cannot ? (
            <Notice tone="warn" title={t(`removal.cannot.${view.cannot}`)} />
          ) : (
            <>
              <Ends view={view} />
              <Notice>
                <p className="plain">
                  <b className="medium">{t("removal.stays")}</b> {t("removal.staysWhat")}
                </p>
                {view.secrets.length > view.revoked.length && <p className="plain">{t("removal.ownKeys")}</p>}
                {view.secrets.length > 0 && <p className="plain">{t("removal.backup")}</p>}
              </Notice>
              <Field
                label={t("removal.why")}
                hint={t("removal.whyWhat")}
                maxLength={500}
                value={reason}
                onChange={setReason}
              />
              <p className="hint">{t("removal.comeBack")}</p>
            </>
          )
        }
      </Reading>
    </Confirm>
  );
}

function Ends({ view: { clients, browsers, secrets, revoked, questions } }: { view: RemovalView }) {
  const { t } = useTranslation("team");
  const labels = (ids: string[]) => ids.map((id) => descriptorOf(id as ServiceId).label).join(", ");
  const asked = questions.map(({ client }) => client).join(", ");
  const all: [number, IconName, string, string, "atOnce" | "soon" | "forGood"][] = [
    [clients.length, "close", t("removal.clients", { count: clients.length }), clients.join(", "), "atOnce"],
    [browsers, "computer", t("removal.browsers", { count: browsers }), "", "atOnce"],
    [secrets.length, "key", t("removal.secrets", { count: secrets.length }), labels(secrets), "forGood"],
    [revoked.length, "trash", t("removal.revoked", { count: revoked.length }), labels(revoked), "soon"],
    [questions.length, "ask", t("removal.questions", { count: questions.length }), asked, "atOnce"],
  ];
  const rows = all.filter(([count]) => count > 0);
  if (rows.length === 0) return <p>{t("removal.nothing")}</p>;
  return (
    <ul className="card clipped removal">
      {rows.map(([, icon, what, whose, when]) => (
        <li key={icon}>
          <Icon name={icon} />
          <span className="grow">
            <span className="medium">{what}</span>
            {whose && <span className="soft people__why">{whose}</span>}
          </span>
          <span className="soft">{t(`removal.${when}`)}</span>
        </li>
      ))}
    </ul>
  );
}
