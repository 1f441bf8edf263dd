import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConsentDecision, ConsentView, Location } from "#team/api/contract";
import { Button, LinkButton } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Alone } from "../frame";
import { ProblemNotice } from "../lib/problem-notice";
import { Reading } from "../lib/reading";
import { signOut } from "../lib/session";
import { useRead, useSend } from "../lib/use-api";
import { useSettled } from "../lib/use-settled";
import type { TeamPageProps } from "../page-props";
import { AboutClient } from "./about-client";
import { AccountChoice, type ChosenAccounts } from "./account-choice";
import { LevelChoice } from "./level-choice";
import { Lifetime } from "./lifetime";

/** An AI client asks to be let in: who it says it is, where the answer goes, and what it may do. */
export default function ConsentPage({ params }: TeamPageProps) {
  const { t } = useTranslation("team");
  const read = useRead<ConsentView>(`/api/consent/${params.uid}`);
  if (read.value) return <Ask view={read.value} />;
  const isOver = read.problem?.code === "gone";
  return (
    <Alone title={t(isOver ? "consent.over" : "consent.title")}>
      {isOver ? (
        <p>{t("consent.overWhat")}</p>
      ) : (
        <Reading read={read} label={t("consent.reading")}>
          {() => null}
        </Reading>
      )}
    </Alone>
  );
}

function Ask({ view }: { view: ConsentView }) {
  const { t } = useTranslation("team");
  const { client, person, suggested } = view;
  const [level, setLevel] = useState(suggested.level);
  const [days, setDays] = useState(suggested.days);
  const [accounts, setAccounts] = useState<ChosenAccounts>(null);
  const [understood, setUnderstood] = useState(false);
  const [sentTo, setSentTo] = useState(false);
  const settled = useSettled();
  const { run, busy, problem } = useSend();

  const decide = async (decision: ConsentDecision) => {
    const answer = await run<Location>("POST", `/api/consent/${view.uid}`, decision);
    if (!answer?.ok) return;
    setSentTo(true);
    window.location.assign(answer.value.location);
  };
  if (sentTo)
    return (
      <Alone title={t("consent.done")}>
        <p>{t("consent.doneWhat", { client: client.name })}</p>
      </Alone>
    );
  // The company may refuse this kind of client: each level then says so, and none can be given.
  const isOffered = view.levels.some((one) => one.level === level && one.locked === null);
  const isReady = (!client.isLocal || understood) && accounts?.length !== 0;
  return (
    <Alone
      title={client.isLocal ? t("consent.asksLocal") : t("consent.asks", { client: client.name })}
      foot={
        <>
          <span className="soft">
            {t(
              client.isLocal && !understood
                ? "consent.tickFirst"
                : isReady
                  ? "consent.nothingYet"
                  : "consent.pickFirst",
            )}
          </span>
          <span className="line push">
            <Button size="lg" autoFocus busy={busy} onPress={() => void decide({ decision: "deny" })}>
              {t("consent.deny")}
            </Button>
            <Button
              size="lg"
              kind="primary"
              isDisabled={!settled || !isReady || !isOffered}
              busy={busy}
              onPress={() =>
                void decide({ decision: "allow", level, days, accounts, ...(client.isLocal && { understood }) })
              }
            >
              {t("consent.allow")}
            </Button>
          </span>
        </>
      }
    >
      <p className="soft">
        {t("consent.you", { name: person.name, email: person.email })} ·{" "}
        <LinkButton onPress={() => void signOut()}>{t("consent.notYou")}</LinkButton>
      </p>
      {problem && <ProblemNotice problem={problem} />}
      {view.levels.every(({ locked }) => locked === "group_client") && (
        <Notice tone="warn" title={t("consent.notListed")}>
          <p className="plain">{t("consent.notListedWhat", { host: client.redirectHost })}</p>
        </Notice>
      )}
      <AboutClient client={client} understood={understood} onUnderstood={setUnderstood} />
      <LevelChoice levels={view.levels} value={level} onChange={setLevel} />
      <AccountChoice accounts={view.accounts} value={accounts} onChange={setAccounts} />
      <Lifetime lifetimes={view.lifetimes} value={days} onChange={setDays} />
    </Alone>
  );
}
