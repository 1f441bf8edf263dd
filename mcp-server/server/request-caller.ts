import type { ClientCapabilities, Implementation, Server, ServerContext } from "@modelcontextprotocol/server";
import { changeMeta, placeMeta } from "#core/domain/results/activity-terms";
import type { Caller } from "./caller";
import { answerTo, sealedSince } from "./input-request";
import type { ConnectionConfirmation } from "./lazy-confirmation";

/** Of the request itself in the newer protocol; the older one sends it once, at the handshake. */
const envelopeOf = (ctx: ServerContext) =>
  (ctx.mcpReq.envelope ?? {}) as {
    "io.modelcontextprotocol/clientCapabilities"?: ClientCapabilities;
    "io.modelcontextprotocol/clientInfo"?: Implementation;
  };

const places = ["tray", "window"] as const;

/** Who made a request, and how that client reports progress and asks its person. */
export function requestCaller(ctx: ServerContext, server: Server, confirmation: ConnectionConfirmation): Caller {
  const envelope = envelopeOf(ctx);
  const capabilities = envelope["io.modelcontextprotocol/clientCapabilities"] ?? server.getClientCapabilities();
  const info = envelope["io.modelcontextprotocol/clientInfo"] ?? server.getClientVersion();
  const elicitation = capabilities?.elicitation;
  const progressToken = ctx.mcpReq._meta?.progressToken;
  const place = places.find((one) => one === ctx.mcpReq._meta?.[placeMeta]);
  const continues = ctx.mcpReq._meta?.[changeMeta];
  return {
    signal: ctx.mcpReq.signal,
    // A client that can only open addresses cannot show our question.
    canAsk:
      confirmation.mayAskInClient?.() !== false &&
      elicitation !== undefined &&
      !(elicitation.url !== undefined && elicitation.form === undefined),
    name: info?.title ?? info?.name ?? null,
    waits: true,
    ...(place && { place }),
    ...(typeof continues === "number" && { continues }),
    progress(progress, total, message) {
      if (progressToken === undefined) return;
      ctx.mcpReq
        .notify({ method: "notifications/progress", params: { progressToken, progress, total, message } })
        .catch(() => undefined);
    },
    since: async () => sealedSince(ctx),
    answered: (action) => answerTo(action, ctx, confirmation),
  };
}
