// The conformance suite of the Model Context Protocol, as its makers publish it.
import { join } from "node:path";
import { cacheFolder } from "./node.mjs";
import { npmInstall } from "./npm.mjs";

const version = "0.2.0-alpha.12";
const reasons = { offline: "the npm registry does not answer", failed: "npm could not install it" };

/** @returns `suite`: the script and the Node that runs it, null when it could not be installed; `missing`: what and why */
export async function installConformance() {
  const folder = join(cacheFolder, `conformance-${version}`);
  const state = await npmInstall(folder, { "@modelcontextprotocol/conformance": version });
  if (state !== "ready") return { suite: null, missing: [`the conformance suite ${version}: ${reasons[state]}`] };
  const script = join(folder, "node_modules/@modelcontextprotocol/conformance/dist/index.js");
  return { suite: { node: process.execPath, script }, missing: [] };
}

/** For vitest's project clients-live. */
export const conformanceEnv = (suite) => ({ ...(suite && { PUNCHCARD_CONFORMANCE: JSON.stringify(suite) }) });
