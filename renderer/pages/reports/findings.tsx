import { useTranslation } from "react-i18next";
import { textKey } from "#core/messages/render";
import { clockOf, hoursMinutes, shortDate, weekdayDate } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";
import { useApp } from "../../lib/store";
import { Notice } from "../../ui/notice";
import { ServerText } from "../../ui/server-text";
import type { Report } from "./use-report";

/** So many are told one by one; the rest is counted. */
const told = 6;

function List({ lines }: { lines: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <ul className="findings">
      {lines.slice(0, told).map((line) => (
        <li key={line} className="num">
          {line}
        </li>
      ))}
      {lines.length > told && <li>{t("report.andMore", { count: lines.length - told })}</li>}
    </ul>
  );
}

/** Days without work, gaps within days, and how to read the numbers. */
export function Findings({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { language } = useApp();
  const { gaps = [], notes = [], zone } = report;
  // Who keeps no target is not told what is below it.
  const missing = (report.missing ?? []).flatMap(({ target, ...one }) => (target === null ? [] : { target, ...one }));
  const of = (person: { name: string } | undefined) => (person ? `${person.name}: ` : "");
  return (
    <>
      {missing.length > 0 && (
        <Notice tone="warn" title={t("report.missing", { count: missing.length })}>
          <List
            lines={missing.map(
              ({ day, seconds, target, person }) =>
                of(person) +
                t(seconds > 0 ? "report.missingPart" : "report.missingDay", {
                  day: weekdayDate(day, language),
                  time: hoursMinutes(seconds),
                  target: hoursMinutes(target),
                }),
            )}
          />
        </Notice>
      )}
      {gaps.length > 0 && (
        <Notice icon="clock" title={t("report.gaps", { count: gaps.length })}>
          <List
            lines={gaps.map(
              ({ day, from, to, seconds, person }) =>
                of(person) +
                t("report.gap", {
                  day: shortDate(day, language),
                  span: `${clockOf(from, zone)}–${clockOf(to, zone)}`,
                  time: hoursMinutes(seconds),
                }),
            )}
          />
        </Notice>
      )}
      {notes.map((note) => (
        <p key={textKey(note)} className="hint">
          <ServerText text={note} />
        </p>
      ))}
    </>
  );
}

/** What was read when, and whether anything was left out. */
export function ReadLine({ report, service }: { report: Report; service: string }) {
  const { t } = useTranslation();
  const { read, target, zone } = report;
  const what = { service, time: clockOf(read.at, zone), entries: t("report.entries", { count: read.entries }) };
  return (
    <p className="hint">
      {read.left_out.length === 0 ? t("report.readAll", what) : t("report.readPart", what)}{" "}
      {read.left_out.length > 0 && <b className="medium">{read.left_out.map(serverSentence).join(". ")} </b>}
      {target?.source && <ServerText text={target.source} />}
    </p>
  );
}
