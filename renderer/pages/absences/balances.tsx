import { useTranslation } from "react-i18next";
import type { Response } from "#main/ipc/contract/index";
import { dayCount, plainNumber } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";
import { useApp } from "../../lib/store";
import { typeName } from "./type-name";

type Balance = Response<"absences:balance">["balances"][number];

/** A kind without a limit of which nothing was taken says nothing. */
const telling = ({ left, taken, planned, requested }: Balance) => left !== null || taken + planned + requested > 0;

/** What is left of each kind of leave. */
export function Balances({ balances: all, year }: { balances: readonly Balance[]; year: number }) {
  const { t } = useTranslation();
  const balances = all.filter(telling);
  return (
    <section className="card clipped" aria-label={t("absence.balances", { year })}>
      {balances.length === 0 ? (
        <p className="hint boxnote">{t("absence.noBalances", { year })}</p>
      ) : (
        <dl className="figures figures--free">
          {balances.map((balance, index) => (
            <Figure key={balance.type.id} balance={balance} first={index === 0} />
          ))}
        </dl>
      )}
    </section>
  );
}

/** @param first the year stands there once. */
function Figure({ balance, first }: { balance: Balance; first: boolean }) {
  const { t } = useTranslation();
  const { language } = useApp();
  const { type, year, unit, entitled, taken, planned, requested, left, notes } = balance;
  const plain = (value: number) => plainNumber(value, language);
  const parts = [
    entitled !== null && left !== null && t("absence.taken", { taken: plain(taken) }),
    planned > 0 && t("absence.planned", { planned: plain(planned) }),
    requested > 0 && t("absence.requested", { requested: plain(requested) }),
    left === null && t("absence.noLimit"),
  ].filter(Boolean);
  return (
    <div className="figure" title={notes.map(serverSentence).join("\n") || undefined}>
      <dt>{first ? t("absence.balanceOf", { type: typeName(type), year }) : typeName(type)}</dt>
      <dd>
        <span className="num">{dayCount(left ?? taken + planned, language)}</span>{" "}
        <span className="soft unit">
          {left !== null && entitled !== null
            ? t(`absence.leftOf.${unit}`, { entitled: plain(entitled) })
            : left !== null
              ? t(`absence.left.${unit}`)
              : t(`absence.unit.${unit}`)}
        </span>
        <small>{parts.join(", ")}</small>
      </dd>
    </div>
  );
}
