import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ClientPlan, ClientRemoval, ClientView } from "#main/ipc/contract/clients";
import type { Answer, Failure } from "#main/ipc/contract/index";
import { bridge } from "../../lib/bridge";
import { useCall } from "../../lib/call";
import { serverSentence } from "../../lib/server-sentence";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/dialog";
import { FailureNotice } from "../../ui/failure";
import { Notice } from "../../ui/notice";
import { Wait, WaitEnded } from "../../ui/wait";

/** Takes the entry out of every client, after showing what that does to each, and tells what became of each. */
export function RemoveAll({ clients }: { clients: ClientView[] }) {
  const { t } = useTranslation();
  const [plans, setPlans] = useState<{ client: ClientView; answer: Answer<ClientPlan> }[] | null>(null);
  const [looking, setLooking] = useState(false);
  const [ended, setEnded] = useState(false);
  const latest = useRef(0);
  const [done, setDone] = useState<ClientRemoval[] | null>(null);
  const remove = useCall("clients:unregisterAll");
  const there = clients.filter(({ canUnregister }) => canUnregister);

  const look = async () => {
    const mine = ++latest.current;
    setDone(null);
    remove.forget();
    setLooking(true);
    const all = there.map(async (client) => ({
      client,
      answer: await bridge.invoke("clients:plan", { clientId: client.id, action: "unregister" }),
    }));
    const found = await Promise.all(all);
    if (mine !== latest.current) return;
    setPlans(found);
    setLooking(false);
    setEnded(false);
  };
  /** Looking changes nothing. Removing has no Cancel, for the reason in client-row.tsx. */
  const stop = () => {
    latest.current++;
    setLooking(false);
    setEnded(true);
  };
  const act = async () => {
    const answer = await remove.run();
    if (!answer?.ok) return;
    setDone(answer.value);
    setPlans(null);
  };

  if (there.length === 0 && !done) return null;
  const failed = done?.filter(({ failure }) => failure) ?? [];
  return (
    <>
      {there.length > 0 && (
        <p className="line">
          <span className="hint push">{t("clients.all.what")}</span>
          <Button size="sm" busy={looking} waiting={t("wait.refresh")} onPress={() => void look()}>
            {t("clients.all.remove")}
          </Button>
        </p>
      )}
      <Wait of="computer" on={looking} onCancel={stop} />
      {ended && <WaitEnded busy={looking} onAgain={() => void look()} />}
      {done && (
        <Notice
          alert
          tone={failed.length > 0 ? "warn" : "plain"}
          title={t("clients.all.done", { count: done.length - failed.length })}
        >
          <ul>
            {done.map(({ clientId, label, failure }) => (
              <li key={clientId}>
                {failure
                  ? t("clients.all.kept", { client: label, why: reasonOf(failure) })
                  : t("clients.all.gone", { client: label })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {plans && (
        <Confirm
          title={t("clients.all.title", { count: plans.length })}
          action={t("clients.all.remove")}
          busy={remove.busy}
          onConfirm={() => void act()}
          onClose={() => setPlans(null)}
        >
          <ul className="client__plans">
            {plans.map(({ client, answer }) => (
              <li key={client.id}>
                <span className="medium">{client.label}</span>{" "}
                {answer.ok ? (
                  <PlanWords plan={answer.value} />
                ) : (
                  <span className="hint">{serverSentence(answer.failure.message)}</span>
                )}
              </li>
            ))}
          </ul>
          <p className="hint">{t("clients.promise")}</p>
          {remove.failure && <FailureNotice failure={remove.failure} write />}
        </Confirm>
      )}
    </>
  );
}

/** What is in the way, and what to do about it. */
const reasonOf = ({ message, next }: Failure) => [message, ...(next ? [next] : [])].map(serverSentence).join(" ");

function PlanWords({ plan }: { plan: ClientPlan }) {
  const { t } = useTranslation();
  const count = plan.diff.filter(({ kind }) => kind === "remove").length;
  if (plan.refusal) return <span className="hint">{reasonOf(plan.refusal)}</span>;
  if (count === 0) return <span className="hint">{t("clients.all.forget")}</span>;
  return (
    <>
      <span className="soft">{t("clients.removesLines", { count })}</span> <code>{plan.file}</code>
      {plan.notes.map((note) => (
        <span key={note} className="hint">
          {" "}
          {t(`clients.notes.${note}`)}
        </span>
      ))}
    </>
  );
}
