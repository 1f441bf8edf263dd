import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ShortcutId } from "#main/ipc/contract/shortcuts";
import { bridge } from "../../lib/bridge";
import { acceleratorOf, capsOf } from "../../lib/keys";
import { useApp } from "../../lib/store";
import { Button } from "../../ui/button";
import { Keys } from "../../ui/keys";

interface Props {
  id: ShortcutId;
  keys: string | null;
  isDisabled: boolean;
  /** `null`: none any more. */
  onKeys: (keys: string | null) => Promise<unknown>;
}

/** A button that takes the next keys pressed on it. Tab leaves it, and Escape changes nothing. */
export function KeyRecorder({ id, keys, isDisabled, onKeys }: Props) {
  const { t } = useTranslation();
  const { os } = useApp().platform;
  const [recording, setRecording] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const what = t(`keys.what.${id}`);

  // Nothing that is set already may act on what is pressed here.
  useEffect(() => {
    if (!recording) return;
    void bridge.invoke("shortcuts:record", { on: true });
    return () => void bridge.invoke("shortcuts:record", { on: false });
  }, [recording]);

  useEffect(() => {
    const element = button.current;
    if (!recording || !element) return;
    const onKey = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
      if (event.key === "Tab" && isPlain) return setRecording(false);
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat) return;
      if (event.key === "Escape" && isPlain) return setRecording(false);
      const isClear = (event.key === "Delete" || event.key === "Backspace") && isPlain;
      const pressed = isClear ? null : acceleratorOf(event);
      if (!isClear && pressed === null) return;
      void onKeys(pressed).then(() => setRecording(false));
    };
    // Before the button makes a press of Enter and Space.
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [recording, onKeys]);

  const caps = keys === null ? null : capsOf(keys, os);
  return (
    <Button
      ref={button}
      size="sm"
      isDisabled={isDisabled}
      aria-label={
        recording
          ? `${t("keys.now")}. ${t("keys.help")}`
          : caps
            ? t("keys.button", { what, keys: caps.join(" ") })
            : t("keys.buttonNone", { what })
      }
      onPress={() => setRecording(true)}
      onBlur={() => setRecording(false)}
    >
      {recording ? t("keys.now") : caps ? <Keys keys={caps} /> : t("keys.press")}
    </Button>
  );
}
