import { createHash, randomBytes } from "node:crypto";
import { connect, type PeerCertificate } from "node:tls";
import { ask, patience, shown, Wrong } from "./outside";

/** What is looked at, and from where. */
export interface Place {
  /** The public address, without a path. */
  origin: string;
  /** Address of a client's identity document, which the server has to read. */
  document: string;
}

/** What was found in order; more lines are notes. */
type Found = readonly [says: string, ...notes: string[]];
export type Check = (place: Place) => Promise<Found>;

const day = 86_400_000;
const resourceMetadata = "/.well-known/oauth-protected-resource/mcp";
const serverMetadata = "/.well-known/oauth-authorization-server";
/** A port that nothing of ours listens on: the answer is read from the redirect, and never followed. */
const redirect = "http://127.0.0.1:1/callback";

/** @throws Wrong where the certificate is not trusted here, or ends soon */
export const certificate: Check = async ({ origin }) => {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol === "http:") return ["no TLS", "http works on one computer only: AI clients elsewhere refuse it"];
  const { valid_to } = await new Promise<PeerCertificate>((done, fail) => {
    const socket = connect({ host: hostname, port: Number(port || 443), servername: hostname, timeout: patience });
    socket.once("secureConnect", () => {
      done(socket.getPeerCertificate());
      socket.destroy();
    });
    socket.once("timeout", () => socket.destroy(new Error("timeout")));
    socket.once("error", (error: NodeJS.ErrnoException) =>
      fail(new Wrong(`the certificate is not trusted, or there is no TLS (${shown(error.code ?? error.message)})`)),
    );
  });
  const days = Math.floor((Date.parse(valid_to) - Date.now()) / day);
  if (days < 7) throw new Wrong(`the certificate ends in ${days} days`);
  return [`trusted, for ${days} more days`];
};

/** RFC 9728: where AI clients begin. */
export const discovery: Check = async ({ origin }) => {
  // Some firewalls let browsers in and programs not.
  const told = await ask(origin + resourceMetadata, { headers: { "User-Agent": "Claude-User" } });
  if (told.status !== 200 || !told.json)
    throw new Wrong(`${resourceMetadata} answers ${told.status} to an AI client; is there a firewall before it?`);
  const { resource, authorization_servers: servers } = told.json;
  if (resource !== `${origin}/mcp`)
    throw new Wrong(`the server calls itself ${shown(resource)}: start it with --public-url ${origin}`);
  if (!Array.isArray(servers) || servers.length !== 1 || servers[0] !== origin)
    throw new Wrong(`it names ${shown(servers)} as its sign-in instead of ${origin}`);
  const date = Date.parse(told.headers.get("date") ?? "");
  const skew = Math.round(Math.abs(Date.now() - date) / 1_000);
  const notes = skew > 60 ? [`its clock and the one here differ by ${skew} s`] : [];
  return [`found in ${told.took} ms`, ...notes];
};

/** RFC 8414, with what MCP asks for. */
export const signIn: Check = async ({ origin }) => {
  const { status, json } = await ask(origin + serverMetadata);
  if (status !== 200 || !json) throw new Wrong(`${serverMetadata} answers ${status}`);
  if (json.issuer !== origin) throw new Wrong(`its issuer is ${shown(json.issuer)} instead of ${origin}`);
  for (const name of ["authorization_endpoint", "token_endpoint", "registration_endpoint"])
    if (!String(json[name]).startsWith(`${origin}/`)) throw new Wrong(`${name} is ${shown(json[name])}`);
  const methods = json.code_challenge_methods_supported;
  if (!Array.isArray(methods) || methods.join() !== "S256") throw new Wrong("PKCE with S256 is not told");
  const takesDocuments = json.client_id_metadata_document_supported;
  if (typeof takesDocuments !== "boolean") throw new Wrong("identity documents (CIMD) are not told");
  if (json.authorization_response_iss_parameter_supported !== true) throw new Wrong("iss (RFC 9207) is not told");
  return takesDocuments
    ? ["PKCE, identity documents and iss are told"]
    : ["PKCE and iss are told", "identity documents are turned off: clients register"];
};

const toolsList = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
const asProgram = { "Content-Type": "application/json", Accept: "application/json, text/event-stream" };

