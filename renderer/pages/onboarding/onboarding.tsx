import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { services } from "#core/service-catalog/index";
import type { AccountView } from "#main/ipc/contract/accounts";
import { bridge } from "../../lib/bridge";
import { useEscape } from "../../lib/escape";
import { useApp } from "../../lib/store";
import { AiStep } from "./ai-step";
import { type Service, ServiceStep } from "./service-step";
import { connectSteps } from "./services";

type Step = { at: "service" } | { at: "connect"; service: Service } | { at: "ai"; account: AccountView };

/** Three steps from nothing to a working timer. */
export default function Onboarding() {
  const { t } = useTranslation();
  const { accounts, company } = useApp();
  const [step, setStep] = useState<Step>({ at: "service" });
  const [service, setService] = useState<Service>(company?.services[0] ?? services[0].id);
  useEffect(() => {
    document.title = t("title.onboarding");
  }, [t]);
  useEscape(step.at !== "connect", { isTyped: false, onClose: () => void bridge.invoke("app:closeWindow") });

  const connect = (chosen: Service) => {
    setService(chosen);
    setStep({ at: "connect", service: chosen });
  };
  const back = () => setStep({ at: "service" });
  const done = (account: AccountView) => setStep({ at: "ai", account });
  if (step.at === "ai") return <AiStep account={step.account} />;
  if (step.at === "service")
    return (
      <ServiceStep
        value={service}
        hasLocal={accounts.some((account) => descriptorOf(account.service).isLocal)}
        onChange={setService}
        onNext={connect}
      />
    );
  const Connect = connectSteps[step.service];
  return <Connect onBack={back} onDone={done} />;
}
