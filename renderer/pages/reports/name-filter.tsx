import { useTranslation } from "react-i18next";
import { PickField } from "../../ui/pick-field";
import { useKnownNames } from "./use-known-names";

interface Props {
  of: "person" | "tag";
  value: string | undefined;
  known: readonly string[];
  onChange(name: string | undefined): void;
}

/** One person or tag of a report, found by typing. */
export function NameFilter({ of, value, known, onChange }: Props) {
  const { t } = useTranslation();
  const { names, search } = useKnownNames(of, known, value);
  return (
    <PickField
      label={t(`report.by.${of}`)}
      value={value ?? null}
      options={names.map((one) => ({ id: one, label: one }))}
      placeholder={t("filter.any")}
      onSearch={search}
      onChange={(one) => onChange(one ?? undefined)}
    />
  );
}
