import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useTranslation } from "react-i18next";
import { type KnownService, services } from "#core/service-catalog/index";
import { CompanyNotice } from "../../features/company";
import { useApp } from "../../lib/store";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { Frame } from "./frame";

export type Service = KnownService;
/** The one that needs no service at all. */
const onThisComputer = services.find(({ isLocal }) => isLocal)?.id;

interface Props {
  value: Service;
  /** The time sheet on this computer is there already; one is enough. */
  hasLocal: boolean;
  onChange: (service: Service) => void;
  onNext: (service: Service) => void;
}

export function ServiceStep({ value, hasLocal, onChange, onNext }: Props) {
  const { t } = useTranslation();
  const { company } = useApp();
  const isAllowed = (service: Service) => company?.services.includes(service) ?? true;
  return (
    <Frame
      step="service"
      title={t("onboarding.where")}
      lead={t("onboarding.whereLead")}
      foot={
        <>
          {!hasLocal && onThisComputer && isAllowed(onThisComputer) && value !== onThisComputer && (
            <Button kind="plain" onPress={() => onNext(onThisComputer)}>
              {t("onboarding.localForNow")}
            </Button>
          )}
          <span className="push" />
          <Button
            kind="primary"
            size="lg"
            iconAfter="right"
            isDisabled={!isAllowed(value)}
            onPress={() => onNext(value)}
          >
            {t(`onboarding.connect.${value}`)}
          </Button>
        </>
      }
    >
      <RadioGroup
        className="services"
        aria-label={t("onboarding.service")}
        value={value}
        onChange={(next) => {
          const service = services.find(({ id }) => id === next)?.id;
          if (service) onChange(service);
        }}
      >
        {services.map(({ id: service, icon, isLocal }) => (
          <Radio
            key={service}
            value={service}
            className="service"
            autoFocus={service === value}
            isDisabled={!isAllowed(service) || (isLocal && hasLocal)}
          >
            <span className="service__pic">
              <Icon name={icon} />
            </span>
            <span className="service__name">{t(`service.${service}.name`)}</span>
            <span className="dot" />
            <span className="service__text soft">{t(`service.${service}.what`)}</span>
            <span className="service__text needs">
              {!isAllowed(service) ? (
                t("company.set")
              ) : isLocal && hasLocal ? (
                t("service.local.there")
              ) : (
                <>
                  <b>{t("onboarding.need")}</b> {t(`service.${service}.need`)}
                  <br />
                  <b>{t("onboarding.get")}</b> {t(`service.${service}.get`)}
                </>
              )}
            </span>
          </Radio>
        ))}
      </RadioGroup>
      <CompanyNotice />
      <Notice icon="key">
        <p>
          <span className="medium">{t("onboarding.keychainTitle")}</span>{" "}
          <span className="soft">{t("onboarding.keychain")}</span>
        </p>
      </Notice>
      <Notice icon="globe">
        <p>
          <span className="medium">{t("onboarding.talksTitle")}</span>{" "}
          <span className="soft">{t("onboarding.talks")}</span>
        </p>
      </Notice>
    </Frame>
  );
}
