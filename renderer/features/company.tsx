import { useTranslation } from "react-i18next";
import { useApp } from "../lib/store";
import { Notice } from "../ui/notice";

/** That a company fixes some choices here, and who can change them; or why its policy cannot be used. */
export function CompanyNotice() {
  const { t } = useTranslation();
  const { company } = useApp();
  if (!company) return null;
  const { name, place, problem } = company;
  if (problem !== null)
    return (
      <Notice tone="warn" alert title={t("company.brokenTitle")}>
        <p className="plain">{t("company.broken")}</p>
        <p className="plain" lang="en">
          <code>{place}</code>, {problem}
        </p>
      </Notice>
    );
  return (
    <Notice icon="lock" title={name === null ? t("company.set") : t("company.named", { name })}>
      <p className="plain">
        {t("company.what")} <code>{place}</code>
      </p>
    </Notice>
  );
}
