import { useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import { useCall } from "../../lib/call";
import { LinkButton } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Icon } from "../../ui/icon";

interface Props {
  service: AccountView["service"] | undefined;
  /** A page of the service itself. */
  url: string;
}

/** Where programs can ask for leave but not decide on it: people do that in the service's own app. */
export function DecideElsewhere({ service, url }: Props) {
  const { t } = useTranslation();
  const open = useCall("app:openLink");
  const name = service ? t(`service.${service}.name`) : t("failure.service");
  return (
    <>
      <p className="line line--text hint">
        <Icon name="info" />
        <span>
          {t("absence.decideElsewhere", { service: name })}{" "}
          <LinkButton onPress={() => void open.run({ link: "service_page", url })}>
            {t("timer.openService", { service: name })}
          </LinkButton>
        </span>
      </p>
      {open.failure && <FailureNotice failure={open.failure} />}
    </>
  );
}
