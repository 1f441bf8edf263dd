/** Paths of the authorization server on the public origin, known without loading it. */
export const authorizePath = "/oauth/authorize";
export const registerPath = "/oauth/register";
export const tokenPath = "/oauth/token";
export const revokePath = "/oauth/revoke";
export const jwksPath = "/oauth/jwks";

/** The audience of every token: exactly the address of MCP. */
export const audienceOf = (origin: string) => `${origin}/mcp`;
