import { Button } from "react-aria-components/Button";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { Select, SelectValue } from "react-aria-components/Select";
import { Switch as RacSwitch } from "react-aria-components/Switch";
import { Icon } from "./icon";
import { Clip } from "./notice";

interface Option<T extends string> {
  id: T;
  label: string;
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
  isDisabled?: boolean;
}

/** One of many, in a list that opens. */
export function Choice<T extends string>(
  props: ChoiceProps<T> & { look?: "field" | "small" | "plain"; visible?: boolean },
) {
  const { label, value, options, onChange, isDisabled, look = "small", visible = false } = props;
  const classes = { field: "input select", small: "input input--sm select", plain: "account" };
  return (
    <Select
      className="choice"
      aria-label={visible ? undefined : label}
      value={value}
      isDisabled={isDisabled}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
    >
      {visible && <Label className="label">{label}</Label>}
      <Button className={classes[look]}>
        <SelectValue className="select__value">{({ selectedText }) => <Clip text={selectedText} />}</SelectValue>
        <Icon name="updown" />
      </Button>
      <Popover className="popover">
        <ListBox className="options" items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="option">
              <span className="option__tick">
                <Icon name="check" />
              </span>
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

/** One of a few, all in sight. */
export function Segments<T extends string>({ label, value, options, onChange, isDisabled }: ChoiceProps<T>) {
  return (
    <RadioGroup
      className="segments segments--sm"
      aria-label={label}
      orientation="horizontal"
      value={value}
      isDisabled={isDisabled}
      onChange={(next) => {
        const chosen = options.find((option) => option.id === next);
        if (chosen) onChange(chosen.id);
      }}
    >
      {options.map((option) => (
        <Radio key={option.id} value={option.id}>
          {option.label}
        </Radio>
      ))}
    </RadioGroup>
  );
}

interface SwitchProps {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  isDisabled?: boolean;
  describedBy?: string;
}

/** On or off; the word stands beside it, so the label is for assistive technology. */
export function Switch({ label, on, onChange, isDisabled, describedBy }: SwitchProps) {
  return (
    <RacSwitch
      className="switch"
      aria-label={label}
      aria-describedby={describedBy}
      isSelected={on}
      isDisabled={isDisabled}
      onChange={onChange}
    >
      <span className="switch__track" />
    </RacSwitch>
  );
}
