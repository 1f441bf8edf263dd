import { useTranslation } from "react-i18next";
import type { ConnectedView, ServiceOffer } from "#team/api/contract";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Alone } from "../frame";
import { ProblemNotice } from "../lib/problem-notice";
import { usePerson } from "../lib/session";
import { useSend } from "../lib/use-api";
import { useServiceName } from "./service-name";

interface Props {
  service: string;
  makes: NonNullable<ServiceOffer["makesToken"]>;
  onDone(account: { id: string }): void;
  /** The person has a token of their own. */
  onOwn(): void;
  onBack(): void;
}

/** Refusals that an admin of the service can clear up. */
const forAdmins = ["made_nobody", "made_several", "made_disabled", "made_other"];

/** The service makes a token for whoever is signed in, once they say yes. */
export function MadeToken({ service, makes: { url, peoplePage }, onDone, onOwn, onBack }: Props) {
  const { t } = useTranslation("team");
  const name = useServiceName()(service);
  const { email } = usePerson();
  const { run, busy, problem } = useSend();
  const { host } = new URL(url);
  const make = async () => {
    const answer = await run<ConnectedView>("POST", "/api/accounts/made", { yes: true });
    if (answer?.ok) onDone(answer.value.account);
  };
  return (
    <Alone
      title={t("connect.with", { service: name })}
      foot={
        <span className="line push">
          <Button size="lg" isDisabled={busy} onPress={onBack}>
            {t("frame.cancel")}
          </Button>
          <Button size="lg" isDisabled={busy} onPress={onOwn}>
            {t("connect.ownToken")}
          </Button>
          <Button size="lg" kind="primary" busy={busy} onPress={() => void make()}>
            {t("connect.make")}
          </Button>
        </span>
      }
    >
      {problem && (
        <ProblemNotice problem={problem}>
          {forAdmins.includes(problem.code) && (
            <p className="plain">
              {t("connect.forAdmins")}{" "}
              <a href={peoplePage} target="_blank" rel="noreferrer">
                {peoplePage}
              </a>
            </p>
          )}
        </ProblemNotice>
      )}
      <Notice icon="key" title={t("connect.made", { service: name })}>
        <p className="plain">{t("connect.madeWhat", { email, host })}</p>
        <p className="plain">{t("connect.madeEnds")}</p>
      </Notice>
    </Alone>
  );
}
