import { useTranslation } from "react-i18next";
import { WorkPicker } from "../../../features/work/work-picker";
import { useActiveAccount } from "../../../lib/store";
import { Choice } from "../../../ui/choice";
import { Field } from "../../../ui/field";
import type { BulkDraft } from "./bulk";
import { type LeftOut, LeftOutRows } from "./row-names";

interface Props {
  draft: BulkDraft;
  out: readonly LeftOut[];
  zone: string;
  onChange: (part: Partial<BulkDraft>) => void;
  onSubmit: () => void;
}

/** What each of the entries gets. A field that the service lacks is not there. */
export function BulkFields({ draft, out, zone, onChange, onSubmit }: Props) {
  const { t } = useTranslation();
  const { fields = [] } = useActiveAccount() ?? {};
  return (
    <form
      className="bulkform"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <p className="hint">{t("bulk.emptyStays")}</p>
      <div className="field">
        <span className="label" aria-hidden="true">
          {t("entry.work")}
        </span>
        <WorkPicker none={t("bulk.asIs")} value={draft.work} onChange={({ work }) => onChange({ work })} />
      </div>
      <Field type="date" label={t("bulk.day")} value={draft.day} onChange={(day) => onChange({ day })} />
      <Field
        label={t("bulk.text")}
        maxLength={10_000}
        value={draft.text}
        onChange={(text) => onChange({ text, replacesText: text !== "" || draft.replacesText })}
      />
      <label className="line">
        <input
          type="checkbox"
          checked={draft.replacesText}
          onChange={(event) => onChange({ replacesText: event.target.checked })}
        />
        {t("bulk.replaceText")}
      </label>
      {fields.includes("tags") && (
        <>
          <Field label={t("bulk.addTags")} value={draft.addTags} onChange={(addTags) => onChange({ addTags })} />
          <Field
            label={t("bulk.removeTags")}
            value={draft.removeTags}
            onChange={(removeTags) => onChange({ removeTags })}
          />
        </>
      )}
      {fields.includes("billable") && (
        <Choice
          visible
          look="field"
          label={t("filter.billable")}
          value={draft.billable}
          options={[
            { id: "", label: t("bulk.asIs") },
            { id: "yes", label: t("filter.yes") },
            { id: "no", label: t("filter.no") },
          ]}
          onChange={(billable) => onChange({ billable })}
        />
      )}
      <LeftOutRows title={t("bulk.leftOut", { count: out.length })} rows={out} zone={zone} />
      {/* Enter in a field shows the preview. */}
      <button type="submit" hidden tabIndex={-1} />
    </form>
  );
}
