import { ServiceError } from "../domain/errors";

/** `ServiceError.detail` of an answer that is larger than what is read. */
export const tooLarge = "too large";

/** How much one answer may be, whatever a service or somebody in between sends. */
export interface AnswerLimits {
  /** Bytes after decompression. */
  maxBytes: number;
  /** Milliseconds from the request to the last byte; silence is limited apart from that. */
  totalMs: number;
}
export const usualLimits: AnswerLimits = { maxBytes: 32 * 1024 * 1024, totalMs: 120_000 };

/** Whose answer it is. */
interface Asked {
  product: string;
  write: boolean;
  requestId?: string;
}

export const tooLargeError = ({ product, write, requestId }: Asked, maxBytes: number): ServiceError =>
  new ServiceError("unavailable", `The answer of ${product} is larger than ${maxBytes} bytes.`, {
    saved: write ? "unknown" : "no",
    requestId,
    detail: tooLarge,
    next: "Ask for a shorter period or fewer things at once.",
  });

export const tooSlowError = ({ product, write, requestId }: Asked, totalMs: number): ServiceError =>
  new ServiceError("timeout", `The answer of ${product} was not complete after ${Math.ceil(totalMs / 1000)} seconds.`, {
    saved: write ? "unknown" : "no",
    requestId,
    next: write ? "Look whether it was saved before you do it again." : "Ask for a shorter period, or try again later.",
  });

/** Reads an answer whole, up to `maxBytes` of it, so that nobody can fill the memory. @throws ServiceError `unavailable` */
export async function readBytes(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
  asked: Asked,
): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > maxBytes) throw tooLargeError(asked, maxBytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * Limits the size of an answer that another component reads as it arrives.
 * @param tooMuch returns the error that ends a larger answer
 * @param ended called once, before the reader sees the end or the error
 */
export function boundedStream(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  tooMuch: () => ServiceError,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let size = 0;
  async function nextPart(): Promise<Uint8Array | undefined> {
    const { value } = await reader.read();
    size += value?.byteLength ?? 0;
    if (size > maxBytes) throw tooMuch();
    return value;
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const part = await nextPart();
          if (part) return controller.enqueue(part);
          ended();
          controller.close();
        } catch (error) {
          ended();
          controller.error(error);
          await reader.cancel(error).catch(() => undefined);
        }
      },
      cancel(reason) {
        ended();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * A signal that also ends after `totalMs`. Not `AbortSignal.timeout`: that runs on after the answer.
 * @returns `expired`: it was the time that ended it
 */
export function deadline(signal: AbortSignal | null | undefined, totalMs: number) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException("The answer took too long.", "TimeoutError")), totalMs);
  timer.unref();
  return {
    signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
    expired: () => late.signal.aborted,
    clear: () => clearTimeout(timer),
  };
}