/** Claude begins to sign in only at a real 401. */
export const challenge: Check = async ({ origin }) => {
  const post = (headers: Record<string, string>) =>
    ask(`${origin}/mcp`, { method: "POST", body: toolsList, headers: { ...asProgram, ...headers } });
  for (const headers of [{} as Record<string, string>, { Authorization: "Bearer not-a-token" }]) {
    const { status, headers: told } = await post(headers);
    if (status !== 401) throw new Wrong(`/mcp answers ${status} where nobody signed in, instead of 401`);
    const asks = told.get("www-authenticate") ?? "";
    if (!asks.includes(`resource_metadata="${origin}${resourceMetadata}"`))
      throw new Wrong("the 401 of /mcp does not name the metadata in WWW-Authenticate: does a proxy drop the header?");
  }
  const foreign = await post({ Origin: "https://evil.example" });
  if (foreign.status !== 403) throw new Wrong(`a page of another site gets ${foreign.status} from /mcp instead of 403`);
  return ["401 with the way to sign in; pages of other sites get 403"];
};

/** What stands on the port for operation. */
export const hidden: Check = async ({ origin }) => {
  for (const path of ["/metrics", "/readyz", "/livez"]) {
    const { status } = await ask(origin + path);
    if (status !== 404)
      throw new Wrong(`${path} answers ${status} to everybody: only the port ${origin} may be public`);
  }
  const { headers } = await ask(`${origin}/`);
  const notes: string[] = [];
  if (new URL(origin).protocol === "https:" && !headers.has("strict-transport-security"))
    notes.push("Strict-Transport-Security is missing: does a proxy drop it?");
  if (!/frame-ancestors 'none'/.test(headers.get("content-security-policy") ?? ""))
    throw new Wrong("pages may stand in a frame: the Content-Security-Policy is missing or changed");
  return ["metrics and health are not public, and pages stand in no frame", ...notes];
};

const asked = (origin: string, client: string, more: Record<string, string>) =>
  ask(
    `${origin}/oauth/authorize?${new URLSearchParams({
      ...{ response_type: "code", client_id: client, state: "check", resource: `${origin}/mcp` },
      ...more,
    })}`,
  );

const pkce = () => ({
  code_challenge: createHash("sha256").update(randomBytes(32)).digest("base64url"),
  code_challenge_method: "S256",
});

/** Registers a client, and asks without PKCE: the refusal has to name who refuses (RFC 9207). */
export const registration: Check = async ({ origin }) => {
  const made = await ask(`${origin}/oauth/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ client_name: "Punchcard doctor", redirect_uris: [redirect] }),
  });
  const client = made.json?.client_id;
  if (made.status !== 201 || typeof client !== "string") throw new Wrong(`registration answers ${made.status}`);
  const without = await asked(origin, client, { redirect_uri: redirect });
  const location = without.headers.get("location") ?? "";
  if (!location.startsWith(`${redirect}?`))
    throw new Wrong(`a request without PKCE is answered with ${without.status} and not with a refusal to the client`);
  const { searchParams } = new URL(location);
  if (!searchParams.has("error") || searchParams.has("code")) throw new Wrong("a client gets in without PKCE");
  if (searchParams.get("iss") !== origin)
    throw new Wrong(`answers name ${shown(searchParams.get("iss"))} as iss instead of ${origin}`);
  return ["a client can register; PKCE is demanded, and answers carry iss"];
};

/** The server has to reach the internet for this. */
export const identityDocument: Check = async ({ origin, document }) => {
  const metadata = await ask(origin + serverMetadata);
  if (metadata.json?.client_id_metadata_document_supported === false)
    return ["not checked: the server takes no identity documents"];
  const { json } = await ask(document).catch(() => ({ json: null }));
  const [to] = Array.isArray(json?.redirect_uris) ? (json.redirect_uris as unknown[]) : [];
  if (typeof to !== "string")
    return [`not checked: ${document} cannot be read from here`, "name another with --client-document"];
  const { status, headers } = await asked(origin, document, { redirect_uri: to, ...pkce() });
  const next = headers.get("location");
  if (!(status >= 300 && status < 400 && next !== null && new URL(next, origin).origin === origin))
    throw new Wrong(`a client with the identity document ${document} is not known: can the server reach that address?`);
  return [`the server reads ${document}`];
};
