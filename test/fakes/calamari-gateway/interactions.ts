import type { IncomingMessage, ServerResponse } from "node:http";
import type { InteractionResults, default as Provider } from "oidc-provider";

export const interactionPath = /^\/interaction\/[\w-]+(\/abort)?$/;

/** The pages on which a person says who they are and agrees: any name, any password; browser.ts fills them in. */
export async function interact(server: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session, grantId } = await server.interactionDetails(request, response);
  const finish = (result: InteractionResults) =>
    server.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  if (request.url?.endsWith("/abort"))
    return finish({ error: "access_denied", error_description: "End-User aborted interaction" });
  if (request.method !== "POST") {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(
      `<form method="post" action="${request.url}"><input type="hidden" name="prompt" value="${prompt.name}"><input name="login"><button>Go on</button></form><a href="${request.url}/abort">Cancel</a>`,
    );
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const typed = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  if (prompt.name === "login") return finish({ login: { accountId: typed.get("login") ?? "" } });
  const { missingOIDCScope = [], missingResourceScopes = {} } = prompt.details as {
    missingOIDCScope?: string[];
    missingResourceScopes?: Record<string, string[]>;
  };
  const known = grantId === undefined ? undefined : await server.Grant.find(grantId);
  const grant = known ?? new server.Grant({ accountId: session?.accountId, clientId: String(params.client_id) });
  if (missingOIDCScope.length > 0) grant.addOIDCScope(missingOIDCScope.join(" "));
  for (const [resource, scopes] of Object.entries(missingResourceScopes))
    grant.addResourceScope(resource, scopes.join(" "));
  return finish({ consent: { grantId: await grant.save() } });
}
