import { useLayoutEffect, useRef } from "react";
import { Icon } from "./icon";

interface Props {
  placeholder: string;
  label: string;
  value: string;
  onChange(value: string): void;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** The search of a page: `/` goes to it wherever no text is typed, Esc empties it. */
export function SearchField({ placeholder, label, value, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <span className="search search--page">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        className="input"
        placeholder={placeholder}
        aria-label={label}
        aria-keyshortcuts="/"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || value === "") return;
          event.preventDefault();
          event.stopPropagation();
          onChange("");
        }}
      />
    </span>
  );
}
