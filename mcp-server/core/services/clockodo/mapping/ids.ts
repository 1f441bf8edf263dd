import { InputError } from "../../../domain/errors";

/** Clockodo counts ids from 1. Everything else is refused here, before it could get into a path, query or body. */
export function wireId(id: string, what: string): number {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new InputError("argument", `"${id.slice(0, 40)}" is not an id of ${what}.`);
  return Number(id);
}
