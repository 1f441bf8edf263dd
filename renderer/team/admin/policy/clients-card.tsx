import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PolicyView } from "../../../../mcp-server/team/api/admin/contract";
import { Button } from "../../../ui/button";
import { Choice } from "../../../ui/choice";
import { ProblemNotice } from "../../lib/problem-notice";
import { useSend } from "../../lib/use-api";

const kinds = ["document", "computer", "named"] as const;
const limits = ["everything", "manage", "track", "read", "refuse"] as const;
const lifetimes = ["90", "30", "7", "1"] as const;
type Draft = Pick<PolicyView["value"], "clientKinds" | "grantDays">;

interface Props {
  view: PolicyView;
  put(view: PolicyView): void;
  reload(): Promise<void>;
}

/** What kinds of AI client may do at most, and for how long. */
export function ClientsCard({ view, put, reload }: Props) {
  const { t } = useTranslation("team");
  const { clientKinds = {}, grantDays } = view.value;
  const [draft, setDraft] = useState<Draft>({});
  const { run, busy, problem, forget } = useSend();
  const limitOf = (kind: (typeof kinds)[number]) => (draft.clientKinds ?? clientKinds)[kind] ?? "everything";
  const days = `${draft.grantDays ?? grantDays ?? 90}` as (typeof lifetimes)[number];
  const change = (next: Draft) => setDraft({ ...draft, ...next });
  const isChanged =
    kinds.some((kind) => limitOf(kind) !== (clientKinds[kind] ?? "everything")) || Number(days) !== (grantDays ?? 90);
  const save = async () => {
    const answer = await run<PolicyView>("PUT", "/api/admin/policy", {
      value: { ...view.value, ...draft },
      version: view.version,
    });
    if (!answer?.ok) return;
    setDraft({});
    put(answer.value);
  };
  const readAgain = async () => {
    forget();
    await reload();
  };
  return (
    <section className="card card--pad stack" aria-labelledby="policy-clients">
      <h2 id="policy-clients">{t("policy.clients.title")}</h2>
      {kinds.map((kind) => (
        <div key={kind} className="line">
          <span className="grow">
            <span className="medium">{t(`policy.clients.${kind}`)}</span>
            <span className="hint people__why">{t(`policy.clients.${kind}What`)}</span>
          </span>
          <Choice
            label={t(`policy.clients.${kind}`)}
            value={limitOf(kind)}
            options={limits.map((id) => ({
              id,
              label: id === "refuse" ? t("policy.clients.refuse") : t(`people.limit.${id}`),
            }))}
            onChange={(limit) => change({ clientKinds: { ...clientKinds, ...draft.clientKinds, [kind]: limit } })}
          />
        </div>
      ))}
      <div className="line">
        <span className="grow medium">{t("policy.clients.days")}</span>
        <Choice
          label={t("policy.clients.days")}
          value={days}
          options={lifetimes.map((id) => ({ id, label: t("policy.clients.most", { count: Number(id) }) }))}
          onChange={(chosen) => change({ grantDays: Number(chosen) as 1 | 7 | 30 | 90 })}
        />
      </div>
      <p className="hint">{t("policy.clients.what")}</p>
      {problem && (
        <ProblemNotice problem={problem}>
          {problem.code === "changed" && (
            <Button size="sm" icon="reload" onPress={() => void readAgain()}>
              {t("policy.readAgain")}
            </Button>
          )}
        </ProblemNotice>
      )}
      {isChanged && (
        <p className="line">
          <Button onPress={() => setDraft({})}>{t("policy.discard")}</Button>
          <Button kind="primary" busy={busy} onPress={() => void save()}>
            {t("policy.clients.save")}
          </Button>
        </p>
      )}
    </section>
  );
}
