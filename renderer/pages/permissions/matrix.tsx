import { Fragment, type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PermissionsView, Request } from "../../../main/ipc/contract";
import { Icon } from "../../ui/icon";
import { actions, groupStarts, knownKind, type Level, levels } from "./words";

type Row = PermissionsView["rows"][number];
type Cell = Request<"permissions:setCell">["cell"];

interface Props {
  view: PermissionsView;
  onLevel: (cell: Cell, level: Level) => void;
}

interface Place {
  row: number;
  column: number;
}

const changeable = (row: Row | undefined, column: number) => {
  const action = actions[column];
  const cell = row && action ? row.cells[action] : null;
  return cell && !cell.refused ? cell : null;
};

/**
 * Kinds of thing against actions. One tab stop: arrows move from cell to cell, Space goes off → ask → allow,
 * 1 2 3 set them, Backspace goes back to the profile.
 */
export function Matrix({ view, onLevel }: Props) {
  const { t } = useTranslation();
  const { rows } = view;
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<Place | null>(null);
  const firstRow = rows.findIndex((row) => actions.some((_, column) => changeable(row, column)));
  const first = { row: firstRow, column: actions.findIndex((_, column) => changeable(rows[firstRow], column)) };
  const here = at && changeable(rows[at.row], at.column) ? at : first;

  const focus = (place: Place) => {
    setAt(place);
    table.current?.querySelector<HTMLElement>(`[data-place="${place.row}-${place.column}"]`)?.focus();
  };
  /** The next cell in that direction that can be changed. */
  const move = (from: Place, down: number, right: number) => {
    let { row, column } = from;
    for (;;) {
      row += down;
      column += right;
      if (row < 0 || column < 0 || row >= rows.length || column >= actions.length) return;
      if (changeable(rows[row], column)) return focus({ row, column });
    }
  };
  const onKey = (event: KeyboardEvent, place: Place, cell: Cell, level: Level, profileLevel: Level) => {
    const moves: Record<string, [number, number]> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
    };
    const step = moves[event.key];
    const chosen = levels[Number(event.key) - 1];
    if (step) move(place, ...step);
    else if (event.key === "Home") move({ row: place.row, column: -1 }, 0, 1);
    else if (event.key === "End") move({ row: place.row, column: actions.length }, 0, -1);
    else if (chosen) onLevel(cell, chosen);
    else if (event.key === "Backspace" && level !== profileLevel) onLevel(cell, profileLevel);
    else if (event.key !== "Backspace") return;
    event.preventDefault();
  };

  return (
    <section className="card clipped" aria-label={t("permissions.matrix")}>
      <table className="matrix" ref={table}>
        <thead>
          <tr>
            <th scope="col">{t("permissions.kind")}</th>
            {actions.map((action) => (
              <th key={action} scope="col">
                {t(`permissions.action.${action}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => {
            const kind = knownKind(row.kind);
            const name = kind ? t(`kind.${kind}`) : row.kind;
            return (
              <tr key={row.kind} className={groupStarts.includes(row.kind) ? "group" : undefined}>
                <th scope="row">{name}</th>
                <Cells row={row}>
                  {(action, column, level, profileLevel) => {
                    const place = { row: rowIndex, column };
                    const cell = `${row.kind}.${action}` as Cell;
                    const changed = level !== profileLevel;
                    const words = { kind: name, action: t(`permissions.action.${action}`), level: t(`level.${level}`) };
                    return (
                      <button
                        type="button"
                        className={`cell cell--${level}`}
                        data-place={`${rowIndex}-${column}`}
                        data-changed={changed || undefined}
                        tabIndex={here.row === rowIndex && here.column === column ? 0 : -1}
                        aria-label={changed ? t("permissions.cellChanged", words) : t("permissions.cell", words)}
                        title={changed ? t("permissions.was", { level: t(`level.${profileLevel}`) }) : undefined}
                        onFocus={() => setAt(place)}
                        onKeyDown={(event) => onKey(event, place, cell, level, profileLevel)}
                        onClick={() => onLevel(cell, levels[(levels.indexOf(level) + 1) % levels.length] ?? "off")}
                      >
                        <Icon name={level} />
                        {t(`level.${level}`)}
                      </button>
                    );
                  }}
                </Cells>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface CellsProps {
  row: Row;
  children: (action: (typeof actions)[number], column: number, level: Level, profileLevel: Level) => React.ReactNode;
}

/** Neighbouring cells that the service refuses are one cell with a lock and the reason, over unused ones too. */
function Cells({ row, children }: CellsProps) {
  const { t } = useTranslation();
  const parts: React.ReactNode[] = [];
  for (let column = 0; column < actions.length; ) {
    const action = actions[column] ?? "read";
    const cell = row.cells[action] ?? null;
    if (!cell) {
      parts.push(<td key={action} />);
      column += 1;
    } else if (cell.refused !== null) {
      const reasons = new Set<string>([cell.refused]);
      let span = 1;
      for (; column + span < actions.length; span += 1) {
        const next = row.cells[actions[column + span] ?? ""] ?? null;
        if (next && next.refused === null) break;
        if (next?.refused) reasons.add(next.refused);
      }
      const all = [...reasons].join(" · ");
      parts.push(
        <td key={action} className="norole" colSpan={span} title={all}>
          <span>
            <Icon name="lock" />
            {span > 2 ? (
              <span>{reasons.size === 1 ? all : t("permissions.refused")}</span>
            ) : (
              <>
                <span aria-hidden="true">{t("permissions.noRight")}</span>
                <span className="sr">{all}</span>
              </>
            )}
          </span>
        </td>,
      );
      column += span;
    } else {
      parts.push(<td key={action}>{children(action, column, cell.level, cell.profileLevel)}</td>);
      column += 1;
    }
  }
  return <Fragment>{parts}</Fragment>;
}
