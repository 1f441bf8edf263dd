import { UsageError } from "#core/domain/headless-account";
import { readOptions } from "#team/config/read-options";
import { publicUrlOf } from "#team/config/team-config";
import { checkPublicServer, usualDocument } from "#team/public-check/check";
import { findingLines } from "./finding";

const usage = `Usage: punchcard-mcp doctor --public URL [--client-document URL]

Checks a team server from outside, as an AI client reaches it: certificate, discovery documents, the challenge of /mcp,
what must not be public, registration, PKCE, iss, and whether it can read a client's identity document
(that of Claude Code, or the one you name). Run it on another machine and network than the server's.
It registers one client, which nobody let in and which the server forgets by itself.
`;

/** Prints one line for each part; @returns the exit code, 1 where anything is wrong. */
export async function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const given = readOptions(args, env, { public: { type: "string" }, "client-document": { type: "string" } });
    if (given.positionals.length > 0) throw new UsageError("doctor --public takes one address.");
    const url = publicUrlOf({ publicUrl: String(given.more.public) });
    const document = String(given.more["client-document"] ?? usualDocument);
    if (!URL.canParse(document)) throw new UsageError("--client-document takes the address of an identity document.");
    let wrong = false;
    await checkPublicServer({ origin: url.origin, document }, (finding) => {
      wrong ||= !finding.ok;
      for (const text of findingLines(finding)) process.stdout.write(`${text}\n`);
    });
    return wrong ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`punchcard: ${error.message}\n\n${usage}`);
    return 2;
  }
}
