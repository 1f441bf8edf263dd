/** A yes may be given for five minutes, then nobody answered. */
export const confirmSeconds = 300;

/** Exactly what is agreed to: the tool, the account and every argument but the token itself. */
export interface Act {
  tool: string;
  account: string;
  input: Record<string, unknown>;
}
