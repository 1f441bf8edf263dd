import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useTranslation } from "react-i18next";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { profiles } from "./words";

interface Props {
  /** Null: none is picked yet. */
  value: PermissionsView["profile"] | null;
  onChange: (profile: PermissionsView["profile"]) => void;
  isDisabled?: boolean;
}

export function ProfileChoice({ value, onChange, isDisabled }: Props) {
  const { t } = useTranslation();
  return (
    <RadioGroup
      className="profiles"
      aria-label={t("permissions.profile")}
      orientation="horizontal"
      isDisabled={isDisabled}
      value={value}
      onChange={(next) => {
        const profile = profiles.find((known) => known === next);
        if (profile) onChange(profile);
      }}
    >
      {profiles.map((profile) => (
        <Radio key={profile} value={profile} className="profile">
          <b>
            <span className="dot" />
            {t(`profile.${profile}.name`)}
          </b>
          {t(`profile.${profile}.what`)}
        </Radio>
      ))}
    </RadioGroup>
  );
}
