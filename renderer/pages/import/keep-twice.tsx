import { Checkbox } from "react-aria-components/Checkbox";
import { useTranslation } from "react-i18next";
import { Icon } from "../../ui/icon";
import type { Choices, Preview } from "./use-preview";

/** Rows that are alike in all: one of them, or each of them. Shown where there are any, or were before they were kept. */
export function KeepTwice(props: { preview: Preview; choices: Choices; onChoices(change: Partial<Choices>): void }) {
  const { preview, choices, onChoices } = props;
  const { t } = useTranslation();
  const kept = choices.keepTwice === true;
  if (!kept && (preview.states.twice?.rows ?? 0) === 0) return null;
  return (
    <Checkbox className="check" isSelected={kept} onChange={(on) => onChoices({ keepTwice: on || undefined })}>
      <span className="check__box">
        <Icon name="check" />
      </span>
      <span>{t("import.keepTwice")}</span>
    </Checkbox>
  );
}
