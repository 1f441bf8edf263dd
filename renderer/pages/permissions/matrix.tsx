import { Fragment, type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Request } from "#main/ipc/contract/index";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { serverSentence } from "../../lib/server-sentence";
import { Icon } from "../../ui/icon";
import { cellSentence } from "./sentences";
import { actions, groupStarts, knownKind, type Level, levels } from "./words";

type Row = PermissionsView["rows"][number];
type Cell = Request<"permissions:setCell">["cell"];

interface Props {
  view: Pick<PermissionsView, "rows">;
  onLevel: (cell: Cell, level: Level) => void;
  /** These are bounds: cells say no more than their level, as what they mean depends on each person's own. */
  isBound?: boolean;
}

type Shown = NonNullable<Row["cells"][string]>;

interface Place {
  row: number;
  column: number;
}

type Action = (typeof actions)[number];

const cellAt = (row: Row | undefined, action: Action | undefined) => {
  const cell = row && action ? row.cells[action] : null;
  return cell && !cell.refused && cell.bound !== "off" ? cell : null;
};

/** The levels that the company leaves to choose from. */
const open = (bound: Level | undefined) => (bound ? levels.slice(0, levels.indexOf(bound) + 1) : levels);
const next = (level: Level, bound: Level | undefined) => {
  const all = open(bound);
  return all[(all.indexOf(level) + 1) % all.length] ?? "off";
};

/**
 * Kinds of thing against the actions that any of them has. One tab stop: arrows move from cell to cell, Space goes off → ask → allow,
 * 1 2 3 set them, Backspace goes back to the profile.
 */
export function Matrix({ view, onLevel, isBound = false }: Props) {
  const { t } = useTranslation();
  const { rows } = view;
  const columns = actions.filter((action) => rows.some((row) => row.cells[action]));
  const changeable = (row: Row | undefined, column: number) => cellAt(row, columns[column]);
  const [told, setTold] = useState<{ row: Row["kind"]; action: Action } | null>(null);
  const toldRow = rows.find(({ kind }) => kind === told?.row);
  const meaningOf = (row: Row, action: Action) => {
    const cell = cellAt(row, action);
    if (!cell || isBound) return "";
    const was = cell.level !== cell.profileLevel && t("permissions.was", { level: t(`level.${cell.profileLevel}`) });
    const bound = cell.bound && `${t("company.atMost", { level: t(`level.${cell.bound}`) })}.`;
    return [cellSentence(t, row.kind, action, cell.level), was, bound].filter(Boolean).join(" ");
  };
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<Place | null>(null);
  const firstRow = rows.findIndex((row) => columns.some((_, column) => changeable(row, column)));
  const first = { row: firstRow, column: columns.findIndex((_, column) => changeable(rows[firstRow], column)) };
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
      if (row < 0 || column < 0 || row >= rows.length || column >= columns.length) return;
      if (changeable(rows[row], column)) return focus({ row, column });
    }
  };
  const onKey = (event: KeyboardEvent, place: Place, cell: Cell, shown: Shown) => {
    const { level, profileLevel, bound } = shown;
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
    else if (event.key === "End") move({ row: place.row, column: columns.length }, 0, -1);
    else if (chosen) {
      if (open(bound).includes(chosen)) onLevel(cell, chosen);
    } else if (event.key === "Backspace" && level !== profileLevel) onLevel(cell, profileLevel);
    else if (event.key !== "Backspace") return;
    event.preventDefault();
  };

  return (
    <>
      <section className="card clipped" aria-label={t("permissions.matrix")}>
        <table className="matrix" ref={table}>
          <thead>
            <tr>
              <th scope="col">{t("permissions.kind")}</th>
              {columns.map((action) => (
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
                  <Cells row={row} columns={columns}>
                    {(action, column, shown) => {
                      const { level, profileLevel, bound } = shown;
                      const place = { row: rowIndex, column };
                      const cell = `${row.kind}.${action}` as Cell;
                      const changed = level !== profileLevel;
                      const meaning = meaningOf(row, action);
                      const words = {
                        kind: name,
                        action: t(`permissions.action.${action}`),
                        level: t(`level.${level}`),
                      };
                      return (
                        <button
                          type="button"
                          className={`cell cell--${level}`}
                          data-place={`${rowIndex}-${column}`}
                          data-changed={changed || undefined}
                          tabIndex={here.row === rowIndex && here.column === column ? 0 : -1}
                          aria-label={changed ? t("permissions.cellChanged", words) : t("permissions.cell", words)}
                          title={meaning || undefined}
                          onMouseEnter={() => setTold({ row: row.kind, action })}
                          onFocus={() => {
                            setAt(place);
                            setTold({ row: row.kind, action });
                          }}
                          onKeyDown={(event) => onKey(event, place, cell, shown)}
                          onClick={() => onLevel(cell, next(level, bound))}
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
      {/* The same words are the description of the cell itself. */}
      {!isBound && (
        <p className="hint matrix__told" aria-hidden="true">
          {(toldRow && told && meaningOf(toldRow, told.action)) || t("permissions.pointAt")}
        </p>
      )}
    </>
  );
}

interface CellsProps {
  row: Row;
  columns: readonly Action[];
  children: (action: Action, column: number, shown: Shown) => React.ReactNode;
}

/** Neighbouring cells that the service or the company refuses are one cell with a lock and the reason, over unused ones too. */
function Cells({ row, columns, children }: CellsProps) {
  const { t } = useTranslation();
  const reasonOf = (cell: Shown | null) =>
    cell?.bound === "off" ? t("company.set") : cell?.refused ? serverSentence(cell.refused) : null;
  const parts: React.ReactNode[] = [];
  for (let column = 0; column < columns.length; ) {
    const action = columns[column] ?? "read";
    const cell = row.cells[action] ?? null;
    if (!cell) {
      parts.push(<td key={action} />);
      column += 1;
    } else if (reasonOf(cell) !== null) {
      const reasons = new Set<string>([reasonOf(cell) ?? ""]);
      let span = 1;
      for (; column + span < columns.length; span += 1) {
        const next = row.cells[columns[column + span] ?? ""] ?? null;
        const reason = reasonOf(next);
        if (next && reason === null) break;
        if (reason) reasons.add(reason);
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
      parts.push(<td key={action}>{children(action, column, cell)}</td>);
      column += 1;
    }
  }
  return <Fragment>{parts}</Fragment>;
}
