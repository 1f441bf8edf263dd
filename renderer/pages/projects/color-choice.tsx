import type { CSSProperties } from "react";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useTranslation } from "react-i18next";
import { projectColors } from "#core/domain/records";
import { colorVariable, type ProjectColor } from "../../lib/project-color";
import { Icon } from "../../ui/icon";

/** One of eight, each with its name for who does not see it. */
export function ColorChoice({
  value,
  isDisabled,
  onChange,
}: {
  value: ProjectColor | null;
  isDisabled: boolean;
  onChange(color: ProjectColor): void;
}) {
  const { t } = useTranslation();
  return (
    <RadioGroup
      className="colors"
      aria-label={t("project.color")}
      orientation="horizontal"
      value={value}
      isDisabled={isDisabled}
      onChange={(next) => {
        const chosen = projectColors.find((color) => color === next);
        if (chosen) onChange(chosen);
      }}
    >
      {projectColors.map((color) => (
        <Radio key={color} value={color} aria-label={t(`project.colors.${color}`)}>
          <i style={{ "--p": colorVariable(color) } as CSSProperties}>{color === value && <Icon name="check" />}</i>
        </Radio>
      ))}
    </RadioGroup>
  );
}
