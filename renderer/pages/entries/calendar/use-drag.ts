import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";

type Kind = "move" | "from" | "to" | "new";

/** Where a pointer is: a day, and the row of its column. */
export interface Place {
  day: string;
  row: number;
}

export interface Drag {
  kind: Kind;
  /** The entry that is dragged; null for a new one. */
  id: string | null;
  origin: Place;
  at: Place;
  /** Alt: to the minute. */
  isFine: boolean;
}

interface Options {
  grid: RefObject<HTMLElement | null>;
  /** Pixels of a row. */
  scale: number;
  onDrag: (drag: Drag) => void;
  onDrop: (drag: Drag) => void;
  /** A press on empty time without a drag. */
  onTap: (place: Place) => void;
  onCancel: () => void;
}

/** A hand that trembles does not drag. Pixels. */
const threshold = 4;

/** Dragging blocks, their edges and empty time. What can be taken says so by data-block, data-edge and data-day. */
export function useDrag({ grid, scale, onDrag, onDrop, onTap, onCancel }: Options) {
  const drag = useRef<(Drag & { x: number; y: number; live: boolean; isOwn: boolean }) | null>(null);
  const [isLive, setLive] = useState(false);

  const placeOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Place | null => {
    const columns = [...(grid.current?.querySelectorAll<HTMLElement>("[data-day]") ?? [])];
    const boxes = columns.map((column) => ({ column, box: column.getBoundingClientRect() }));
    const hit = boxes.find(({ box }) => clientX < box.right) ?? boxes.at(-1);
    if (!hit) return null;
    return { day: hit.column.dataset.day ?? "", row: (clientY - hit.box.top) / scale };
  };
  const end = () => {
    drag.current = null;
    setLive(false);
  };

  const cancel = useRef(onCancel);
  cancel.current = onCancel;
  useEffect(() => {
    if (!isLive) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      drag.current = null;
      setLive(false);
      cancel.current();
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [isLive]);

  return {
    isLive,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        // A finger scrolls.
        if (event.button !== 0 || event.pointerType === "touch" || !(event.target instanceof Element)) return;
        const block = event.target.closest<HTMLElement>("[data-block]");
        const edge = event.target.closest<HTMLElement>("[data-edge]")?.dataset.edge;
        const kind = block ? (edge === "from" || edge === "to" ? edge : "move") : "new";
        if (block?.dataset.fixed !== undefined && kind === "move") return;
        const isOwn = event.target.closest("[data-own]") !== null;
        if (!block && !isOwn && !event.target.closest("[data-day]")) return;
        const origin = placeOf(event);
        if (!origin) return;
        const id = block?.dataset.block ?? null;
        const [x, y] = [event.clientX, event.clientY];
        drag.current = { kind, id, origin, at: origin, isFine: event.altKey, x, y, live: false, isOwn };
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const now = drag.current;
        if (!now) return;
        if (!now.live) {
          if (Math.hypot(event.clientX - now.x, event.clientY - now.y) < threshold) return;
          now.live = true;
          event.currentTarget.setPointerCapture(event.pointerId);
          setLive(true);
        }
        const at = placeOf(event);
        if (!at) return;
        Object.assign(now, { at, isFine: event.altKey });
        onDrag(now);
      },
      onPointerUp: () => {
        const now = drag.current;
        end();
        if (now?.live) onDrop(now);
        else if (now?.kind === "new" && !now.isOwn) onTap(now.origin);
      },
      onPointerCancel: () => {
        const wasLive = drag.current?.live;
        end();
        if (wasLive) onCancel();
      },
    },
  };
}
