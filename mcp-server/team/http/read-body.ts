import type { IncomingMessage } from "node:http";

/** A body that is larger than allowed, or that ended before it was whole. */
export class BodyError extends Error {
  constructor(
    readonly status: 400 | 413,
    message: string,
  ) {
    super(message);
    this.name = "BodyError";
  }
}

/**
 * The whole body as text.
 * @param most bytes; what is longer is not kept
 * @throws BodyError
 */
export async function readBody(request: IncomingMessage, most: number): Promise<string> {
  if (Number(request.headers["content-length"] ?? 0) > most) throw tooLarge(most);
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > most) throw tooLarge(most);
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof BodyError ? error : new BodyError(400, "The body ended before it was whole.");
  }
  return Buffer.concat(parts).toString("utf8");
}

const tooLarge = (most: number) =>
  new BodyError(413, `The body is longer than ${Math.floor(most / 1024)} kB. Nothing was done; send less at once.`);
