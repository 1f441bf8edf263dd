import { createRequestStateCodec, type RequestStateCodec, type ServerContext } from "@modelcontextprotocol/server";
import { ConfirmTokens, digestOf, randomKey } from "#core/confirmation/confirm-token";
import { confirmSeconds } from "#core/confirmation/token-rules";
import type { ConnectionConfirmation, SealedState } from "#server/lazy-confirmation";
import type { Clock } from "../store/database";
import { ApprovalQuestions } from "./approval-questions";
import type { Approvals } from "./approvals";

interface PersonConfirmationOptions {
  approvals: Approvals;
  clock: Clock;
  person: string;
  grant: string;
  urlOf(approval: string): string;
  /** Whether the client may ask its user itself: what it sends as their answer cannot be checked. */
  mayAskInClient(): boolean;
  /** What questions are signed with: all replicas have them, the newest first. */
  keys: readonly Uint8Array[];
}

/** On a page of this server; in the client where the company allows it, by an answer that is good for one call on any replica. */
export function personConfirmation(options: PersonConfirmationOptions): ConnectionConfirmation {
  const { approvals, clock, person, grant, keys, mayAskInClient } = options;
  const questions = new ApprovalQuestions(options);
  // Nothing is ever agreed to by these: tokens are for clients that may answer for their user.
  const tokens = new ConfirmTokens(randomKey(), clock);
  const codec = stateCodec(keys, (ctx) => [person, grant, ctx.mcpReq.method].join("/"));
  const spend = once(async (nonce: string) => {
    const isFirst = await approvals.spend(`${person}/${nonce}`, clock() + 2 * confirmSeconds * 1_000);
    return isFirst ? "ok" : "used";
  });
  return {
    mayAskInClient,
    stateTools: async () => ({ codec, digestOf, randomKey, spend }),
    tokens: async () => tokens,
    inApp: async () => questions,
    startApp: async () => null,
  };
}

/** Parts of one call that ask about the same answer find it used by their own call. */
function once(spend: (nonce: string) => Promise<"ok" | "used">) {
  const spent = new WeakMap<object, Map<string, Promise<"ok" | "used">>>();
  return (nonce: string, by: object) => {
    const own = spent.get(by) ?? new Map<string, Promise<"ok" | "used">>();
    spent.set(by, own);
    const known = own.get(nonce) ?? spend(nonce);
    own.set(nonce, known);
    return known;
  };
}

/** Signs with the newest key and reads with each: keys change while questions are open. */
function stateCodec(keys: readonly Uint8Array[], bind: (ctx: ServerContext) => string): RequestStateCodec<SealedState> {
  const codecs = keys.map((key) => createRequestStateCodec<SealedState>({ key, ttlSeconds: confirmSeconds, bind }));
  const [newest] = codecs;
  if (!newest) throw new RangeError("There is no key to sign questions with.");
  return {
    mint: (state, ctx) => newest.mint(state, ctx),
    async verify(state, ctx) {
      for (const codec of codecs.slice(0, -1))
        try {
          return await codec.verify(state, ctx);
        } catch {
          // Another key may have signed it.
        }
      return (codecs.at(-1) ?? newest).verify(state, ctx);
    },
  };
}
