import { useTranslation } from "react-i18next";
import { grantDays, type Lifetimes, signInHours, tokenMinutes, usualLifetimes } from "#team/api/lifetimes";
import { Choice } from "../../../ui/choice";
import { LockedRow, SettingRow } from "./rows";
import { DraftFoot, type PolicyProps, usePolicyDraft } from "./saving";

const choices = { grantDays, signInHours, tokenMinutes };
const names = Object.keys(choices) as (keyof Lifetimes)[];

/** How long clients, sign-ins and tokens last, and how much one person may call. */
export function LifetimesCard(props: PolicyProps) {
  const { t } = useTranslation("team");
  const draft = usePolicyDraft(props);
  const { view } = props;
  const { rateLimit } = view.fixed;
  const lastsIn = (value: Partial<Lifetimes>, name: keyof Lifetimes) => value[name] ?? usualLifetimes[name];
  const words: Record<keyof Lifetimes, (count: number) => string> = {
    grantDays: (count) => t("policy.lifetimes.days", { count }),
    signInHours: (count) =>
      count % 24 === 0 ? t("policy.lifetimes.days", { count: count / 24 }) : t("policy.lifetimes.hours", { count }),
    tokenMinutes: (count) => t("policy.lifetimes.minutes", { count }),
  };
  return (
    <section className="card card--pad stack" aria-labelledby="policy-lifetimes">
      <h2 id="policy-lifetimes">{t("policy.lifetimes.title")}</h2>
      {names.map((name) => (
        <SettingRow key={name} label={t(`policy.lifetimes.${name}`)} what={t(`policy.lifetimes.${name}What`)}>
          <Choice
            label={t(`policy.lifetimes.${name}`)}
            value={`${lastsIn(draft.value, name)}`}
            options={choices[name].toReversed().map((count) => ({ id: `${count}`, label: words[name](count) }))}
            onChange={(chosen) => draft.change({ [name]: Number(chosen) })}
          />
        </SettingRow>
      ))}
      <LockedRow
        label={t("policy.fixed.calls")}
        value={rateLimit === 0 ? t("policy.fixed.noLimit") : t("policy.fixed.perMinute", { count: rateLimit })}
        variable="PUNCHCARD_RATE_LIMIT_RPM"
      />
      <DraftFoot
        draft={draft}
        isChanged={names.some((name) => lastsIn(draft.value, name) !== lastsIn(view.value, name))}
        save={t("policy.lifetimes.save")}
      />
    </section>
  );
}
