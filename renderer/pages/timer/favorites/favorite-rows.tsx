import { type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Request } from "#main/ipc/contract/index";
import { useApp } from "../../../lib/store";
import { IconButton } from "../../../ui/button";
import { Icon } from "../../../ui/icon";
import { FavoriteName } from "./favorite-name";

type Change = "favorites:rename" | "favorites:move" | "favorites:remove" | "favorites:add";
/** @returns whether it was kept */
export type ChangeFavorites = <C extends Change>(channel: C, request: Request<C>) => Promise<boolean>;

/** The place of the row under the pointer; null: it is beside the list. */
function placeAt({ clientX, clientY }: PointerEvent): number | null {
  const row = document.elementFromPoint(clientX, clientY)?.closest("[data-place]");
  return row instanceof HTMLElement ? Number(row.dataset.place) : null;
}

/** Names and order: a row is moved by its grip, with the arrow keys or the pointer. */
export function FavoriteRows({ change }: { change: ChangeFavorites }) {
  const { t } = useTranslation();
  const { favorites } = useApp();
  const [drag, setDrag] = useState<{ id: string; over: number | null } | null>(null);
  const moved = useRef<string | null>(null);
  const [said, setSaid] = useState("");

  const move = (id: string, to: number) => {
    if (to < 0 || to >= favorites.length) return;
    moved.current = id;
    void change("favorites:move", { id, to });
  };
  // A row that changes its place in the document loses the focus on the way.
  useEffect(() => {
    const at = favorites.findIndex(({ id }) => id === moved.current);
    const one = favorites[at];
    if (!one) return;
    moved.current = null;
    document.querySelector<HTMLElement>(`[data-place="${at}"] .favorites-grip`)?.focus();
    setSaid(t("favorites.moved", { name: one.name, place: at + 1, count: favorites.length }));
  }, [favorites, t]);

  if (favorites.length === 0) return <p className="hint">{t("favorites.none")}</p>;
  return (
    <>
      <ol className="favorites-list">
        {favorites.map(({ id, name, gone }, at) => (
          <li key={id} className="favorites-row" data-place={at} data-over={drag?.over === at || undefined}>
            <button
              type="button"
              className="button button--icon button--plain button--sm favorites-grip"
              aria-label={t("favorites.move", { name, place: at + 1, count: favorites.length })}
              aria-keyshortcuts="ArrowUp ArrowDown"
              title={t("favorites.moveHint")}
              onKeyDown={(event) => {
                if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
                event.preventDefault();
                move(id, event.key === "ArrowUp" ? at - 1 : at + 1);
              }}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                setDrag({ id, over: null });
              }}
              onPointerMove={(event) => drag && setDrag({ id, over: placeAt(event) })}
              onPointerUp={(event) => {
                const to = placeAt(event);
                setDrag(null);
                if (drag && to !== null && to !== at) move(id, to);
              }}
              onPointerCancel={() => setDrag(null)}
            >
              <Icon name="grip" />
            </button>
            <FavoriteName name={name} onName={(next) => change("favorites:rename", { id, name: next })} />
            <IconButton
              size="sm"
              name="trash"
              label={t("favorites.remove", { name })}
              onPress={() => void change("favorites:remove", { id })}
            />
            {gone !== null && <span className="hint">{t("favorites.gone")}</span>}
          </li>
        ))}
      </ol>
      <p className="sr" role="status">
        {said}
      </p>
    </>
  );
}
