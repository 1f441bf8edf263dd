import {
  discoverOAuthServerInfo,
  exchangeAuthorization,
  registerClient,
  startAuthorization,
} from "@modelcontextprotocol/client";
import { writeSignIn } from "#core/domain/sign-in";
import { visit } from "./browser";
import type { FakeGateway } from "./index";

/** What the keychain would have after this person signed in. The app's own way of doing it has tests of its own. */
export async function signedIn(gateway: FakeGateway, who: keyof FakeGateway["people"] = "nora"): Promise<string> {
  const { authorizationServerUrl, authorizationServerMetadata: metadata } = await discoverOAuthServerInfo(
    gateway.mcpUrl,
  );
  const redirectUrl = "http://127.0.0.1:1/callback";
  const client = await registerClient(authorizationServerUrl, {
    metadata,
    clientMetadata: {
      client_name: "Punchcard tests",
      redirect_uris: [redirectUrl],
      grant_types: ["authorization_code", "refresh_token"],
      token_endpoint_auth_method: "client_secret_basic",
      application_type: "native",
    },
  });
  const resource = gateway.mcpUrl;
  const asked = { metadata, clientInformation: client, redirectUrl, scope: "mcp", state: "s", resource };
  const { authorizationUrl, codeVerifier } = await startAuthorization(authorizationServerUrl, asked);
  const { at, page } = await visit(authorizationUrl.href, gateway.people[who], { stopAtCallback: true });
  const { searchParams } = new URL(at);
  const code = searchParams.get("code");
  if (!code) throw new Error(`no code: ${at} ${page.slice(0, 300)}`);
  const tokens = await exchangeAuthorization(authorizationServerUrl, {
    metadata,
    clientInformation: client,
    authorizationCode: code,
    iss: searchParams.get("iss") ?? undefined,
    codeVerifier,
    redirectUri: redirectUrl,
    resource,
  });
  if (!tokens.refresh_token || !metadata) throw new Error("no refresh token");
  return writeSignIn({
    clientId: client.client_id,
    clientSecret: client.client_secret,
    refreshToken: tokens.refresh_token,
    tokenEndpoint: metadata.token_endpoint,
    resource,
  });
}
