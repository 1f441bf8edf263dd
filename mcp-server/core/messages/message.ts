import type { MessageData, MessageText, ParametersOf } from "./catalog";
import { en } from "./en";
import { render } from "./render";

type English = typeof en;
export type MessageCode = keyof English;
type MessageParameters<C extends MessageCode> = ParametersOf<English[C]>;

const english = { language: "en", catalog: en } as const;

/** A code with its parameters. As a string, and in JSON, it is English: what models read. */
export class Message implements MessageData {
  constructor(
    readonly code: MessageCode,
    readonly params: Readonly<Record<string, unknown>>,
  ) {}

  toString(): string {
    return render(this, english);
  }

  toJSON(): string {
    return this.toString();
  }
}

type Arguments<C extends MessageCode> = keyof MessageParameters<C> extends never ? [] : [MessageParameters<C>];

/** Creates a message. The compiler demands exactly the parameters of the English pattern. */
export const message = <C extends MessageCode>(code: C, ...[params]: Arguments<C>): Message =>
  new Message(code, params ?? {});

function mapMessages(value: unknown, convert: (message: MessageData) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapMessages(item, convert));
  if (value instanceof Message) return convert(value);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapMessages(member, convert)]));
}

const dataOf = ({ code, params }: MessageData): MessageData => ({
  code,
  params: mapMessages(params, dataOf) as MessageData["params"],
});

/** The value with each message as `{ code, params }`: for windows and pages, which render it. */
export const withCodes = <T>(value: T): T => mapMessages(value, dataOf) as T;

/** The value with each message in English: for models. */
export const inEnglish = <T>(value: T): T => mapMessages(value, String) as T;

/** English of a text, also of one that came over a process boundary: for logs and models. */
export const englishOf = (text: MessageText): string => render(text, english);
