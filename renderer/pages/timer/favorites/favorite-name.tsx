import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEscape } from "../../../lib/escape";

/** Enter and leaving save, Escape does not and asks once; a name of nothing is no name. */
export function FavoriteName({ name, onName }: { name: string; onName: (name: string) => Promise<boolean> }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(name);
  /** Enter saves, and so does leaving after it: it is one name. */
  const sent = useRef(name);
  useEffect(() => {
    sent.current = name;
    setTyped(name);
  }, [name]);
  const save = async () => {
    const next = typed.trim();
    if (next === "") return setTyped(name);
    if (next === sent.current) return;
    sent.current = next;
    // What could not be saved stays, to be corrected.
    if (!(await onName(next))) sent.current = name;
  };
  const field = useRef<HTMLInputElement>(null);
  const isTyped = typed !== name;
  const { onKeyDown } = useEscape(isTyped, { form: field, isTyped, onClose: () => setTyped(name) });
  return (
    <input
      ref={field}
      className="input input--sm"
      aria-label={t("favorites.name", { name })}
      value={typed}
      maxLength={120}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.key === "Enter") void save();
        onKeyDown(event);
      }}
    />
  );
}
