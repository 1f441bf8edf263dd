import { useTranslation } from "react-i18next";
import { Choice } from "../../../ui/choice";
import { SettingRow } from "./rows";
import { DraftFoot, type PolicyProps, usePolicyDraft } from "./saving";

const kinds = ["document", "computer", "named"] as const;
const limits = ["everything", "manage", "track", "read", "refuse"] as const;
/** Where nothing is set, `mixed`: as the server does it, by whether the program has an identity document. */
const usual = { document: "everything", computer: "mixed", named: "track" } as const;

const asks = (policy: { clientsAsk?: boolean | undefined }) => policy.clientsAsk === true;

/** What kinds of AI client may do at most, and where users answer their questions. */
export function ClientsCard(props: PolicyProps) {
  const { t } = useTranslation("team");
  const draft = usePolicyDraft(props);
  const { clientKinds = {} } = props.view.value;
  const limitOf = (kind: (typeof kinds)[number]) => draft.value.clientKinds?.[kind] ?? usual[kind];
  return (
    <section className="card card--pad stack" aria-labelledby="policy-clients">
      <h2 id="policy-clients">{t("policy.clients.title")}</h2>
      {kinds.map((kind) => (
        <SettingRow key={kind} label={t(`policy.clients.${kind}`)} what={t(`policy.clients.${kind}What`)}>
          <Choice
            label={t(`policy.clients.${kind}`)}
            value={limitOf(kind)}
            options={[
              ...(kind === "computer" ? [{ id: "mixed" as const, label: t("policy.clients.mixed") }] : []),
              ...limits.map((id) => ({
                id,
                label: id === "refuse" ? t("policy.clients.refuse") : t(`people.limit.${id}`),
              })),
            ]}
            onChange={(limit) => {
              const { [kind]: _former, ...others } = draft.value.clientKinds ?? {};
              draft.change({ clientKinds: limit === "mixed" ? others : { ...others, [kind]: limit } });
            }}
          />
        </SettingRow>
      ))}
      <SettingRow label={t("policy.clients.questions")} what={t("policy.clients.questionsWhat")}>
        <Choice
          label={t("policy.clients.questions")}
          value={asks(draft.value) ? "client" : "page"}
          options={[
            { id: "page", label: t("policy.clients.onPage") },
            { id: "client", label: t("policy.clients.inClient") },
          ]}
          onChange={(place) => draft.change({ clientsAsk: place === "client" })}
        />
      </SettingRow>
      <p className="hint">{t("policy.clients.what")}</p>
      <DraftFoot
        draft={draft}
        isChanged={
          asks(draft.value) !== asks(props.view.value) ||
          kinds.some((kind) => limitOf(kind) !== (clientKinds[kind] ?? usual[kind]))
        }
        save={t("policy.clients.save")}
      />
    </section>
  );
}
