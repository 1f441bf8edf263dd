import { Checkbox } from "react-aria-components/Checkbox";
import { Trans, useTranslation } from "react-i18next";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { isWebPage, offers } from "../../../../lib/bridge";
import { useEscape } from "../../../../lib/escape";
import { Button } from "../../../../ui/button";
import { Icon } from "../../../../ui/icon";
import { Notice } from "../../../../ui/notice";
import { ProfileChoice } from "../../../permissions/profile-choice";
import { Frame } from "../../frame";

const strong = { b: <b className="medium" /> };

interface Props {
  profile: PermissionsView["profile"];
  confirmed: boolean;
  onProfile(profile: PermissionsView["profile"]): void;
  onConfirmed(confirmed: boolean): void;
  onBack(): void;
  onNext(): void;
  /** The other way, which needs no key. */
  onSignIn(): void;
}

/** What a key of the whole company can do, what Punchcard does with it, and what an AI may do: before it is entered. */
export function CalamariConsent({ profile, confirmed, onProfile, onConfirmed, onBack, onNext, onSignIn }: Props) {
  const { t } = useTranslation();
  useEscape(true, { isTyped: false, onClose: onBack });
  return (
    <Frame
      step="consent"
      consent
      title={t("consent.title")}
      lead={t("consent.lead")}
      foot={
        <>
          <Button icon="left" onPress={onBack}>
            {t("app.back")}
          </Button>
          <span className="line push page__do">
            <Checkbox className="check" isSelected={confirmed} onChange={onConfirmed}>
              <span className="check__box">
                <Icon name="check" />
              </span>
              {t("consent.confirm")}
            </Checkbox>
            <Button kind="primary" size="lg" iconAfter="right" isDisabled={!confirmed} onPress={onNext}>
              {t("consent.next")}
            </Button>
          </span>
        </>
      }
    >
      <div className="stack consent">
        <Notice tone="warn" icon="key" title={t("consent.keyTitle")}>
          <p className="plain">
            <Trans i18nKey="consent.key" components={strong} />
          </p>
        </Notice>
        <Notice icon="lock" title={t("consent.weTitle")}>
          <ul className="plain consent__list">
            {(["person", "kept", "clients"] as const).map((point) => (
              <li key={point}>
                <Trans
                  i18nKey={point === "kept" && isWebPage() ? "onboarding.onServer" : `consent.we.${point}`}
                  components={strong}
                />
              </li>
            ))}
          </ul>
        </Notice>
        {offers("accounts:signIn") && (
          <Notice icon="key" title={t("signIn.noKey")}>
            <p className="plain">{t("signIn.noKeyWhat")}</p>
            <p className="line">
              <Button onPress={onSignIn}>{t("signIn.instead")}</Button>
            </p>
          </Notice>
        )}
        <section aria-labelledby="consent-ai">
          <h2 id="consent-ai">{t("consent.aiTitle")}</h2>
          <ProfileChoice value={profile} onChange={onProfile} />
          <p className="soft" role="status">
            {t(`consent.ai.${profile}`)}
          </p>
        </section>
      </div>
    </Frame>
  );
}
