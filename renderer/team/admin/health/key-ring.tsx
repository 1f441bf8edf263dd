import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { HealthView, KeyRotationView } from "#team/api/admin/contract";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/dialog";
import { Notice, Progress } from "../../../ui/notice";
import { ProblemNotice } from "../../lib/problem-notice";
import { useSend } from "../../lib/use-api";
import { whenOf } from "../../lib/when";
import { Share } from "./bars";
import { Card } from "./cards";

interface Props {
  view: HealthView;
  language: string;
  /** Reads again how many secrets each key locks. */
  reload(): Promise<void>;
}

/** Keys of the key file, and a new one for all secrets. */
export function KeyRing({ view: { keys }, language, reload }: Props) {
  const { t } = useTranslation("team");
  const [asks, setAsks] = useState(false);
  const [rotation, setRotation] = useState<KeyRotationView | null>(null);
  const { run, busy, problem } = useSend();
  const all = keys.reduce((sum, { secrets }) => sum + secrets, 0);
  useEffect(() => {
    if (!busy) return;
    const reading = setInterval(() => void reload(), 2_000);
    return () => clearInterval(reading);
  }, [busy, reload]);
  const rotate = async () => {
    setAsks(false);
    setRotation(null);
    const answer = await run<KeyRotationView>("POST", "/api/admin/keys/rotate", {});
    if (answer?.ok) setRotation(answer.value);
    await reload();
  };
  return (
    <Card
      title={t("health.keys.title")}
      head={
        <>
          <span className="soft">{t("health.keys.from")}</span>
          <span className="push">
            <Button size="sm" busy={busy} waiting={t("health.keys.rotating")} onPress={() => setAsks(true)}>
              {t("health.keys.rotate")}
            </Button>
          </span>
        </>
      }
    >
      {busy && <Progress label={t("health.keys.rotating")} />}
      {problem && <ProblemNotice problem={problem} />}
      <div role="status">
        {rotation?.state === "done" && (
          <p>{t("health.keys.done", { kid: rotation.kid.slice(0, 8), count: rotation.rewrapped })}</p>
        )}
        {rotation?.state === "waits" && (
          <Notice tone="warn" title={t("health.keys.waits")}>
            <p className="plain">{t("health.keys.waitsWhat", { names: rotation.replicas.join(", ") })}</p>
          </Notice>
        )}
      </div>
      <div className="health__scroll">
        <table className="health__table">
          <thead>
            <tr>
              {(["key", "since", "does", "secrets"] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`health.keys.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {keys.map(({ kid, since, writes, secrets }) => (
              <tr key={kid}>
                <th scope="row">
                  <code>{kid.slice(0, 8)}</code>
                </th>
                <td className="num">{whenOf(since, language)}</td>
                <td>{t(writes ? "health.keys.writes" : "health.keys.reads")}</td>
                <td>
                  <span className="health__share">
                    <Share of={secrets} all={all} />
                    <span className="num">{t("health.keys.of", { count: secrets, all })}</span>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="hint">{t("health.keys.what")}</p>
      {asks && (
        <Confirm
          title={t("health.keys.ask")}
          action={t("health.keys.yes")}
          onConfirm={() => void rotate()}
          onClose={() => setAsks(false)}
        >
          <p>{t("health.keys.askWhat")}</p>
          <p>{t("health.keys.askOthers")}</p>
        </Confirm>
      )}
    </Card>
  );
}
