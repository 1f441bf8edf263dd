import { useCallback, useEffect, useRef } from "react";
import type { Request } from "#main/ipc/contract/index";
import type { AwayQuestion } from "#main/ipc/contract/timer/away";
import { bridge } from "../../lib/bridge";
import { useCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";

/** The window comes to the front by itself: keys and clicks of this long were meant for something else. */
const leastLook = 600;

/**
 * How a question is answered, and how it is put aside.
 * @param since `performance.now()` from which on it can be read
 * @param by byKey: what a key does, true: it was one of ours · isTyped: something was typed that no answer holds yet
 */
export function useAnswer(
  question: AwayQuestion,
  since: number,
  { byKey, isTyped = false }: { byKey?: (key: string) => boolean; isTyped?: boolean },
) {
  const { run, busy, failure } = useCall("away:answer");
  /** When the press under way began. */
  const pressed = useRef(0);
  const press = useCallback(() => {
    pressed.current = performance.now();
  }, []);
  const isMeant = useCallback((at: number) => at - since >= leastLook, [since]);
  const send = useCallback(
    (given: Omit<Request<"away:answer">, "id">) => {
      if (isMeant(pressed.current)) void run({ id: question.id, ...given });
    },
    [isMeant, question.id, run],
  );
  const later = () => void bridge.invoke("app:closeWindow");
  useEscape(true, { isTyped, onClose: later });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isMeant(performance.now())) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (event.defaultPrevented || event.repeat || document.querySelector(".popover:not([data-exiting])")) return;
      press();
      if (!byKey?.(event.key)) return;
      event.preventDefault();
    };
    // First of all: what was typed for another window must reach no control of this one.
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [byKey, isMeant, press]);

  return { send, later, press, busy, failure };
}
