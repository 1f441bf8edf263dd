import { useRef } from "react";
import { Button } from "react-aria-components/Button";
import { ComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import { Icon } from "./icon";

interface Option {
  id: string;
  label: string;
}

interface Props {
  label: string;
  /** null: nothing is chosen, and all counts. */
  value: string | null;
  options: readonly Option[];
  /** What the empty field says. */
  placeholder: string;
  /** What was typed to find something; the options may change by it. */
  onSearch?(query: string): void;
  onChange(id: string | null): void;
}

/** One of many, found by typing; only what is in the list can be chosen, and an empty field is none of them. */
export function PickField({ label, value, options, placeholder, onSearch, onChange }: Props) {
  const { t } = useTranslation();
  const isOpen = useRef(false);
  return (
    <ComboBox
      className="field pickfield"
      defaultItems={options}
      selectedKey={value}
      menuTrigger="focus"
      // What is found only after something was typed comes too late to open the list.
      allowsEmptyCollection={onSearch !== undefined}
      onInputChange={onSearch}
      onOpenChange={(open) => {
        isOpen.current = open;
      }}
      onSelectionChange={(key) => onChange(key === null ? null : String(key))}
    >
      <Label className="label">{label}</Label>
      <span
        className="pickfield__box"
        // The list takes Esc, not the form around it.
        onKeyDownCapture={(event) => {
          if (event.key === "Escape" && isOpen.current) event.preventDefault();
        }}
      >
        <Input className="input input--sm" placeholder={placeholder} maxLength={200} />
        <Button className="pickfield__open">
          <Icon name="updown" />
        </Button>
      </span>
      <Popover className="popover">
        <ListBox
          className="options"
          renderEmptyState={() => <p className="hint pickfield__none">{t("filter.nothing")}</p>}
        >
          {({ id, label: name }: Option) => (
            <ListBoxItem id={id} textValue={name} className="option">
              <span className="option__tick">
                <Icon name="check" />
              </span>
              {name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
