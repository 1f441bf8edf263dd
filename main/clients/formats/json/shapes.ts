import { isRecord } from "../../server-entry";
import type { ShapeName } from "../types";

/** How one client writes an entry, where that is not `command`, `args` and `env`. */
export interface EntryShape {
  /** As all clients' entries are named here. */
  read(value: unknown): unknown;
  /** @param old the entry as it stands in the file; undefined for a new one */
  write(entry: Record<string, unknown>, old: unknown): Record<string, unknown>;
}

/** The program and its arguments in one list, as opencode and Kilo have it. */
const oneList: EntryShape = {
  read(value) {
    if (!isRecord(value) || !Array.isArray(value.command)) return value;
    const { command, environment, ...rest } = value;
    const [program, ...args] = command;
    return { ...rest, command: program, args, ...(environment === undefined ? {} : { env: environment }) };
  },
  write({ command, args, env, ...rest }) {
    const list = [command, ...(Array.isArray(args) ? args : [])];
    return { ...rest, command: list, ...(env === undefined ? {} : { environment: env }) };
  },
};

/** Cline reads both: the plain form, and one with `transport` around it, which its own command writes. */
const inTransport: EntryShape = {
  read(value) {
    if (!isRecord(value) || !isRecord(value.transport)) return value;
    const { transport, ...rest } = value;
    return { ...rest, ...transport };
  },
  write(entry, old) {
    if (!isRecord(old) || !isRecord(old.transport)) return entry;
    const [outside, inside] = [{ ...entry }, { ...old.transport }];
    for (const key of [...Object.keys(inside), "command", "args", "env"]) {
      if (entry[key] !== undefined) inside[key] = entry[key];
      delete outside[key];
    }
    return { ...outside, transport: inside };
  },
};

const plain: EntryShape = { read: (value) => value, write: (entry) => entry };

export const shapes: Record<ShapeName, EntryShape> = { plain, "one-list": oneList, "in-transport": inTransport };
