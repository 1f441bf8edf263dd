import { useCallback, useEffect, useRef, useState } from "react";
import type { Response } from "#main/ipc/contract/index";
import { bridge } from "../../../../lib/bridge";
import { useApp } from "../../../../lib/store";

export type OwnView = Response<"calendar:events">;
export type OwnEvent = OwnView["timed"][number];

/** Milliseconds after which an open week is read again. */
const readAgain = 15 * 60_000;

/** The own calendar's events of some days: read when they are shown, every quarter of an hour, and anew with F5. */
export function useOwnCalendar(from: string, to: string, zone: string) {
  const { ui, ownCalendar } = useApp();
  const isOn = ownCalendar !== null && ui.ownCalendarShown;
  const source = ownCalendar ? `${ownCalendar.kind} ${ownCalendar.name}` : "";
  const [read, setRead] = useState<{ key: string; view: OwnView } | null>(null);
  const [busy, setBusy] = useState(false);
  const latest = useRef(0);
  const key = `${source}/${from}/${to}/${zone}`;

  const reload = useCallback(
    async (fresh: boolean) => {
      const mine = ++latest.current;
      setBusy(true);
      const answer = await bridge.invoke("calendar:events", { from, to, zone, fresh });
      if (mine !== latest.current) return;
      setBusy(false);
      const nothing: OwnView = { timed: [], allDay: [], incomplete: false, readAt: null, failure: null };
      setRead({ key, view: answer.ok ? answer.value : { ...nothing, failure: answer.failure } });
    },
    [from, to, zone, key],
  );
  useEffect(() => {
    if (!isOn) return;
    void reload(false);
    const timer = setInterval(() => void reload(false), readAgain);
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "F5") void reload(true);
    };
    window.addEventListener("keydown", onKey);
    return () => {
      clearInterval(timer);
      window.removeEventListener("keydown", onKey);
    };
  }, [isOn, reload]);

  return {
    isOn,
    busy: isOn && busy,
    view: isOn && read?.key === key ? read.view : null,
    reload: () => reload(true),
    cancel: () => void bridge.invoke("calendar:cancel"),
  };
}
