import type { FakeEmployee, FakeState } from "../calamari/model";

/** Where a real gateway may be one thing or the other; tests switch it. */
export interface GatewaySettings {
  /** Answers as an event stream (what a gateway may do) or as JSON. */
  stream: boolean;
  /** Seconds that an access token lives. */
  accessSeconds: number;
  /** Times of entries need somebody's approval: `CHANGE_REQUEST` instead of `IMMEDIATE` (calamari-api.md §3.3). */
  changeRequests: boolean;
  /** Anybody may register a client. */
  registration: boolean;
  /** The authorization server names itself like this; null: as it should. */
  issuer: string | null;
  /** `allowances` wrapped in an object, or bare (their shape was never seen). */
  wrapped: boolean;
  /** Tools that are offered to nobody, whatever the modules are. */
  without: readonly string[];
  /** What tools answer besides their JSON: words for the model in a part of their own. */
  chatty: boolean;
  /** What the address answers instead of MCP. */
  instead: "html" | "forbidden" | null;
  /** Rows of the calendar a page. */
  perPage: number;
  /** The revocation endpoint is told. */
  revocation: boolean;
}

export const usualSettings = (): GatewaySettings => ({
  stream: false,
  accessSeconds: 3_600,
  changeRequests: false,
  registration: true,
  issuer: null,
  wrapped: false,
  without: [],
  chatty: false,
  instead: null,
  perPage: 2,
  revocation: true,
});

/** One call of a tool. */
export interface Called {
  state: FakeState;
  settings: GatewaySettings;
  /** Who signed in. */
  me: FakeEmployee;
  args: Record<string, unknown>;
  /** Milliseconds. */
  now: number;
}

/** What a tool refuses, in its own words (`isError`). */
export class Refused extends Error {}
