import { useRef, useState } from "react";
import { Menu, MenuItem } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import { workTitle } from "../../lib/work";
import type { Entry } from "./analysis";
import type { RowAction } from "./entry-row";
import { locksOf } from "./use-locks";

/**
 * The one menu of a list of entries: a menu of its own for each row made long lists slow.
 * @param find the listed entry of that id; the menu of one that is not listed any more closes
 */
export function useRowMenu(find: (id: string) => Entry | undefined) {
  const [id, setId] = useState<string | null>(null);
  const button = useRef<HTMLElement | null>(null);
  const entry = id === null ? undefined : find(id);
  if (id !== null && !entry) setId(null);
  return {
    /** Of which it is open. */
    entry,
    button,
    open(one: Entry, at: HTMLElement) {
      button.current = at;
      setId(one.id);
    },
    close: () => setId(null),
  };
}

interface Props {
  menu: ReturnType<typeof useRowMenu>;
  /** It is of another week. */
  isElsewhere?: boolean;
  onAction: (entry: Entry, action: RowAction) => void;
}

export function RowMenu({ menu, isElsewhere = false, onAction }: Props) {
  const { t } = useTranslation();
  const { entry } = menu;
  if (!entry) return null;
  const { locked, why } = locksOf(entry, t);
  const actions: { id: RowAction; label: string; off: boolean }[] = [
    {
      id: "edit",
      label: t(isElsewhere ? "entry.openWeek" : "entry.edit"),
      off: !isElsewhere && why !== null,
    },
    { id: "again", label: t("entry.again"), off: entry.end === null },
    { id: "duplicate", label: t("entry.duplicate"), off: entry.end === null },
    { id: "delete", label: t("entry.delete"), off: locked !== null },
  ];
  return (
    <Popover
      className="popover"
      placement="bottom end"
      isOpen
      triggerRef={menu.button}
      onOpenChange={(isOpen) => !isOpen && menu.close()}
    >
      {why && <p className="hint popover__why">{why}</p>}
      <Menu
        className="options"
        autoFocus="first"
        aria-label={t("entry.more", { name: workTitle(entry.work) || t("work.none") })}
        disabledKeys={actions.filter(({ off }) => off).map(({ id }) => id)}
        onClose={menu.close}
        onAction={(key) => {
          const action = actions.find(({ id }) => id === key);
          if (action) onAction(entry, action.id);
        }}
      >
        {actions.map(({ id, label }) => (
          <MenuItem key={id} id={id} className={id === "delete" ? "option option--danger" : "option"}>
            {label}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
}
