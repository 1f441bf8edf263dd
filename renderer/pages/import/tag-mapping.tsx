import { useTranslation } from "react-i18next";
import { Choice } from "../../ui/choice";
import type { Choices, Preview } from "./use-preview";

interface Props {
  preview: Preview;
  choices: Choices;
  onChoices(change: Partial<Choices>): void;
}

/** What each tag of the file becomes. */
export function TagMapping({ preview, choices, onChoices }: Props) {
  const { t } = useTranslation();
  const { offers, tags } = preview;
  return (
    <section className="importpart" aria-labelledby="import-tags">
      <h2 id="import-tags">{t("import.tags")}</h2>
      <div className="card importmap">
        {tags.map(({ name, rows, target }) => (
          <div key={name} className="importmap__row">
            <p>
              {name} <span className="hint num">{t("import.tagRows", { count: rows })}</span>
            </p>
            <Choice
              label={t("import.tagFor", { name })}
              value={target}
              options={[
                ...(offers.makes.includes("tag") ? [{ id: "new", label: t("import.make", { name }) }] : []),
                { id: "skip", label: t("import.skip") },
                ...offers.tags.map((tag) => ({ id: `id:${tag}`, label: tag })),
              ]}
              onChange={(chosen) => onChoices({ tags: { ...choices.tags, [name]: chosen } })}
            />
          </div>
        ))}
      </div>
    </section>
  );
}
