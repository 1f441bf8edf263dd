import { Checkbox } from "react-aria-components/Checkbox";
import { useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import { parseClock } from "../../lib/clock-text";
import { shortDate } from "../../lib/format";
import { useApp } from "../../lib/store";
import { Choice, Segments } from "../../ui/choice";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import type { Choices, Preview } from "./use-preview";
import { hoursOf } from "./words";

interface Props {
  preview: Preview;
  account: AccountView;
  accounts: readonly AccountView[];
  choices: Choices;
  onAccount(id: string): void;
  onChoices(change: Partial<Choices>): void;
}

const zones = (...also: string[]) =>
  [...new Set([...also, ...Intl.supportedValuesOf("timeZone")])].map((id) => ({ id, label: id.replaceAll("_", " ") }));
const usualStart = "09:00";

/** Into which account, and what the file does not tell by itself: zone, order of dates, when days begin, whose it is. */
export function FileSettings({ preview, account, accounts, choices, onAccount, onChoices }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const { zone, accountZone, order, placed, people } = preview;
  return (
    <section className="card card--pad stack" aria-label={t("nav.import")}>
      <div className="importset">
        <Choice
          label={t("import.into")}
          visible
          value={account.id}
          options={accounts.map(({ id, label }) => ({ id, label }))}
          onChange={onAccount}
        />
        <Choice
          label={t("import.zone")}
          visible
          value={zone}
          options={zones(accountZone, zone)}
          onChange={(id) => onChoices({ zone: id })}
        />
        {placed > 0 && (
          <Field
            small
            type="time"
            label={t("import.dayStart")}
            defaultValue={usualStart}
            onChange={(typed) => {
              const dayStart = parseClock(typed);
              if (dayStart !== null && dayStart < 1440) onChoices({ dayStart });
            }}
          />
        )}
      </div>
      {zone !== accountZone && <p className="hint">{t("import.zoneHint", { zone: accountZone })}</p>}
      {placed > 0 && <p className="hint">{t("import.placed", { count: placed })}</p>}
      {order.kind === "ambiguous" && (
        <div className="stack">
          <p className="label">{t("import.order", { example: order.example })}</p>
          <Segments
            label={t("import.order", { example: order.example })}
            value={choices.order ?? ""}
            options={[
              { id: "day", label: shortDate(order.day, language) },
              { id: "month", label: shortDate(order.month, language) },
            ]}
            onChange={(id) => id !== "" && onChoices({ order: id as "day" | "month" })}
          />
          <p className="hint">{t("import.orderHint")}</p>
        </div>
      )}
      {order.kind === "mixed" && (
        <Notice tone="warn" title={t("import.mixed", { first: order.examples[0], second: order.examples[1] })} />
      )}
      {people.length > 1 && (
        <fieldset className="importpeople">
          <legend className="label">{t("import.people")}</legend>
          {people.map(({ name, mine, rows, seconds }) => (
            <Checkbox
              key={name}
              className="check"
              isSelected={mine}
              onChange={(on) => {
                const others = people.filter((one) => one.mine && one.name !== name).map((one) => one.name);
                onChoices({ people: on ? [...others, name] : others });
              }}
            >
              <span className="check__box">
                <Icon name="check" />
              </span>
              <span>
                {name || t("import.nobody")}{" "}
                <span className="hint num">{`${t("import.tagRows", { count: rows })}, ${hoursOf(seconds)}`}</span>
              </span>
            </Checkbox>
          ))}
          <p className="hint">{t("import.peopleHint")}</p>
        </fieldset>
      )}
    </section>
  );
}
