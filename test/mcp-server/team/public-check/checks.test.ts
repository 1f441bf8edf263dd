import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { discoveryDocuments } from "#team/oauth/metadata";
import { identityDocument, signIn } from "#team/public-check/checks";
import { listen } from "../../../fakes/listen";

/** A server that tells this about its sign-in, and refuses everything else. */
async function telling(change: (metadata: Record<string, unknown>) => unknown) {
  let origin = "";
  let others = 0;
  const server = createServer((request, response) => {
    const isMetadata = request.url === "/.well-known/oauth-authorization-server";
    others += isMetadata ? 0 : 1;
    const body = isMetadata ? change(discoveryDocuments(origin, false).oauthMetadata) : {};
    response.writeHead(isMetadata ? 200 : 400, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  const { port, close } = await listen(server);
  onTestFinished(close);
  origin = `http://127.0.0.1:${port}`;
  return { place: { origin, document: `${origin}/client.json` }, others: () => others };
}

test("a server that was told to take no identity documents is in order", async () => {
  const { place, others } = await telling((same) => same);
  const [says, note] = await signIn(place);
  expect([says, note]).toEqual(["PKCE and iss are told", "identity documents are turned off: clients register"]);
  expect(await identityDocument(place)).toEqual(["not checked: the server takes no identity documents"]);
  expect(others()).toBe(0);
});

test("a server that says nothing of identity documents is not", async () => {
  const { place } = await telling(({ client_id_metadata_document_supported: _left, ...rest }) => rest);
  await expect(signIn(place)).rejects.toThrow("identity documents (CIMD) are not told");
});
