interface NumberFormat {
  sizeBytes: number;
  read(view: DataView, at: number, littleEndian: boolean): unknown;
  /** Writes at the start, little endian. */
  write(view: DataView, value: unknown): void;
}

/** Types of fixed size by their code. Numbers of 64 bits are `bigint`; `h` is the index of a file descriptor. */
export const numberFormats: Partial<Record<string, NumberFormat>> = {
  y: {
    sizeBytes: 1,
    read: (view, at) => view.getUint8(at),
    write: (view, value) => view.setUint8(0, Number(value)),
  },
  b: {
    sizeBytes: 4,
    read: (view, at, littleEndian) => view.getUint32(at, littleEndian) === 1,
    write: (view, value) => view.setUint32(0, value === true ? 1 : 0, true),
  },
  n: {
    sizeBytes: 2,
    read: (view, at, littleEndian) => view.getInt16(at, littleEndian),
    write: (view, value) => view.setInt16(0, Number(value), true),
  },
  q: {
    sizeBytes: 2,
    read: (view, at, littleEndian) => view.getUint16(at, littleEndian),
    write: (view, value) => view.setUint16(0, Number(value), true),
  },
  i: {
    sizeBytes: 4,
    read: (view, at, littleEndian) => view.getInt32(at, littleEndian),
    write: (view, value) => view.setInt32(0, Number(value), true),
  },
  u: {
    sizeBytes: 4,
    read: (view, at, littleEndian) => view.getUint32(at, littleEndian),
    write: (view, value) => view.setUint32(0, Number(value), true),
  },
  h: {
    sizeBytes: 4,
    read: (view, at, littleEndian) => view.getUint32(at, littleEndian),
    write: (view, value) => view.setUint32(0, Number(value), true),
  },
  x: {
    sizeBytes: 8,
    read: (view, at, littleEndian) => view.getBigInt64(at, littleEndian),
    write: (view, value) => view.setBigInt64(0, value as bigint, true),
  },
  t: {
    sizeBytes: 8,
    read: (view, at, littleEndian) => view.getBigUint64(at, littleEndian),
    write: (view, value) => view.setBigUint64(0, value as bigint, true),
  },
  d: {
    sizeBytes: 8,
    read: (view, at, littleEndian) => view.getFloat64(at, littleEndian),
    write: (view, value) => view.setFloat64(0, Number(value), true),
  },
};
