import { useTranslation } from "react-i18next";
import type { AwaySettings as Settings } from "#main/ipc/contract/timer/away";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";

const choices = [0, 5, 10, 15, 20, 30, 60];

/** From how long an absence on it is asked about, and the rule for short ones. */
export function AwaySettings({ value, onChange }: { value: Settings; onChange: (value: Settings) => void }) {
  const { t } = useTranslation();
  const { minutes, always } = value;
  const offered = choices.includes(minutes) ? choices : [...choices, minutes].sort((a, b) => a - b);
  return (
    <section aria-labelledby="general-away">
      <h2 id="general-away">{t("away.settings.title")}</h2>
      <div className="card prefs">
        <div className="pref">
          <p>
            {t("away.settings.ask")}
            <span className="hint">{t("away.settings.hint")}</span>
          </p>
          <Choice
            label={t("away.settings.after")}
            value={String(minutes)}
            options={offered.map((count) => ({
              id: String(count),
              label: count === 0 ? t("away.settings.off") : t("away.settings.from", { count }),
            }))}
            onChange={(id) => onChange({ ...value, minutes: Number(id) })}
          />
        </div>
        <div className="pref">
          <p>
            {always
              ? t("away.settings.rule", { count: always.under, answer: t(`away.settings.answer.${always.answer}`) })
              : t("away.settings.ruleNone")}
          </p>
          {always && (
            <Button size="sm" onPress={() => onChange({ ...value, always: null })}>
              {t("away.settings.again")}
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}
