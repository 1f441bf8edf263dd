import type { ReactNode } from "react";
import { Icon } from "../../../ui/icon";

interface RowProps {
  label: string;
  /** Smaller, below it. */
  what?: string;
  /** The control at the end. */
  children: ReactNode;
}

export function SettingRow({ label, what, children }: RowProps) {
  return (
    <div className="line">
      <span className="grow">
        <span className="medium">{label}</span>
        {what && <span className="hint people__why">{what}</span>}
      </span>
      {children}
    </div>
  );
}

/** What the server was started with; the variable's name stands in place of a control. */
export function LockedRow({ label, value, variable }: { label: string; value: string; variable: string }) {
  return (
    <SettingRow label={label} what={value}>
      <span className="policy__lock">
        <Icon name="lock" />
        <code>{variable}</code>
      </span>
    </SettingRow>
  );
}
