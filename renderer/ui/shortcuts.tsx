import { useEffect, useState } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import { globalCaps } from "../lib/keys";
import { useApp } from "../lib/store";
import { Button } from "./button";
import { Keys } from "./keys";

/** `mod`: Ctrl, or ⌘ on a Mac. */
const lists = {
  anywhere: [
    ["palette", "mod", "K"],
    ["pages", "mod", "1–5"],
    ["settings", "mod", ","],
    ["refresh", "F5"],
    ["close", "Esc"],
    ["list", "?"],
  ],
  timer: [
    ["clock", "Enter"],
    ["search", "/"],
    ["recents", "↓"],
    ["favorites", "1–9"],
    ["text", "F2"],
  ],
  entries: [
    ["week", "←", "→"],
    ["rows", "↑", "↓"],
    ["edit", "Enter"],
    ["log", "mod", "N"],
    ["delete", "Del"],
  ],
} as const;
type List = keyof typeof lists;

/** By the focus: a search field passes its keys on to its list. */
const isTyping = () =>
  document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement;

/** `?` opens the list of all shortcuts, in every window. */
export function useShortcutList(): { open: boolean; setOpen(open: boolean): void } {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "?" || event.defaultPrevented || isTyping()) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return { open, setOpen };
}

export function ShortcutList({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const app = useApp();
  const mod = app.platform.os === "macos" ? "⌘" : "Ctrl";
  const fromAnywhere = app.shortcuts.list.flatMap(({ id }) => {
    const caps = globalCaps(app, id);
    return caps ? [{ id, caps }] : [];
  });
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => open || onClose()}>
      <Modal className="modal">
        <Dialog className="dialog shortcuts">
          <Heading slot="title">{t("shortcuts.title")}</Heading>
          {(Object.keys(lists) as List[]).map((list) => (
            <section key={list} aria-label={t(`shortcuts.where.${list}`)}>
              <h3 className="hint">{t(`shortcuts.where.${list}`)}</h3>
              <dl>
                {lists[list].map(([what, ...keys]) => (
                  <Line
                    key={what}
                    what={t(`shortcuts.${what}`)}
                    caps={keys.map((key) => (key === "mod" ? mod : key))}
                  />
                ))}
              </dl>
            </section>
          ))}
          {fromAnywhere.length > 0 && (
            <section aria-label={t("shortcuts.where.global")}>
              <h3 className="hint">{t("shortcuts.where.global")}</h3>
              <dl>
                {fromAnywhere.map(({ id, caps }) => (
                  <Line key={id} what={t(`keys.what.${id}`)} caps={caps} />
                ))}
              </dl>
            </section>
          )}
          <p className="line dialog__foot">
            <Button autoFocus onPress={onClose}>
              {t("shortcuts.done")}
            </Button>
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Line({ what, caps }: { what: string; caps: readonly string[] }) {
  return (
    <div>
      <dt>{what}</dt>
      <dd>
        <Keys keys={caps} />
        <span className="sr">{caps.join(" ")}</span>
      </dd>
    </div>
  );
}
