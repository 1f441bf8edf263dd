import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectedView } from "#team/api/contract";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Progress } from "../../ui/notice";
import { failureOf } from "../bridge/failure";
import { Alone } from "../frame";
import { callApi, type Problem } from "../lib/api";
import { navigate } from "../lib/router";
import type { TeamPageProps } from "../page-props";
import { noteConnected } from "./just-connected";
import { useServiceName } from "./service-name";

const expired: Problem = { code: "sign_in_expired", message: "" };

/** What the service's page sent the browser back with (RFC 6749 §4.1.2, RFC 9207); null: this page was opened without. */
function broughtBack(search: string): Record<string, string> | null {
  const query = new URLSearchParams(search);
  const given = ["state", "code", "error", "iss"].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return query.has("state") ? Object.fromEntries(given) : null;
}

/** Where the browser comes back to from the service's sign-in: finishes it, and goes on to the account. */
export default function SignedInPage({ params: { service = "" } }: TeamPageProps) {
  const { t } = useTranslation("team");
  const { t: appWords } = useTranslation();
  const name = useServiceName()(service);
  const [problem, setProblem] = useState<Problem | null>(null);
  const finishing = useRef<AbortController>(null);

  useEffect(() => {
    if (finishing.current) return;
    const mine = new AbortController();
    finishing.current = mine;
    const answer = broughtBack(window.location.search);
    // The code counts once; neither history nor a picture of the window needs it.
    navigate(window.location.pathname, { replace: true });
    if (!answer) return setProblem(expired);
    const finish = async () => {
      const path = "/api/accounts/sign-in/finish";
      const finished = await callApi<ConnectedView>("POST", path, { service, ...answer }, mine.signal);
      if (!finished.ok) return setProblem(finished.problem);
      const { account, person } = finished.value;
      noteConnected(account.id, person);
      navigate(`/accounts/${account.id}`, { replace: true });
    };
    void finish();
  }, [service]);

  return (
    <Alone
      title={t("connect.with", { service: name })}
      foot={
        <span className="line push">
          {problem === null ? (
            <Button size="lg" onPress={() => finishing.current?.abort()}>
              {t("frame.cancel")}
            </Button>
          ) : (
            <>
              <Button size="lg" onPress={() => navigate("/")}>
                {t("connect.toAccounts")}
              </Button>
              <Button size="lg" kind="primary" onPress={() => navigate(`/connect/${service}`)}>
                {t("connect.startAgain")}
              </Button>
            </>
          )}
        </span>
      }
    >
      {problem === null ? (
        <>
          <Progress label={t("connect.finishing", { service: name })} />
          <p className="soft" role="status">
            {t("connect.finishing", { service: name })}
          </p>
        </>
      ) : (
        <FailureNotice
          failure={failureOf(problem)}
          service="signed_in"
          place={name}
          saved={appWords("onboarding.notSaved")}
        />
      )}
    </Alone>
  );
}
