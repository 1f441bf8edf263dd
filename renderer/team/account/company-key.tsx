import { useTranslation } from "react-i18next";
import type { ConnectedView } from "#team/api/contract";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Alone } from "../frame";
import { ProblemNotice } from "../lib/problem-notice";
import { navigate } from "../lib/router";
import { usePerson } from "../lib/session";
import { useSend } from "../lib/use-api";
import { useServiceName } from "./service-name";

/** The company's key reaches everybody; here it is held to the person who is signed in. */
export function CompanyKey({ service, onDone }: { service: string; onDone(account: { id: string }): void }) {
  const { t } = useTranslation("team");
  const name = useServiceName()(service);
  const { email } = usePerson();
  const { run, busy, problem } = useSend();
  const connect = async () => {
    const answer = await run<ConnectedView>("POST", "/api/accounts", { service, consent: true });
    if (answer?.ok) onDone(answer.value.account);
  };
  return (
    <Alone
      title={t("connect.with", { service: name })}
      foot={
        <span className="line push">
          <Button size="lg" isDisabled={busy} onPress={() => navigate("/")}>
            {t("frame.cancel")}
          </Button>
          <Button size="lg" kind="primary" busy={busy} onPress={() => void connect()}>
            {t("connect.do")}
          </Button>
        </span>
      }
    >
      {problem && <ProblemNotice problem={problem} />}
      <Notice icon="key" title={t("connect.companyKey")}>
        <p className="plain">{t("connect.companyKeyWhat", { email })}</p>
      </Notice>
    </Alone>
  );
}
