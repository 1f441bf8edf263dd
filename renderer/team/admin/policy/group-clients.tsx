import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isHost } from "#core/domain/address";
import type { GroupBoundView, PolicyView } from "#team/api/admin/contract";
import { Button } from "../../../ui/button";
import { Switch } from "../../../ui/choice";
import { Field } from "../../../ui/field";
import { useUnsaved } from "../../lib/unsaved";
import { useSend } from "../../lib/use-api";
import { NotSaved } from "./saving";

const computer = "computer";

interface Props {
  path: string;
  bound: Pick<GroupBoundView, "value" | "version">;
  known: PolicyView["knownClients"];
  onSaved(view: GroupBoundView): void;
  onChanged(): Promise<void>;
}

/** The only AI clients that people of a group may let in. */
export function GroupClients({ path, bound: { value, version }, known, onSaved, onChanged }: Props) {
  const { t } = useTranslation("team");
  const saved = value?.clients;
  const ids = [...known.map(({ id }) => id), computer];
  const [listed, setListed] = useState<readonly string[] | null>(saved?.filter((one) => ids.includes(one)) ?? null);
  const [hosts, setHosts] = useState(saved?.filter((one) => !ids.includes(one)).join(" ") ?? "");
  const { run, busy, problem, forget } = useSend();
  const others = hosts
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((one) => one !== "");
  const wrong = others.find((one) => !isHost(one));
  const inOrder = (some: readonly string[]) => [
    ...ids.filter((id) => some.includes(id)),
    ...some.filter((one) => !ids.includes(one)),
  ];
  const clients = listed === null ? undefined : inOrder([...listed, ...others]);
  const isChanged = JSON.stringify(clients) !== JSON.stringify(saved && inOrder(saved));
  useUnsaved(isChanged);
  const save = async () => {
    const next = { permissions: value?.permissions ?? {}, ...(clients && { clients }) };
    const answer = await run<GroupBoundView>("PUT", path, { value: next, version });
    if (answer?.ok) onSaved(answer.value);
  };
  const toggle = (id: string, on: boolean) =>
    setListed((listed ?? []).filter((one) => one !== id).concat(on ? [id] : []));
  return (
    <section className="card card--pad stack" aria-labelledby="policy-listed">
      <h2 id="policy-listed">{t("policy.listed.title")}</h2>
      <Listed label={t("policy.listed.any")} on={listed === null} onChange={(any) => setListed(any ? null : ids)} />
      {listed !== null && (
        <>
          {[...known, { id: computer, label: t("policy.listed.computer") }].map(({ id, label }) => (
            <Listed key={id} label={label} on={listed.includes(id)} onChange={(on) => toggle(id, on)} />
          ))}
          <Field
            small
            label={t("policy.listed.hosts")}
            hint={t("policy.listed.hostsWhat")}
            placeholder="ai.example.com"
            value={hosts}
            onChange={setHosts}
          />
          {wrong && <p className="hint">{t("policy.noAddress", { text: wrong })}</p>}
          {clients?.length === 0 && <p className="hint">{t("policy.listed.none")}</p>}
        </>
      )}
      <p className="hint">{t("policy.listed.what")}</p>
      {problem && (
        <NotSaved
          problem={problem}
          onReadAgain={() => {
            forget();
            void onChanged();
          }}
        />
      )}
      {isChanged && (
        <p className="line">
          <Button kind="primary" busy={busy} isDisabled={wrong !== undefined} onPress={() => void save()}>
            {t("policy.listed.save")}
          </Button>
        </p>
      )}
    </section>
  );
}

interface ListedProps {
  label: string;
  on: boolean;
  onChange(on: boolean): void;
}

function Listed({ label, on, onChange }: ListedProps) {
  return (
    <div className="line">
      <span className="grow medium" aria-hidden="true">
        {label}
      </span>
      <Switch label={label} on={on} onChange={onChange} />
    </div>
  );
}
