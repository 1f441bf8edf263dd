import { useState } from "react";
import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { Response } from "#main/ipc/contract/index";
import { TagsField } from "../../features/work/tags-field";
import { useActiveAccount } from "../../lib/store";
import { useAnswer } from "../../lib/use-query";
import { Choice } from "../../ui/choice";
import { Field } from "../../ui/field";
import type { Draft } from "./draft";

type CustomField = Response<"entries:customFields">[number];

interface Props {
  draft: Draft;
  /** What the entry has cannot be read back as it is typed: an empty rate leaves it. */
  isNew: boolean;
  onChange: (part: Partial<Draft>) => void;
}

/** The rare parts of an entry, as far as this account can set them. Nothing is there where it can set none. */
export function MoreFields(props: Props) {
  const { t } = useTranslation();
  const account = useActiveAccount();
  const { fields = [] } = account ?? {};
  const isUsed = ["tags", "billable", "rate", "meta"].some((field) => fields.includes(field));
  const { draft } = props;
  const [isOpen, setOpen] = useState(
    draft.hourlyRate !== "" || draft.fixedRate !== "" || (props.isNew && draft.tags.length > 0),
  );
  if (!account || !isUsed) return null;
  return (
    <details className="moreform" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t("entry.moreFields")}</summary>
      {isOpen && (
        <Parts
          {...props}
          fields={fields}
          hasFixed={descriptorOf(account.service).capabilities.includes("fixedRates")}
        />
      )}
    </details>
  );
}

function Parts({ draft, isNew, fields, hasFixed, onChange }: Props & { fields: readonly string[]; hasFixed: boolean }) {
  const { t } = useTranslation();
  const has = (field: string) => fields.includes(field);
  const rate = { small: true, className: "num", inputMode: "decimal", maxLength: 30 } as const;
  const kept = isNew ? t("entry.rateAuto") : t("bulk.asIs");
  return (
    <div className="moregrid">
      {has("tags") && <TagsField tags={draft.tags} onChange={(tags) => onChange({ tags })} />}
      {has("billable") && (
        <Choice
          visible
          label={t("filter.billable")}
          value={draft.billable}
          options={[
            ...(isNew || draft.billable === "" ? [{ id: "" as const, label: kept }] : []),
            { id: "yes", label: t("filter.yes") },
            { id: "no", label: t("filter.no") },
          ]}
          onChange={(billable) => onChange({ billable })}
        />
      )}
      {has("rate") && (
        <Field
          {...rate}
          label={t("entry.hourlyRate")}
          placeholder={kept}
          value={draft.hourlyRate}
          onChange={(hourlyRate) => onChange({ hourlyRate })}
        />
      )}
      {has("rate") && hasFixed && (
        <Field
          {...rate}
          label={t("entry.fixedRate")}
          placeholder={kept}
          value={draft.fixedRate}
          onChange={(fixedRate) => onChange({ fixedRate })}
        />
      )}
      {has("meta") && <CustomFields draft={draft} onChange={onChange} />}
    </div>
  );
}

/** Those that the service publishes, and those that the entry has all the same. */
function CustomFields({ draft, onChange }: Pick<Props, "draft" | "onChange">) {
  const { result } = useAnswer("entries:customFields", undefined, "");
  const known = result ?? [];
  const others = Object.keys(draft.meta).filter((name) => !known.some((one) => one.name === name));
  const all: CustomField[] = [
    ...known,
    ...others.map((name) => ({ name, label: name, kind: "text" as const, needed: false })),
  ];
  return all.map((field) => (
    <CustomInput
      key={field.name}
      field={field}
      value={draft.meta[field.name] ?? ""}
      onChange={(value) => onChange({ meta: { ...draft.meta, [field.name]: value } })}
    />
  ));
}

function CustomInput({
  field,
  value,
  onChange,
}: {
  field: CustomField;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const { label, help, kind, needed } = field;
  if (kind === "flag")
    return (
      <Choice
        visible
        label={label}
        value={value === "" ? "" : /^(1|true|yes)$/i.test(value) ? "1" : "0"}
        options={[
          { id: "", label: "–" },
          { id: "1", label: t("filter.yes") },
          { id: "0", label: t("filter.no") },
        ]}
        onChange={onChange}
      />
    );
  return (
    <Field
      small
      label={label}
      hint={help}
      type={kind === "date" ? "date" : "text"}
      inputMode={kind === "number" ? "decimal" : undefined}
      aria-required={needed || undefined}
      placeholder={field.default}
      maxLength={5_000}
      value={value}
      onChange={onChange}
    />
  );
}
