import { useTranslation } from "react-i18next";
import type { HealthView } from "../../../../mcp-server/team/api/admin/contract";
import { percent, plainNumber } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { TeamPage } from "../../frame";
import { chosenLanguage } from "../../lib/language";
import { Reading } from "../../lib/reading";
import { useRead } from "../../lib/use-api";
import { AdminLogCard } from "./admin-log-card";
import { Bars } from "./bars";
import { AuditCard, Card, DatabaseCard, Replicas } from "./cards";
import { KeyRing } from "./key-ring";
import { PublicCheck } from "./public-check";
import { Summary } from "./summary";

/** How all replicas, database, keys and audit log do. */
export default function HealthPage() {
  const { t } = useTranslation("team");
  const language = chosenLanguage();
  const read = useRead<HealthView>("/api/admin/health");
  const at = read.value && new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(read.value.at);
  return (
    <TeamPage
      title={t("health.title")}
      head={
        <>
          {read.value && <Summary view={read.value} />}
          <span className="line push">
            {at && (
              <span className="soft num" role="status">
                {t("health.readAt", { time: at })}
              </span>
            )}
            <Button size="sm" icon="reload" busy={read.busy} onPress={() => void read.reload()}>
              {t("health.again")}
            </Button>
          </span>
        </>
      }
    >
      <Reading read={read} label={t("health.reading")}>
        {(view) => <Health view={view} language={language} reload={read.reload} />}
      </Reading>
    </TeamPage>
  );
}

interface Props {
  view: HealthView;
  language: string;
  reload(): Promise<void>;
}

function Health({ view, language, reload }: Props) {
  const { t } = useTranslation("team");
  const { requests, refusals, answeredWithin, people, clients } = view;
  const number = (value: number) => plainNumber(value, language);
  const part = requests.total === 0 ? "" : percent(refusals.total / requests.total, language);
  const figures: [string, string, string][] = [
    [
      t("health.figure.requests"),
      number(requests.total),
      t("health.figure.perMinute", { count: Math.round(requests.total / 60) }),
    ],
    [
      t("health.figure.within"),
      answeredWithin === null ? t("people.none") : t("health.milliseconds", { count: answeredWithin }),
      t("health.figure.nineteen"),
    ],
    [t("health.figure.refused"), number(refusals.total), part],
    [t("health.figure.people"), number(people), t("health.figure.clients", { count: clients })],
  ];
  const mostOf = (slices: readonly number[]) => t("health.slices", { most: Math.max(...slices) });
  return (
    <>
      <dl className="card health__figures">
        {figures.map(([name, value, more]) => (
          <div key={name}>
            <dt className="soft">{name}</dt>
            <dd>
              <span className="health__figure num">{value}</span> <span className="soft">{more}</span>
            </dd>
          </div>
        ))}
      </dl>
      <div className="health__grid">
        <Card title={t("health.requests")} head={<span className="soft push">{mostOf(requests.slices)}</span>}>
          <Bars
            label={t("health.requestsSay", { count: requests.total })}
            slices={requests.slices}
            since={requests.since}
          />
        </Card>
        <Card title={t("health.refusals")} head={<span className="soft push">{mostOf(refusals.slices)}</span>}>
          <Bars
            label={t("health.refusalsSay", { count: refusals.total })}
            slices={refusals.slices}
            since={requests.since}
            warn
          />
          <dl className="health__facts">
            {refusals.byKind.map(({ kind, count }) => (
              <div key={kind} className="line">
                <dt>{t(`health.kind.${kind}`)}</dt>
                <dd className="push num">{number(count)}</dd>
              </div>
            ))}
          </dl>
        </Card>
        <Replicas view={view} language={language} />
        <KeyRing view={view} language={language} reload={reload} />
        <DatabaseCard view={view} language={language} />
        <PublicCheck language={language} />
        <AuditCard view={view} language={language} />
        <AdminLogCard language={language} />
      </div>
    </>
  );
}
