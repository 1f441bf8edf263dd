import type { ToolName } from "#core/access/tool-rules";
import type { FakeState as KimaiState } from "../fakes/kimai/model";
import type { TokenName } from "../fakes/kimai/seed";

/** A tool with its arguments; `resource`: a file that clients read by its address. */
export interface Call {
  tool: ToolName | "resource";
  arguments: Record<string, unknown>;
}

/**
 * One or more items of the peer or of a service's API, the Punchcard call that does the same, and how that shows.
 * @template State what the fake of the service keeps
 * @template Who the names of its people
 */
export interface RowOn<State, Who extends string> {
  /** `entity project list` (items.ts), `README List Projects`, `beyond project duplicate`. */
  covers: string[];
  /** Absent: the one who may everything. */
  as?: Who;
  seed?(state: State): void;
  /** Calls that set the stage; they have to succeed. */
  before?: Call[];
  call: Call;
  /** Requests that the call must have sent: method, path below `/api`, the query parameters that matter. */
  sends?: string[];
  /** Words of the answer. */
  says?: RegExp[];
  /** It is right that this call is refused, and these words say why. */
  refused?: true;
}

export type Row = RowOn<KimaiState, TokenName>;
/** As far as the document needs it. */
export type AnyRow = Pick<RowOn<never, string>, "covers" | "as" | "call" | "sends" | "says">;

export const call = (tool: Call["tool"], args: Record<string, unknown> = {}): Call => ({ tool, arguments: args });

/** `items("entity", "project create", "name customer")` → the action and each of its details */
export const items = (tool: string, action: string, details = ""): string[] => [
  `${tool} ${action}`,
  ...details
    .split(" ")
    .filter(Boolean)
    .map((detail) => `${tool} ${action}: ${detail}`),
];
