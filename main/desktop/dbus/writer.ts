import { numberFormats } from "./numbers";
import { alignmentOf, elementOf, paddingAt, parseSignature, type Type } from "./signature";

/** A value together with its type, as arguments of type `v` are passed. */
export class Variant {
  constructor(
    readonly signature: string,
    readonly value: unknown,
  ) {}
}

/** Writes values in the wire format of D-Bus, little endian; takes what `Reader` returns, and a `Variant` for `v`. */
export class Writer {
  private readonly pieces: Buffer[] = [];
  private offset = 0;

  /** @throws Error when the values do not fit the signature. */
  values(signature: string, values: readonly unknown[]): this {
    const types = parseSignature(signature);
    if (types.length !== values.length) throw new Error(`The D-Bus signature "${signature}" does not fit the values`);
    for (const [index, type] of types.entries()) this.value(type, values[index]);
    return this;
  }

  align(alignment: number): this {
    return this.put(Buffer.alloc(paddingAt(this.offset, alignment)));
  }

  put(bytes: Uint8Array): this {
    this.pieces.push(Buffer.from(bytes));
    this.offset += bytes.length;
    return this;
  }

  bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }

  private text(text: string, lengthSize: 1 | 4): void {
    const bytes = Buffer.from(text, "utf8");
    const length = Buffer.alloc(lengthSize);
    length.writeUIntLE(bytes.length, 0, lengthSize);
    this.put(length).put(bytes).put(Buffer.alloc(1));
  }

  private value(type: Type, value: unknown): void {
    this.align(alignmentOf(type));
    const format = numberFormats[type.code];
    if (format) {
      const bytes = new Uint8Array(format.sizeBytes);
      format.write(new DataView(bytes.buffer), value);
      this.put(bytes);
    } else if (type.code === "s" || type.code === "o") this.text(String(value), 4);
    else if (type.code === "g") this.text(String(value), 1);
    else if (type.code === "v") this.variant(value);
    else if (type.code === "a") this.array(elementOf(type), value);
    else for (const [index, inner] of type.inner.entries()) this.value(inner, (value as unknown[])[index]);
  }

  private variant(value: unknown): void {
    if (!(value instanceof Variant)) throw new Error("A D-Bus variant needs its type");
    this.text(value.signature, 1);
    this.values(value.signature, [value.value]);
  }

  private array(element: Type, value: unknown): void {
    const length = Buffer.alloc(4);
    this.pieces.push(length);
    this.offset += 4;
    this.align(alignmentOf(element));
    const start = this.offset;
    const elements = element.code === "{" ? Object.entries(value as object) : (value as unknown[]);
    if (value instanceof Uint8Array) this.put(value);
    else for (const one of elements) this.value(element, one);
    length.writeUInt32LE(this.offset - start);
  }
}
