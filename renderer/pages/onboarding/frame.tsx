import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AppState } from "#main/ipc/contract/app-state";
import { SettingsProblem } from "../../features/settings-problem";
import { bridge } from "../../lib/bridge";
import { Icon } from "../../ui/icon";

/** Who has accounts again need not be asked for one. */
async function leave({ accounts }: AppState): Promise<void> {
  if (accounts.length === 0) return;
  await bridge.invoke("app:openWindow", { name: "timer" });
  void bridge.invoke("app:closeWindow");
}

const allSteps = ["service", "consent", "connect", "ai"] as const;

interface Props {
  step: (typeof allSteps)[number];
  /** This service asks for consent of its own before it is connected. */
  consent?: boolean;
  title: string;
  lead?: string;
  foot: ReactNode;
  children: ReactNode;
}

/** Head with the steps, a body that scrolls, and a foot that stays. */
export function Frame({ step, consent = false, title, lead, foot, children }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const steps = allSteps.filter((one) => consent || one !== "consent");
  const at = steps.indexOf(step);
  // A new step is a new page: its title is read, and Tab goes on from there.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <main className="onboard" aria-label={title}>
      <header className="onboard__head">
        <ol className="steps" aria-label={t("onboarding.steps")}>
          {steps.map((one, index) => (
            <li key={one} aria-current={index === at ? "step" : undefined} data-done={index < at || undefined}>
              <b>{index < at ? <Icon name="check" /> : index + 1}</b>
              {t(`onboarding.step.${one}`)}
            </li>
          ))}
        </ol>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p className="soft onboard__lead">{lead}</p>}
      </header>
      <div className="onboard__body">
        <SettingsProblem onRestored={leave} />
        {children}
      </div>
      <footer className="onboard__foot">{foot}</footer>
    </main>
  );
}
