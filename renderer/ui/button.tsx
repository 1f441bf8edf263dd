import type { ReactNode, Ref } from "react";
import { type ButtonProps, Button as RacButton } from "react-aria-components/Button";
import { useLasting } from "../lib/clock";
import { Icon, type IconName } from "./icon";

interface Props extends Omit<ButtonProps, "children" | "className" | "isPending"> {
  kind?: "primary" | "danger" | "plain" | "quiet-danger";
  size?: "sm" | "lg";
  wide?: boolean;
  icon?: IconName;
  iconAfter?: IconName;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
  /** An answer is awaited: pressing does nothing, the focus stays. */
  busy?: boolean;
  /** What it says after 300 ms of waiting: `Clocking out…`. Its width does not change. */
  waiting?: string;
}

export function Button({ kind, size, wide, icon, iconAfter, children, busy = false, waiting, ...rest }: Props) {
  const lasting = useLasting(busy, 300);
  const classes = ["button", kind && `button--${kind}`, size && `button--${size}`, wide && "button--wide"];
  return (
    <RacButton
      {...rest}
      isPending={busy}
      data-waiting={lasting || undefined}
      className={classes.filter(Boolean).join(" ")}
    >
      <span className="swap" data-on={!lasting || !waiting}>
        {icon && <Icon name={icon} />}
        {children}
        {iconAfter && <Icon name={iconAfter} />}
      </span>
      {waiting && (
        <span className="swap" data-on={lasting}>
          {waiting}
        </span>
      )}
    </RacButton>
  );
}

/** A button that shows a picture only: its name is told to assistive technology and on hover. */
export function IconButton({
  name,
  label,
  size,
  outlined,
  ...rest
}: Omit<Props, "children" | "kind" | "icon"> & { name: IconName; label: string; outlined?: boolean }) {
  const { busy, waiting: _waiting, wide: _wide, iconAfter: _after, ...button } = rest;
  const classes = ["button", "button--icon", !outlined && "button--plain", size && `button--${size}`];
  return (
    <span className="hold" title={label}>
      <RacButton {...button} aria-label={label} isPending={busy} className={classes.filter(Boolean).join(" ")}>
        <Icon name={name} />
      </RacButton>
    </span>
  );
}

/** Looks like a link, acts like a button. */
export function LinkButton({
  children,
  ...rest
}: Omit<ButtonProps, "className" | "children"> & { children: ReactNode }) {
  return (
    <RacButton {...rest} className="link">
      {children}
    </RacButton>
  );
}
