import { numberFormats } from "./numbers";
import { alignmentOf, elementOf, paddingAt, parseSignature, type Type } from "./signature";

const textDecoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads values in the wire format of D-Bus. `ay` becomes bytes, a struct a list, a dictionary an object, and a variant
 * the value in it.
 */
export class Reader {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly littleEndian: boolean,
    private offset = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws Error, RangeError, or TypeError when the bytes do not contain such values. */
  values(signature: string): unknown[] {
    return parseSignature(signature).map((type) => this.value(type));
  }

  private take(size: number): number {
    const at = this.offset;
    this.offset += size;
    if (this.offset > this.bytes.length) throw new RangeError("The D-Bus message ends too early");
    return at;
  }

  private text(lengthSize: 1 | 4): string {
    const at = this.take(lengthSize);
    const length = lengthSize === 1 ? this.view.getUint8(at) : this.view.getUint32(at, this.littleEndian);
    const start = this.take(length + 1);
    return textDecoder.decode(this.bytes.subarray(start, start + length));
  }

  private value(type: Type): unknown {
    this.offset += paddingAt(this.offset, alignmentOf(type));
    const format = numberFormats[type.code];
    if (format) return format.read(this.view, this.take(format.sizeBytes), this.littleEndian);
    switch (type.code) {
      case "s":
      case "o":
        return this.text(4);
      case "g":
        return this.text(1);
      case "v":
        return this.values(this.text(1))[0];
      case "a":
        return this.array(elementOf(type));
      default:
        return type.inner.map((inner) => this.value(inner));
    }
  }

  private array(element: Type): unknown {
    const length = this.view.getUint32(this.take(4), this.littleEndian);
    this.offset += paddingAt(this.offset, alignmentOf(element));
    const start = this.take(length);
    const end = this.offset;
    if (element.code === "y") return Buffer.from(this.bytes.subarray(start, end));
    this.offset = start;
    const elements: unknown[] = [];
    while (this.offset < end) elements.push(this.value(element));
    return element.code === "{" ? Object.fromEntries(elements as [string, unknown][]) : elements;
  }
}
