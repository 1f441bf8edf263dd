import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Failure, Response } from "#main/ipc/contract/index";
import { bridge } from "../../lib/bridge";
import { useCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { useApp } from "../../lib/store";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { NoAccount, Page, type PageProps } from "../../ui/page";
import { Wait } from "../../ui/wait";
import { ImportDone } from "./import-done";
import { PendingImport } from "./pending-import";
import { PreviewView } from "./preview-view";
import { Running } from "./running";
import { type Choices, usePreview } from "./use-preview";
import "./import.css";

type Done = Response<"imports:run">;
const usual: Choices = {};

/** Brings in a file of another program: chosen, shown, then written as one. */
export default function ImportPage({ onPage }: PageProps) {
  const { t } = useTranslation();
  const { accounts, activeAccount } = useApp();
  const title = t("nav.import");
  const open = accounts.filter(({ refused }) => refused?.["time.create"] === undefined);
  const [file, setFile] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [choices, setChoices] = useState(usual);
  const [again, setAgain] = useState(0);
  const [done, setDone] = useState<{ result: Done; before: number | null } | null>(null);
  const [failed, setFailed] = useState<Failure | null>(null);
  const choose = useCall("imports:choose");
  const run = useCall("imports:run");
  const pending = useCall("imports:pending");
  const account = open.find(({ id }) => id === chosen) ?? open.find(({ id }) => id === activeAccount) ?? open[0];
  const { preview, failure, busy } = usePreview(file, account?.id ?? null, choices, again);
  const [left, setLeft] = useState<Response<"imports:pending">>(null);
  const lookForPending = useRef(async () => {});
  lookForPending.current = async () => {
    const answer = await pending.run();
    if (answer?.ok) setLeft(answer.value);
  };
  useEffect(() => void lookForPending.current(), []);

  const pick = async () => {
    const answer = await choose.run();
    if (!answer?.ok || !answer.value) return;
    setFile(answer.value.name);
    setChoices(usual);
    setAgain((count) => count + 1);
    setDone(null);
    setFailed(null);
  };
  const start = async (expected: { rows: number; seconds: number }) => {
    if (!preview || !account) return;
    setFailed(null);
    const answer = await run.run({ accountId: account.id, choices, sha256: preview.sha256, expected });
    if (answer?.ok) {
      setDone({ result: answer.value, before: expected.seconds });
      setFile(null);
    } else if (answer) {
      if (answer.failure.code !== "cancelled") setFailed(answer.failure);
      setAgain((count) => count + 1);
      void lookForPending.current();
    }
  };
  const isShown = file !== null && !run.busy && !left;
  useEscape(isShown, { isTyped: choices !== usual, onClose: () => setFile(null) });

  if (accounts.length === 0) return <NoAccount title={title} />;
  return (
    <Page
      title={title}
      className="page__body--stack"
      head={
        isShown && (
          <span className="line push page__do">
            <Button onPress={() => void pick()}>{t("import.another")}</Button>
          </span>
        )
      }
    >
      {left && (
        <PendingImport
          pending={left}
          onDone={(result) => {
            setLeft(null);
            setDone(result && { result, before: null });
          }}
          onLook={() => void lookForPending.current()}
        />
      )}
      {done && <ImportDone result={done.result} before={done.before} onPage={onPage} />}
      {failed && (
        <FailureNotice failure={failed} title={failed.saved === "no" ? t("import.failed") : undefined} write />
      )}
      {run.busy && <Running onCancel={() => void bridge.invoke("imports:cancel")} />}
      {file === null && !left && !run.busy && (
        <div className="card card--pad stack">
          <p>{t("import.what")}</p>
          <p className="soft">{t("import.programs")}</p>
          {open.length === 0 && <p>{t("import.none")}</p>}
          <p className="line">
            <Button
              kind={done ? undefined : "primary"}
              icon="folder"
              isDisabled={open.length === 0}
              onPress={() => void pick()}
            >
              {t("import.choose")}
            </Button>
          </p>
          {choose.failure && <FailureNotice failure={choose.failure} />}
        </div>
      )}
      {isShown && failure && <FailureNotice failure={failure} />}
      {isShown && <Wait on={busy && !preview} label={t("import.reading")} onCancel={() => setFile(null)} />}
      {isShown && preview && account && (
        <PreviewView
          file={file}
          preview={preview}
          busy={busy}
          account={account}
          accounts={open}
          choices={choices}
          onAccount={(id) => {
            setChosen(id);
            setChoices(usual);
          }}
          onChoices={(change) => setChoices({ ...choices, ...change })}
          onRun={(expected) => void start(expected)}
        />
      )}
    </Page>
  );
}
