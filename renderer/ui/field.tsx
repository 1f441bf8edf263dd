import type { InputHTMLAttributes, ReactNode, Ref } from "react";

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "size"> {
  label: string;
  hint?: ReactNode;
  small?: boolean;
  ref?: Ref<HTMLInputElement>;
  onChange(value: string): void;
}

/** One line to type into, with its label above and a hint below. Other attributes go to the input. */
export function Field({ label, hint, small, className = "", onChange, ...input }: Props) {
  return (
    <label className="field">
      <span className="label">{label}</span>
      <input
        className={`input ${small ? "input--sm " : ""}${className}`.trim()}
        {...input}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== undefined && <span className="hint">{hint}</span>}
    </label>
  );
}
