import type { ReportResult } from "#core/domain/results/reports";
import { cleanText } from "#core/domain/text";
import { hoursMinutes } from "#core/time/format";
import type { Tally } from "#core/time/report/tally";

/** In which currency a customer's time is worth its money; undefined: not known. */
export type CurrencyOf = (customerId: string) => string | undefined;

type SumView = Pick<
  ReportResult["total"],
  "seconds" | "hours" | "entries" | "billable" | "exported" | "money" | "currency" | "by_currency"
>;

const cents = (money: number) => Math.round(money * 100) / 100;

/** What entries are worth; amounts in different currencies stay apart. */
function moneyView({ worth }: Tally, currencyOf: CurrencyOf): Pick<SumView, "money" | "currency" | "by_currency"> {
  if (worth === null) return {};
  const sums = new Map<string, number>();
  for (const [customer, money] of worth) {
    const currency = cleanText(currencyOf(customer) ?? "", 10);
    sums.set(currency, (sums.get(currency) ?? 0) + money);
  }
  const all = [...sums].map(([currency, money]) => ({ currency, money: cents(money) }));
  const [one, ...more] = all;
  if (more.length > 0) return { by_currency: all };
  return one ? { money: one.money, ...(one.currency && { currency: one.currency }) } : {};
}

export const sumView = (sum: Tally, currencyOf: CurrencyOf): SumView => ({
  seconds: sum.seconds,
  hours: hoursMinutes(sum.seconds),
  entries: sum.entries,
  billable: sum.billable,
  ...(sum.exported !== undefined && { exported: sum.exported }),
  ...moneyView(sum, currencyOf),
});

/** `, worth 80.50 EUR`, `, worth 80.50 EUR and 20.00 CHF`; nothing where that may not be seen. */
export function moneyText({ money, currency, by_currency }: Partial<SumView>): string {
  const amount = (value: number, unit = "") => `${value.toFixed(2)} ${unit || "without a known currency"}`;
  if (by_currency) return `, worth ${by_currency.map((one) => amount(one.money, one.currency)).join(" and ")}`;
  return money === undefined ? "" : `, worth ${money.toFixed(2)}${currency ? ` ${currency}` : ""}`;
}
