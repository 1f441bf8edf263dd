import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";

export const filters = ["person", "customer", "project", "tag"] as const;
type FilterName = (typeof filters)[number];
export type Filter = Partial<Record<FilterName, string>>;

interface Props {
  value: Filter;
  /** Which of them this account has. */
  offered: readonly FilterName[];
  /** Names that stand in the report, to choose from. */
  known: Partial<Record<FilterName, readonly string[]>>;
  onChange(filter: Filter): void;
}

/** Whose and which time a report is about, by names as people type them; the server finds what they mean. */
export function FilterForm({ value, offered, known, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const given = offered.flatMap((name) => {
      const text = typed[name]?.trim();
      return text ? [[name, text] as const] : [];
    });
    onChange(Object.fromEntries(given));
  };
  return (
    <form className="card card--pad reportfilter" aria-label={t("report.filter")} onSubmit={apply}>
      {offered.map((name) => (
        <div key={name}>
          <Field
            small
            label={t(`report.by.${name}`)}
            value={typed[name] ?? ""}
            maxLength={300}
            list={`known-${name}`}
            onChange={(text) => setTyped({ ...typed, [name]: text })}
          />
          <datalist id={`known-${name}`}>
            {[...new Set(known[name])].map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </div>
      ))}
      <span className="line">
        <Button kind="primary" size="sm" type="submit">
          {t("report.filterApply")}
        </Button>
        <Button
          size="sm"
          isDisabled={Object.keys(value).length === 0}
          onPress={() => {
            setTyped({});
            onChange({});
          }}
        >
          {t("report.filterClear")}
        </Button>
      </span>
    </form>
  );
}
