import { settingsVersion } from "#core/platform/settings";

/** Turns data of version `n` into version `n + 1`; keyed by `n`. Version 1 is the first that was ever released. */
export type Migrations = Record<number, (data: Record<string, unknown>) => Record<string, unknown>>;
export const migrations: Migrations = {};

/**
 * Brings settings of an older version to the present one, step by step.
 * @returns null where there is nothing to do: present or newer version, no version, or a step is missing.
 */
export function migrate(
  data: unknown,
  steps: Migrations = migrations,
  target: number = settingsVersion,
): Record<string, unknown> | null {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return null;
  let current = data as Record<string, unknown>;
  const start = current.version;
  if (typeof start !== "number" || !Number.isInteger(start) || start < 0 || start >= target) return null;
  for (let version = start; version < target; version++) {
    const step = steps[version];
    if (!step) return null;
    current = { ...step(current), version: version + 1 };
  }
  return current;
}
