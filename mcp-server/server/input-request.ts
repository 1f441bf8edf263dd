import {
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { PendingAction } from "#core/domain/question/question";
import type { NeedsConfirmation } from "./caller";
import type { ConnectionConfirmation, SealedState } from "./lazy-confirmation";

function sealedIn(ctx: ServerContext): SealedState | null {
  const state = ctx.mcpReq.requestState<SealedState>() as SealedState | string | undefined;
  return typeof state === "object" ? state : null;
}

export const sealedSince = (ctx: ServerContext): number | null => sealedIn(ctx)?.at ?? null;

/** Asks the person in the client: the call ends here, and the client makes it again with the answer. */
export async function inputRequest(
  { preview, action, agreed, at }: NeedsConfirmation,
  ctx: ServerContext,
  confirmation: ConnectionConfirmation,
): Promise<InputRequiredResult> {
  const { codec, digestOf, randomKey } = await confirmation.stateTools();
  return inputRequired({
    inputRequests: {
      confirm: inputRequired.elicit({
        message: preview.join("\n"),
        requestedSchema: {
          type: "object",
          properties: { confirm: { type: "boolean", title: "Do it", description: "Without a yes nothing is done" } },
          required: ["confirm"],
        },
      }),
    },
    requestState: await codec.mint(
      { digest: digestOf(action), agreed, nonce: randomKey().toString("base64url"), at },
      ctx,
    ),
  });
}

/** What the person answered to our question about exactly this action; null: was not asked yet. A yes counts once. */
export async function answerTo(
  action: PendingAction,
  ctx: ServerContext,
  confirmation: ConnectionConfirmation,
): Promise<"yes" | "no" | null> {
  const { spend, digestOf } = await confirmation.stateTools();
  const sealed = sealedIn(ctx);
  if (!sealed) return null;
  const digest = digestOf(action);
  if (!sealed.agreed.includes(digest) && sealed.digest !== digest) return null;
  const answers = ctx.mcpReq.inputResponses ?? {};
  // Its own: a name that every object has is no answer.
  const view = inputResponse(Object.hasOwn(answers, "confirm") ? answers : undefined, "confirm");
  if (view.kind !== "elicit") return null;
  const { content = {} } = view;
  if (view.action !== "accept" || !Object.hasOwn(content, "confirm") || content.confirm !== true) return "no";
  return (await spend(sealed.nonce, ctx)) === "ok" ? "yes" : null;
}
