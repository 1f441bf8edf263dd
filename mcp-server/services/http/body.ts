import { ServiceError } from "../../domain/errors";
import type { Failed } from "./errors";

/** `ServiceError.detail` of an answer that is larger than what is read. */
export const tooLarge = "too large";

/**
 * Reads an answer whole, up to `maxBytes` of it after decompression, so that no service and nobody in between can fill
 * the memory.
 */
export async function readBytes(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
  failed: Failed,
): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > maxBytes)
      throw new ServiceError("unavailable", `The answer of ${failed.product} is larger than ${maxBytes} bytes.`, {
        saved: failed.write ? "unknown" : "no",
        requestId: failed.requestId,
        detail: tooLarge,
        next: "Ask for a shorter period or fewer things at once.",
      });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
