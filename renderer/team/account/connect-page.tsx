import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ServiceOffer } from "../../../mcp-server/team/api/contract";
import { connectSteps } from "../../pages/onboarding/services";
import { Alone } from "../frame";
import { Reading } from "../lib/reading";
import { navigate } from "../lib/router";
import { useRead } from "../lib/use-api";
import type { TeamPageProps } from "../page-props";
import { showAccounts } from "./app-state";
import { CompanyKey } from "./company-key";

/** Connects an account with the app's own form, or with the company's key where there is one. */
export default function ConnectPage({ params }: TeamPageProps) {
  const { t } = useTranslation("team");
  const read = useRead<ServiceOffer[]>("/api/services");
  // The app's components read its state from the first moment on.
  useState(() => showAccounts([]));
  const offer = read.value?.find(({ id }) => id === params.service);
  if (!offer)
    return (
      <Alone title={t("connect.title")}>
        <Reading read={read} label={t("connect.reading")}>
          {() => <p>{t("connect.notOffered")}</p>}
        </Reading>
      </Alone>
    );
  const done = ({ id }: { id: string }) => navigate(`/accounts/${id}`, { replace: true });
  if (offer.companyKey) return <CompanyKey service={offer.id} onDone={done} />;
  const Step = connectSteps[offer.id as keyof typeof connectSteps];
  return (
    <div className="connectpage">
      <Step onBack={() => navigate("/")} onDone={done} />
    </div>
  );
}
