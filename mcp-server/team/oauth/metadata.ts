import { audienceOf, authorizePath, registerPath, revokePath, tokenPath } from "./addresses";
import { levels } from "./levels";

/**
 * What the two discovery documents say (RFC 8414 and RFC 9728).
 * @param clientDocuments clients may name a document about them
 */
export function discoveryDocuments(origin: string, clientDocuments: boolean) {
  const oauthMetadata = {
    issuer: origin,
    authorization_endpoint: origin + authorizePath,
    token_endpoint: origin + tokenPath,
    registration_endpoint: origin + registerPath,
    revocation_endpoint: origin + revokePath,
    jwks_uri: `${origin}/oauth/jwks`,
    scopes_supported: [...levels],
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    token_endpoint_auth_methods_supported: ["none", "private_key_jwt"],
    token_endpoint_auth_signing_alg_values_supported: ["RS256", "PS256", "ES256", "EdDSA"],
    revocation_endpoint_auth_methods_supported: ["none", "private_key_jwt"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: clientDocuments,
  };
  return {
    oauthMetadata,
    resourceServerUrl: new URL(audienceOf(origin)),
    scopesSupported: [...levels],
    resourceName: "Punchcard",
    // The origin was checked when the configuration was read; on one computer it may be http.
    dangerouslyAllowInsecureIssuerUrl: true,
  };
}
