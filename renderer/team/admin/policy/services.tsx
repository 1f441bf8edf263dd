import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addressPattern } from "#core/domain/company-policy/address-pattern";
import type { ServiceId } from "#core/domain/entities";
import { descriptorOf, serviceIds } from "#core/service-catalog/descriptors";
import type { PolicyView } from "#team/api/admin/contract";
import { Button } from "../../../ui/button";
import { Switch } from "../../../ui/choice";
import { Field } from "../../../ui/field";
import { useUnsaved } from "../../lib/unsaved";
import { useSend } from "../../lib/use-api";
import { LockedRow } from "./rows";
import { NotSaved, type PolicyProps } from "./saving";

type Chosen = Partial<Record<ServiceId, { addresses?: string[] }>>;

/** Which services may be connected, and where they may lie. */
export function Services({ view, put, reload }: PolicyProps) {
  const { t } = useTranslation("team");
  const offered = serviceIds.filter((id) => view.fixed.services.includes(id));
  const saved: Chosen = view.value.services ?? Object.fromEntries(offered.map((id) => [id, {}]));
  const [draft, setDraft] = useState<{ version: number; chosen: Chosen } | null>(null);
  /** What was typed is forgotten with each. */
  const [resets, setResets] = useState(0);
  const chosen = draft?.version === view.version ? draft.chosen : saved;
  const change = (next: Chosen) => setDraft({ version: view.version, chosen: next });
  const { run, busy, problem, forget } = useSend();
  const isChanged = JSON.stringify(chosen) !== JSON.stringify(saved);
  useUnsaved(isChanged);
  const wrong = Object.values(chosen)
    .flatMap((one) => one?.addresses ?? [])
    .find((text) => !addressPattern(text));
  const save = async () => {
    const answer = await run<PolicyView>("PUT", "/api/admin/policy", {
      value: { ...view.value, services: chosen },
      version: view.version,
    });
    if (answer?.ok) put(answer.value);
  };
  const discard = () => {
    setDraft(null);
    setResets(resets + 1);
  };
  const readAgain = async () => {
    forget();
    discard();
    await reload();
  };
  const names = view.fixed.services.map((id) => descriptorOf(id).label).join(", ");
  const toggle = (id: ServiceId, on: boolean) => {
    const { [id]: _dropped, ...rest } = chosen;
    change(on ? { ...rest, [id]: {} } : rest);
  };
  return (
    <section className="card card--pad stack" aria-labelledby="policy-services">
      <h2 id="policy-services">{t("policy.services")}</h2>
      {offered.map((id) => {
        const { label, credential } = descriptorOf(id);
        const here = chosen[id];
        return (
          <div key={id} className="stack">
            <div className="line">
              <span className="grow medium">{label}</span>
              <Switch label={label} on={here !== undefined} onChange={(on) => toggle(id, on)} />
            </div>
            {here && credential?.asks.includes("url") && (
              <Addresses
                key={`${view.version} ${resets}`}
                label={t("policy.addresses", { service: label })}
                first={here.addresses ?? []}
                onChange={(addresses) => change({ ...chosen, [id]: addresses.length === 0 ? {} : { addresses } })}
              />
            )}
          </div>
        );
      })}
      <LockedRow label={t("policy.fixed.services")} value={names} variable="PUNCHCARD_SERVICES" />
      <LockedRow
        label={t("policy.fixed.hosts")}
        value={view.fixed.hosts.join(", ") || t("policy.fixed.anyHost")}
        variable="PUNCHCARD_SERVICE_ADDRESSES"
      />
      {problem && <NotSaved problem={problem} onReadAgain={() => void readAgain()} />}
      {isChanged && wrong && <p className="hint">{t("policy.noAddress", { text: wrong })}</p>}
      {isChanged && (
        <p className="line">
          <Button onPress={discard}>{t("policy.discard")}</Button>
          <Button kind="primary" busy={busy} isDisabled={wrong !== undefined} onPress={() => void save()}>
            {t("policy.saveServices")}
          </Button>
        </p>
      )}
    </section>
  );
}

interface AddressesProps {
  label: string;
  first: readonly string[];
  onChange(addresses: string[]): void;
}

/** Keeps what is typed as it is; what it means is told without blanks. */
function Addresses({ label, first, onChange }: AddressesProps) {
  const { t } = useTranslation("team");
  const [text, setText] = useState(first.join(" "));
  const take = (typed: string) => {
    setText(typed);
    onChange(typed.split(/[\s,]+/).filter((one) => one !== ""));
  };
  return (
    <Field
      small
      label={label}
      hint={t("policy.addressesWhat")}
      placeholder="https://*.example.org"
      value={text}
      onChange={take}
    />
  );
}
