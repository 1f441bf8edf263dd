import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useTranslation } from "react-i18next";
import type { ConsentView } from "#team/api/contract";
import { Icon } from "../../ui/icon";

type Level = ConsentView["levels"][number]["level"];
/** The app's profiles, whose words they have. */
const profiles = { read: "look", track: "track", manage: "manage", everything: "everything" } as const;

export function useLevelName(): (level: Level) => string {
  const { t } = useTranslation();
  return (level) => t(`profile.${profiles[level]}.name`);
}

interface Props {
  levels: ConsentView["levels"];
  value: Level;
  onChange(level: Level): void;
}

/** What the client may do. Locked ones can be reached, so that their reason is read, and not chosen. */
export function LevelChoice({ levels, value, onChange }: Props) {
  const { t } = useTranslation("team");
  const { t: app } = useTranslation();
  const nameOf = useLevelName();
  return (
    <section className="stack" aria-labelledby="level">
      <h2 id="level">{t("consent.mayDo")}</h2>
      <RadioGroup
        className="profiles"
        aria-labelledby="level"
        orientation="horizontal"
        value={value}
        onChange={(next) => {
          const chosen = levels.find(({ level, locked }) => level === next && locked === null);
          if (chosen) onChange(chosen.level);
        }}
      >
        {levels.map(({ level, locked }) => (
          <Radio key={level} value={level} className="profile" data-locked={locked !== null || undefined}>
            <b>
              {locked === null ? <span className="dot" /> : <Icon name="lock" />}
              {nameOf(level)}
            </b>
            {locked === null ? app(`profile.${profiles[level]}.what`) : t(`consent.lock.${locked}`)}
          </Radio>
        ))}
      </RadioGroup>
    </section>
  );
}
