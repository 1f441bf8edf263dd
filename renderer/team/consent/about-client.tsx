import { Checkbox } from "react-aria-components/Checkbox";
import { useTranslation } from "react-i18next";
import type { ConsentClient } from "#team/api/contract";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";

interface Props {
  client: ConsentClient;
  understood: boolean;
  onUnderstood(understood: boolean): void;
}

/** Trust hangs on the addresses: the name is the client's own choice. */
export function AboutClient({ client, understood, onUnderstood }: Props) {
  const { t } = useTranslation("team");
  const { name, identityHost, redirectHost, isSameSite, isLocal, isNew } = client;
  return (
    <>
      <dl className="card clipped facts">
        {identityHost === null ? (
          <div>
            <dt>{t("consent.calls")}</dt>
            <dd>
              {t("consent.name", { name })} <span className="soft">{t("consent.unchecked")}</span>
            </dd>
          </div>
        ) : (
          <div>
            <dt>{t("consent.from")}</dt>
            <dd>
              <code className="strong">{identityHost}</code>{" "}
              <span className="soft">{t("consent.fromWhat", { name })}</span>
            </dd>
          </div>
        )}
        <div>
          <dt>{t("consent.to")}</dt>
          <dd>
            <code className="strong">{redirectHost}</code>{" "}
            <span className="soft">
              {isLocal ? t("consent.toLocal") : isSameSite ? t("consent.sameSite") : t("consent.otherSite")}
            </span>
          </dd>
        </div>
      </dl>
      {isLocal ? (
        <Notice tone="warn" title={t("consent.anyProgram")}>
          <p className="plain">{t("consent.anyProgramWhat")}</p>
          <Checkbox className="check" isSelected={understood} onChange={onUnderstood}>
            <span className="check__box">
              <Icon name="check" />
            </span>
            {t("consent.started", { name })}
          </Checkbox>
        </Notice>
      ) : (
        isNew && (
          <Notice tone="warn" title={t("consent.new")}>
            <p className="plain">{t("consent.newWhat")}</p>
          </Notice>
        )
      )}
    </>
  );
}
