import { useState } from "react";
import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { AccountFailure } from "../../features/account-failure";
import { useBudgets } from "../../features/budget/use-budgets";
import { ReadingFailed } from "../../features/reading-failed";
import type { TableForm } from "../../features/table-export";
import { useCall } from "../../lib/call";
import { errorText } from "../../lib/error-text";
import { dayOf, dayRange, isoWeek, monthName } from "../../lib/format";
import { useActiveAccount, useApp } from "../../lib/store";
import { useFigures, zoneOf } from "../../lib/timer";
import { Button, IconButton } from "../../ui/button";
import { Choice, Segments } from "../../ui/choice";
import { CardIcon, Icon } from "../../ui/icon";
import { NoAccount, Page, Refused } from "../../ui/page";
import { Wait } from "../../ui/wait";
import { Bars } from "./bars";
import { type Exported, ExportMenu } from "./export-menu";
import { Figures } from "./figures";
import { type Filter, FilterForm, filters } from "./filter";
import { Findings, ReadLine } from "./findings";
import { PrintHead } from "./print-head";
import { isCut, reportTable } from "./report-table";
import { spanOf, stepped, type Unit, units } from "./span";
import { type Asked, type Grouping, groupings, type Report, useReport } from "./use-report";
import { Weeks } from "./weeks";

export default function ReportsPage() {
  const { t } = useTranslation();
  const account = useActiveAccount();
  const why = account?.refused?.["time.read"];
  if (account && why !== undefined) return <Refused title={t("nav.reports")} why={why} />;
  if (account) return <Reports key={account.id} />;
  return <NoAccount title={t("nav.reports")} />;
}

