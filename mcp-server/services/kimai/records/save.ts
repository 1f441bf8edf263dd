import type { ServiceError } from "../../../domain/errors";
import { nullWhere } from "../../shared/refusals";
import { saveOnce as savedOnce } from "../../shared/save-once";
import type { Kimai } from "../context";
import type { WireField } from "./draft";
import { inOurNames } from "./product";

/**
 * Sends a write of a record once, looks for it where its answer was lost, and tells what Kimai refuses by our names.
 * @param look what was written, if it took effect, else null
 */
export async function saveOnce<T>(
  { secondLookMs }: Pick<Kimai, "secondLookMs">,
  fields: readonly WireField[],
  write: () => Promise<T>,
  look: () => Promise<T | null>,
): Promise<{ value: T; notes: string[] }> {
  return savedOnce({ name: "Kimai", secondLookMs }, write, look).catch((error: ServiceError) => {
    throw inOurNames(error, fields);
  });
}

/** `null` where Kimai refuses or lacks it; other failures stay failures. */
export async function ifOpen<T>(asked: Promise<T>): Promise<T | null> {
  return nullWhere(["forbidden"], asked);
}
