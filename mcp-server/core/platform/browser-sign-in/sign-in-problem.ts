/** Why a sign-in through the browser did not happen. The words are for people; nothing was kept. */
export class SignInProblem extends Error {
  override readonly name = "SignInProblem";
  /** What the person can do next. */
  readonly next?: string;
  /** A short technical mark (`ENOTFOUND`, `invalid_grant`), never a body. */
  readonly detail?: string;
  /** The field of the form that is wrong. */
  readonly field?: "url";

  constructor(
    readonly code:
      | ("url" | "offline" | "tls" | "timeout" | "cancelled")
      // It answers, but is no MCP server to sign in to, or one that does not fit together.
      | ("not_this_product" | "forbidden" | "unsupported" | "unavailable"),
    message: string,
    next?: string,
    more: { detail?: string; field?: "url" } = {},
  ) {
    super(message);
    this.next = next;
    this.detail = more.detail;
    this.field = more.field;
  }
}

/** How the service is called in what people are told. */
export interface SignInWords {
  product: string;
  /** Where the address of its MCP server is found: `Configuration, Integrations, MCP Server in …`. */
  copyFrom: string;
}