function Reports() {
  const { t } = useTranslation();
  const app = useApp();
  const account = useActiveAccount();
  const { now } = useFigures();
  const { language } = app;
  const zone = zoneOf(app) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const today = dayOf(now, zone);
  const place = account?.label ?? "";
  const capabilities: readonly string[] = account ? descriptorOf(account.service).capabilities : [];

  const [unit, setUnit] = useState<Unit>("month");
  /** null: the span that holds today, also after midnight. */
  const [chosen, setChosen] = useState<string | null>(null);
  const [by, setBy] = useState<Grouping>("project");
  const [thenBy, setThenBy] = useState<Grouping | "nothing">("nothing");
  const [who, setWho] = useState<"me" | "everyone">("me");
  const [saved, setSaved] = useState<string | null>(null);
  const [filter, setFilter] = useState<Filter>({});
  const [filtering, setFiltering] = useState(false);

  const span = spanOf(unit, chosen ?? today);
  const inner = thenBy === "nothing" || thenBy === by ? undefined : thenBy;
  const asked: Asked = { ...span, by, who, ...filter, ...(inner ? { thenBy: inner } : {}) };
  const { result, failure, busy, reload, cancel } = useReport(asked);
  const budgets = useBudgets(by === "project" || inner === "project");
  const save = useCall("reports:export");
  const print = useCall("reports:print");
  const table = useCall("tables:save");
  const isFiltered = Object.keys(filter).length > 0;
  /** The server makes files of all of one's own time; of a part, and of others, what is shown is the table. */
  const isWhole = who === "me" && !isFiltered;
  const noTable = !result || isCut(result);

  const go = (steps: number) => {
    setSaved(null);
    setChosen(stepped(unit, chosen ?? today, steps));
  };
  const keys = inner ? [by, inner] : [by];
  const tableOf = (shown: Report, form: TableForm) =>
    table.run({
      ...reportTable(shown, keys, form, t),
      name: `punchcard-${keys.join("-")}-${span.from}-${span.to}.csv`,
      form,
    });
  const answerTo = (what: Exported) => {
    if (what === "pdf" || what === "printer") return print.run({ ...span, what });
    if (what === "spreadsheet") return result && tableOf(result, "language");
    if (what === "report" && !isWhole) return result && tableOf(result, "neutral");
    return save.run({ ...span, by, what, ...(inner ? { thenBy: inner } : {}) });
  };
  const exportIt = async (what: Exported) => {
    setSaved(null);
    const answer = await answerTo(what);
    if (answer?.ok) setSaved(answer.value.path);
  };

  const label = dayRange(span.from, span.to, language);
  const name =
    unit === "week"
      ? t("week.number", { number: isoWeek(span.from) })
      : unit === "month"
        ? monthName(span.from, language)
        : span.from.slice(0, 4);
  const noOthers = errorText(account, "others_time.read", t);
  const head = (
    <>
      <span className="steps-by">
        <IconButton outlined name="left" label={t(`report.before.${unit}`)} onPress={() => go(-1)} />
        <Button
          icon="calendar"
          aria-label={t("report.spanButton", { span: label })}
          onPress={() => setChosen(null)}
          onKeyDown={(event) => {
            if (event.key === "ArrowLeft") go(-1);
            else if (event.key === "ArrowRight") go(1);
            else event.continuePropagation();
          }}
        >
          <span className="num">{label}</span>
        </Button>
        <IconButton outlined name="right" label={t(`report.after.${unit}`)} onPress={() => go(1)} />
      </span>
      <Segments
        label={t("report.unit")}
        value={unit}
        options={units.map((id) => ({ id, label: t(`report.units.${id}`) }))}
        onChange={setUnit}
      />
      <span className="line push">
        <span className="hold" title={noOthers}>
          <Choice
            look="field"
            label={t("report.whose")}
            value={who}
            isDisabled={noOthers !== undefined}
            options={[
              { id: "me", label: t("report.mine") },
              { id: "everyone", label: t("report.everyone") },
            ]}
            onChange={setWho}
          />
        </span>
        <Button icon="search" aria-expanded={filtering} onPress={() => setFiltering(!filtering)}>
          {isFiltered ? t("report.filtered", { count: Object.keys(filter).length }) : t("report.filter")}
        </Button>
        <ExportMenu
          busy={save.busy || print.busy || table.busy}
          disabled={[
            ...(isWhole ? [] : (["entries", "calendar"] as const)),
            ...(noTable ? (["spreadsheet"] as const) : []),
            ...(noTable && !isWhole ? (["report"] as const) : []),
          ]}
          reasons={[
            ...(isWhole ? [] : [t(who === "me" ? "report.exportWhole" : "report.exportOwn")]),
            ...(result && noTable ? [t("report.exportMore")] : []),
          ]}
          onExport={(what) => void exportIt(what)}
        />
      </span>
    </>
  );

  const options = groupings.map((id) => ({ id, label: t(`report.by.${id}`) }));
  return (
    <Page title={t("nav.reports")} head={head} className="page__body--stack">
      <ReadingFailed of={{ failure, busy, reload }} />
      <Wait on={busy} label={t("report.reading")} onCancel={cancel} />
      {filtering && (
        <FilterForm
          value={filter}
          offered={filters.filter(
            (one) =>
              (one !== "person" || noOthers === undefined) &&
              (one !== "tag" || capabilities.includes("tags")) &&
              (one !== "customer" || capabilities.includes("customers")),
          )}
          known={{ [by]: result?.groups.map(({ name }) => name) ?? [] }}
          onChange={setFilter}
          onClose={() => setFiltering(false)}
        />
      )}
      {print.failure && <AccountFailure failure={print.failure} title={t("report.notPrinted")} />}
      {save.failure && <AccountFailure failure={save.failure} title={t("report.notExported")} />}
      {table.failure && <AccountFailure failure={table.failure} title={t("report.notExported")} />}
      {saved && (
        <p className="line" role="status">
          <Icon name="allow" />
          {t("report.exported", { path: saved })}
        </p>
      )}
      {result && (
        <PrintHead
          report={result}
          account={place}
          whose={filter.person ?? t(who === "me" ? "report.mine" : "report.everyone")}
          span={label}
          filter={filter}
        />
      )}
      {result && <Figures report={result} alone={who === "me"} isFiltered={isFiltered} />}
      <section className="card card--pad" aria-label={t("report.timeBy")}>
        <div className="line reportby">
          <h2>
            {t("report.timeBy")}
            <span className="printonly"> {t(`report.by.${by}`)}</span>
          </h2>
          <Segments label={t("report.timeBy")} value={by} options={options} onChange={setBy} />
          <span className="line push">
            <span className="hint" aria-hidden="true">
              {t("report.thenBy")}
            </span>
            <Choice
              label={t("report.thenBy")}
              value={inner ?? "nothing"}
              options={[
                { id: "nothing" as const, label: t("report.by.nothing") },
                ...options.filter(({ id }) => id !== by),
              ]}
              onChange={setThenBy}
            />
          </span>
        </div>
        {result && result.groups.length > 0 && (
          <Bars
            groups={result.groups}
            budgets={budgets}
            label={t("report.chart", { by: t(`report.by.${by}`), span: label })}
          />
        )}
        {result && result.groups.length === 0 && (
          <div className="empty">
            <CardIcon state="idle" />
            <p className="strong">{t("report.none", { span: label })}</p>
            <p>{t("entry.noneDo")}</p>
          </div>
        )}
        {result && result.more > 0 && <p className="hint">{t("report.more", { count: result.more })}</p>}
      </section>
      {result?.target && result.target.target !== null && <Weeks target={result.target} name={name} />}
      {result && <ReadLine report={result} service={place} />}
      {result && <Findings report={result} />}
    </Page>
  );
}
