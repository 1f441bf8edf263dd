import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuditVerdict, HealthView } from "#team/api/admin/contract";
import { plainNumber } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Icon } from "../../../ui/icon";
import { Notice } from "../../../ui/notice";
import { ProblemNotice } from "../../lib/problem-notice";
import { useSend } from "../../lib/use-api";
import { whenOf } from "../../lib/when";

interface CardProps {
  title: string;
  /** Beside the title. */
  head?: ReactNode;
  children: ReactNode;
}

export function Card({ title, head, children }: CardProps) {
  const id = useId();
  return (
    <section className="card card--pad stack health__card" aria-labelledby={id}>
      <div className="line">
        <h2 id={id}>{title}</h2>
        {head}
      </div>
      {children}
    </section>
  );
}

interface Part {
  view: HealthView;
  language: string;
}

export function Replicas({ view: { replicas }, language }: Part) {
  const { t } = useTranslation("team");
  return (
    <Card title={t("health.replicas.title")} head={<span className="soft push">{t("health.replicas.what")}</span>}>
      <div className="health__scroll">
        <table className="health__table">
          <thead>
            <tr>
              {(["name", "version", "since", "perMinute", "memory", "state"] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`health.replicas.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {replicas.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.name}</th>
                <td>{one.version}</td>
                <td className="num">{whenOf(one.startedAt, language)}</td>
                <td className="num">{plainNumber(Math.round(one.perMinute * 10) / 10, language)}</td>
                <td className="num">{t("health.megabytes", { count: Math.round(one.memory / 1_000_000) })}</td>
                <td>
                  <State good={one.isReady}>
                    {one.isReady
                      ? t("health.replicas.ready")
                      : t("health.replicas.silent", { when: whenOf(one.seenAt, language) })}
                  </State>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

export function DatabaseCard({ view: { database }, language }: Part) {
  const { t } = useTranslation("team");
  const { kind, version, milliseconds, connections } = database;
  const rows: [string, string][] = [
    [
      t("health.database.answers"),
      t("health.milliseconds", { count: plainNumber(Math.round(milliseconds * 10) / 10, language) }),
    ],
    ...(connections ? [[t("health.database.connections"), t("health.of", connections)] as [string, string]] : []),
  ];
  return (
    <Card
      title={t("health.database.title")}
      head={
        <>
          <State good>{t("health.database.reachable")}</State>
          <span className="soft push">{`${kind === "postgres" ? "PostgreSQL" : "SQLite"} ${version}`}</span>
        </>
      }
    >
      <Facts rows={rows} />
    </Card>
  );
}

export function AuditCard({ view: { audit }, language }: Part) {
  const { t } = useTranslation("team");
  const { run, busy, problem } = useSend();
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const verify = async () => {
    const answer = await run<AuditVerdict>("POST", "/api/admin/audit/verify", {});
    if (answer?.ok) setVerdict(answer.value);
  };
  const last = audit.lastAt === null ? t("health.audit.none") : whenOf(audit.lastAt, language);
  return (
    <Card
      title={t("health.audit.title")}
      head={
        <span className="push">
          <Button size="sm" busy={busy} waiting={t("health.audit.verifying")} onPress={() => void verify()}>
            {t("health.audit.verify")}
          </Button>
        </span>
      }
    >
      {problem && <ProblemNotice problem={problem} />}
      <div role="status">
        {verdict?.ok && <State good>{t("health.audit.unbroken", { count: verdict.lines })}</State>}
        {verdict?.broken && (
          <Notice tone="danger" title={t("health.audit.broken", { line: verdict.broken.line })}>
            <p className="plain">{verdict.broken.problem}</p>
          </Notice>
        )}
      </div>
      <Facts
        rows={[
          ...(verdict ? [[t("health.audit.verifiedAt"), whenOf(verdict.at, language)] as [string, string]] : []),
          [t("health.audit.lines"), plainNumber(audit.lines, language)],
          [
            t("health.audit.last"),
            audit.ends === null ? last : t("health.audit.ends", { when: last, ends: audit.ends }),
          ],
        ]}
      />
    </Card>
  );
}

function Facts({ rows }: { rows: readonly [string, string][] }) {
  return (
    <dl className="health__facts">
      {rows.map(([term, fact]) => (
        <div key={term} className="line">
          <dt className="soft">{term}</dt>
          <dd className="push num">{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A mark with words: nothing wrong, or something to look at. */
export function State({ good, children }: { good: boolean; children: ReactNode }) {
  return (
    <span className={`people__status ${good ? "l-allow" : "l-warn"}`}>
      <Icon name={good ? "allow" : "warning"} />
      <span>{children}</span>
    </span>
  );
}
