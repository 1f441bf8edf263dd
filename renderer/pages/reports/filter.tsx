import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEscape } from "../../lib/escape";
import { Button } from "../../ui/button";
import { PickField } from "../../ui/pick-field";
import { NameFilter } from "./name-filter";
import { useKnownWork } from "./use-known-work";

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
  onClose(): void;
}

/** Whose and which time a report is about. Each is chosen from a list that is searched by typing. */
export function FilterForm({ value, offered, known, onChange, onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const work = useKnownWork(known, typed);
  const form = useRef<HTMLFormElement>(null);
  const isTyped = filters.some((name) => (typed[name] ?? "").trim() !== (value[name] ?? ""));
  useEscape(true, { form, isTyped, onClose });
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const given = offered.flatMap((name) => {
      const text = typed[name]?.trim();
      return text ? [[name, text] as const] : [];
    });
    onChange(Object.fromEntries(given));
  };
  return (
    <form ref={form} className="card card--pad reportfilter" aria-label={t("report.filter")} onSubmit={apply}>
      {offered.map((name) =>
        name === "project" || name === "customer" ? (
          <PickField
            key={name}
            label={t(`report.by.${name}`)}
            value={typed[name] ?? null}
            options={work[name].map((one) => ({ id: one, label: one }))}
            placeholder={t("filter.any")}
            onSearch={work.search}
            onChange={(one) => setTyped({ ...typed, [name]: one ?? undefined })}
          />
        ) : (
          <NameFilter
            key={name}
            of={name}
            value={typed[name]}
            known={known[name] ?? []}
            onChange={(one) => setTyped({ ...typed, [name]: one })}
          />
        ),
      )}
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
