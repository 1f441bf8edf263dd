import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ServiceOffer } from "#team/api/contract";
import { connectSteps } from "../../pages/onboarding/services";
import { Alone } from "../frame";
import { Reading } from "../lib/reading";
import { navigate } from "../lib/router";
import { useRead } from "../lib/use-api";
import type { TeamPageProps } from "../page-props";
import { showAccounts } from "./app-state";
import { CompanyKey } from "./company-key";
import { MadeToken } from "./made-token";

/** Connects an account with the app's own form, with the company's key, or with a token that the service makes. */
export default function ConnectPage({ params }: TeamPageProps) {
  const { t } = useTranslation("team");
  const read = useRead<ServiceOffer[]>("/api/services");
  // The app's components read its state from the first moment on.
  useState(() => showAccounts([]));
  const [isOwn, setOwn] = useState(false);
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
  if (offer.makesToken && !isOwn)
    return (
      <MadeToken
        service={offer.id}
        makes={offer.makesToken}
        onDone={done}
        onOwn={() => setOwn(true)}
        onBack={() => navigate("/")}
      />
    );
  const Step = connectSteps[offer.id as keyof typeof connectSteps];
  return (
    <div className="connectpage">
      <Step onBack={() => (isOwn ? setOwn(false) : navigate("/"))} onDone={done} />
    </div>
  );
}
