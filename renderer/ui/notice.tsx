import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

interface Props {
  tone?: "danger" | "warn" | "plain";
  icon?: IconName;
  title?: string;
  /** Told at once to assistive technology: for what just went wrong. */
  alert?: boolean;
  children?: ReactNode;
}

export function Notice({ tone = "plain", icon, title, alert = false, children }: Props) {
  const shape: IconName = icon ?? (tone === "danger" ? "problem" : tone === "warn" ? "warning" : "info");
  return (
    <div className={tone === "plain" ? "notice" : `notice notice--${tone}`} role={alert ? "alert" : undefined}>
      <Icon name={shape} />
      {title && <h2>{title}</h2>}
      {children}
    </div>
  );
}

/** A line that may be cut; what it says whole stands in its title. */
export function Clip({ children, text, className }: { children?: ReactNode; text: string; className?: string }) {
  return (
    <span className={className ? `clip ${className}` : "clip"} title={text || undefined}>
      {children ?? text}
    </span>
  );
}

/** Something is under way and nobody knows for how long. It moves only where motion is welcome. */
export function Progress({ label }: { label: string }) {
  return (
    <div className="progress" role="progressbar" aria-label={label}>
      <i />
    </div>
  );
}
