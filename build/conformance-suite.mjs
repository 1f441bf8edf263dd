// The suite of the Model Context Protocol, as its makers publish it. It needs a newer Node than we ask for.
import { homedir } from "node:os";
import { join } from "node:path";
import { npmInstall } from "./npm.mjs";

const version = "0.2.0-alpha.12";
const nodeVersion = "22.23.3";
const wanted = 22;

const cache = process.env.PUNCHCARD_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "punchcard");

const why = { offline: "the npm registry does not answer", failed: "npm could not install it" };

/** @returns `suite`: the program and the Node that runs it, null where they are not there; `missing`: what and why */
export async function installConformance() {
  const name = `the conformance suite ${version}`;
  const own = Number(process.versions.node.split(".")[0]) >= wanted;
  if (!own && process.platform !== "linux") return { suite: null, missing: [`${name}: it needs Node ${wanted}`] };
  const nodePackage = `node-${process.platform}-${process.arch}`;
  const at = join(cache, `conformance-${version}${own ? "" : `-node-${nodeVersion}`}`);
  const packages = {
    "@modelcontextprotocol/conformance": version,
    ...(!own && { [nodePackage]: nodeVersion }),
  };
  const state = await npmInstall(at, packages);
  if (state !== "ready") return { suite: null, missing: [`${name}: ${why[state]}`] };
  const modules = join(at, "node_modules");
  const node = own ? process.execPath : join(modules, nodePackage, "bin/node");
  return { suite: { node, script: join(modules, "@modelcontextprotocol/conformance/dist/index.js") }, missing: [] };
}

/** For vitest's project clients-live. */
export const conformanceEnv = (suite) => ({ ...(suite && { PUNCHCARD_CONFORMANCE: JSON.stringify(suite) }) });
