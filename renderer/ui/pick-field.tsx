import { Button } from "react-aria-components/Button";
import { ComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
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
  return (
    <ComboBox
      className="field pickfield"
      defaultItems={options}
      selectedKey={value}
      menuTrigger="focus"
      onInputChange={onSearch}
      onSelectionChange={(key) => onChange(key === null ? null : String(key))}
    >
      <Label className="label">{label}</Label>
      <span className="pickfield__box">
        <Input className="input input--sm" placeholder={placeholder} maxLength={200} />
        <Button className="pickfield__open">
          <Icon name="updown" />
        </Button>
      </span>
      <Popover className="popover">
        <ListBox className="options">
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
