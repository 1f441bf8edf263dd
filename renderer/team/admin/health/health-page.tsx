import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { HealthView } from "#team/api/admin/contract";
import { clockOf, percent, plainNumber } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { TeamPage } from "../../frame";
import { chosenLanguage } from "../../lib/language";
import { Reading } from "../../lib/reading";
import { useRead } from "../../lib/use-api";
import { AdminLogCard } from "./admin-log-card";
import { Bars, Share, sliceLasts } from "./bars";
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

interface Figure {
  name: string;
  value: string;
  /** Smaller, beside the value. */
  part?: string;
  /** Below it. */
  more: string;
}

/** When most was refused, in the server's slices of time. */
function mostRefused({ refusals, requests }: HealthView, t: TFunction<"team">): string {
  if (refusals.total === 0) return "";
  const at = requests.since + refusals.slices.indexOf(Math.max(...refusals.slices)) * sliceLasts;
  return t("health.figure.most", { from: clockOf(at, undefined), to: clockOf(at + sliceLasts, undefined) });
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
  const figures: Figure[] = [
    {
      name: t("health.figure.requests"),
      value: number(requests.total),
      more: t("health.figure.perMinute", { count: Math.round(requests.total / 60) }),
    },
    {
      name: t("health.figure.within"),
      value: answeredWithin === null ? t("people.none") : t("health.milliseconds", { count: answeredWithin }),
      more: t("health.figure.nineteen"),
    },
    { name: t("health.figure.refused"), value: number(refusals.total), part, more: mostRefused(view, t) },
    { name: t("health.figure.people"), value: number(people), more: t("health.figure.clients", { count: clients }) },
  ];
  const mostOfKind = Math.max(...refusals.byKind.map(({ count }) => count));
  const mostOf = (slices: readonly number[]) => t("health.slices", { most: Math.max(...slices) });
  return (
    <>
      <dl className="card health__figures">
        {figures.map(({ name, value, part: share, more }) => (
          <div key={name}>
            <dt className="soft">{name}</dt>
            <dd>
              <span className="health__figure num">{value}</span> {share && <span className="soft num">{share}</span>}
              <span className="health__more soft num">{more}</span>
            </dd>
          </div>
        ))}
      </dl>
      <div className="health__grid">
        <div className="health__column">
          <Card title={t("health.requests")} head={<span className="soft push">{mostOf(requests.slices)}</span>}>
            <Bars
              label={t("health.requestsSay", { count: requests.total })}
              slices={requests.slices}
              since={requests.since}
            />
          </Card>
          <Replicas view={view} language={language} />
          <DatabaseCard view={view} language={language} />
          <AuditCard view={view} language={language} />
        </div>
        <div className="health__column">
          <Card title={t("health.refusals")} head={<span className="soft push">{mostOf(refusals.slices)}</span>}>
            <Bars
              label={t("health.refusalsSay", { count: refusals.total })}
              slices={refusals.slices}
              since={requests.since}
              warn
            />
            <dl className="health__kinds">
              {refusals.byKind.map(({ kind, count }) => (
                <div key={kind}>
                  <dt>{t(`health.kind.${kind}`)}</dt>
                  <dd>
                    <Share of={count} all={mostOfKind} />
                    <span className="num">{number(count)}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </Card>
          <KeyRing view={view} language={language} reload={reload} />
          <PublicCheck language={language} />
        </div>
        <AdminLogCard language={language} />
      </div>
    </>
  );
}
