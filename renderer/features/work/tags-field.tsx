import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../ui/field";

/** Names between commas; what is typed stays as typed while it is typed. */
export function TagsField({ tags, onChange }: { tags: readonly string[]; onChange: (tags: string[]) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(tags.join(", "));
  return (
    <Field
      small
      label={t("entry.tags")}
      maxLength={2_000}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange([...new Set(next.split(",").flatMap((tag) => tag.trim().slice(0, 100) || []))].slice(0, 50));
      }}
    />
  );
}
