import { Reader } from "./reader";
import { Variant, Writer } from "./writer";

const types = { call: 1, reply: 2, error: 3, signal: 4 } as const;
type MessageType = keyof typeof types;

/** Header fields by their number in the D-Bus specification, with their types. */
const fields = {
  path: [1, "o"],
  interface: [2, "s"],
  member: [3, "s"],
  errorName: [4, "s"],
  replySerial: [5, "u"],
  destination: [6, "s"],
  sender: [7, "s"],
  signature: [8, "g"],
} as const;
type FieldName = keyof typeof fields;
type TextField = Exclude<FieldName, "replySerial">;

export type Message = {
  type: MessageType;
  serial: number;
  /** The sender of a call waits for no reply. */
  noReply?: boolean;
  replySerial?: number;
  body: unknown[];
} & Partial<Record<TextField, string>>;

const fixedHeaderBytes = 16;
/** The specification's limit of 128 MiB, lowered to what desktop services send. */
const maxMessageBytes = 16 * 1024 * 1024;

export function encodeMessage(message: Message): Buffer {
  const { type, serial, signature = "", noReply } = message;
  const body = new Writer().values(signature, message.body).bytes();
  const present = (Object.keys(fields) as FieldName[]).filter((name) => (message[name] ?? "") !== "");
  const header = present.map((name) => {
    const [number, fieldType] = fields[name];
    return [number, new Variant(fieldType, message[name])];
  });
  return new Writer()
    .values("yyyyuua(yv)", ["l".charCodeAt(0), types[type], noReply ? 1 : 0, 1, body.length, serial, header])
    .align(8)
    .put(body)
    .bytes();
}

/**
 * Reads the first message of the bytes.
 * @returns null while the message is not complete
 * @throws Error, RangeError, or TypeError when the bytes are not a D-Bus message
 */
export function decodeMessage(bytes: Uint8Array): { message: Message | null; size: number } | null {
  if (bytes.length < fixedHeaderBytes) return null;
  const littleEndian = bytes[0] === "l".charCodeAt(0);
  if (!littleEndian && bytes[0] !== "B".charCodeAt(0)) throw new Error("The D-Bus message has no byte order");
  const [bodyLength, serial, fieldsLength] = new Reader(bytes, littleEndian, 4).values("uuu") as number[];
  if (bodyLength === undefined || serial === undefined || fieldsLength === undefined) return null;
  const bodyStart = fixedHeaderBytes + Math.ceil(fieldsLength / 8) * 8;
  const size = bodyStart + bodyLength;
  if (size > maxMessageBytes) throw new Error("The D-Bus message is too large");
  if (bytes.length < size) return null;

  const [entries] = new Reader(bytes.subarray(0, bodyStart), littleEndian, 12).values("a(yv)") as [[number, unknown][]];
  const type = (Object.keys(types) as MessageType[]).find((name) => types[name] === bytes[1]);
  // The specification asks to ignore types and header fields that are not known.
  if (type === undefined) return { message: null, size };
  const message: Message = { type, serial, noReply: ((bytes[2] ?? 0) & 1) === 1, body: [] };
  for (const name of Object.keys(fields) as FieldName[]) {
    const value = entries.find(([number]) => number === fields[name][0])?.[1];
    if (value !== undefined) Object.assign(message, { [name]: value });
  }
  message.body = new Reader(bytes.subarray(bodyStart, size), littleEndian).values(message.signature ?? "");
  return { message, size };
}
