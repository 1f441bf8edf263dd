import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Instruction, parseDockerfile } from "../build/dockerfile";
import { CleanRoot } from "./clean-root";

/**
 * The steps of the Dockerfile, in a clean Debian for each stage: no registry is asked for its images, so this stands for
 * "Node and its libraries", and has a shell that the image does not have.
 */
const root = resolve(import.meta.dirname, "../..");
const context = join(root, "out/npm");
const instructions = parseDockerfile(readFileSync(join(root, "build/container/Dockerfile"), "utf8"));
const of = (stage: number, name: string) =>
  instructions.filter((one) => one.stage === stage && one.name === name).map(({ words }) => words);
const env = Object.fromEntries(of(1, "ENV").map(([text = ""]) => text.split("=")));
const [[user = ""] = []] = of(1, "USER");
let modules: CleanRoot;
let image: CleanRoot;

beforeAll(() => {
  execFileSync(process.execPath, [join(root, "build/npm-package.mjs")], { stdio: "inherit" });
  modules = new CleanRoot();
  nodeInto(modules, "/usr/local/bin/node");
  npmInto(modules);
  image = new CleanRoot();
  nodeInto(image, "/nodejs/bin/node");
  for (const one of instructions) follow(one);
  image.readOnly([env.PUNCHCARD_DATA ?? "", "/tmp"], user);
});
afterAll(() => {
  image?.close();
  modules?.close();
});

function nodeInto(system: CleanRoot, place: string): void {
  mkdirSync(dirname(join(system.path, place)), { recursive: true });
  system.put(realpathSync(process.execPath), place);
}

function npmInto(system: CleanRoot): void {
  const cli = realpathSync(execFileSync("sh", ["-c", "command -v npm"], { encoding: "utf8" }).trim());
  cpSync(dirname(dirname(cli)), join(system.path, "usr/local/lib/npm"), { recursive: true, dereference: true });
  // Of a network that looks into TLS.
  const { NODE_EXTRA_CA_CERTS: authorities } = process.env;
  if (authorities) system.put(authorities, "/root/authorities.pem");
  writeFileSync(join(system.path, "root/.npmrc"), authorities ? "cafile=/root/authorities.pem\n" : "");
  system.run("sh", [
    "-c",
    "printf '#!/bin/sh\\nexec node /usr/local/lib/npm/bin/npm-cli.js \"$@\"\\n' > /usr/local/bin/npm; chmod 755 /usr/local/bin/npm",
  ]);
}

let folder = "/";
function follow({ stage, name, words, flags }: Instruction): void {
  const system = stage === 0 ? modules : image;
  if (name === "WORKDIR") {
    folder = words[0] ?? "/";
    mkdirSync(join(system.path, folder), { recursive: true });
  } else if (name === "RUN") system.run("sh", ["-c", `cd ${folder} && ${words.join(" ")}`]);
  else if (name === "COPY") {
    const [from = "", to = ""] = words;
    const target = resolve(folder, to, to.endsWith("/") ? from : "");
    cpSync(resolve(flags.from ? modules.path : context, `./${from}`), join(system.path, target), { recursive: true });
    if (flags.chown) system.run("chown", ["-R", flags.chown, target]);
  }
}

const url = "https://time.example.org";
/** As the runtime starts it: the image's environment and what compose adds. */
const start = (words: string[]) => {
  const child = spawn("chroot", [`--userspec=${user}`, image.path, ...words], {
    env: { ...env, PATH: "/usr/sbin:/usr/bin", HOME: "/home/nonroot", PUNCHCARD_PUBLIC_URL: url },
  });
  const said = { text: "" };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said.text += part));
  return { child, said, ended: once(child, "exit").then(([code]) => code as number | null) };
};
const [entry = []] = of(1, "ENTRYPOINT");
const command = (...words: string[]) => start([...entry, ...words]);
const [health = []] = of(1, "HEALTHCHECK");

test("the server starts read-only as nobody special, is healthy, invites people and ends when asked", async () => {
  const before = start(health);
  expect(await before.ended).toBe(1);
  const server = command(...(of(1, "CMD")[0] ?? []));
  await expect.poll(() => server.said.text, { timeout: 30_000 }).toContain('"listening"');
  const healthy = start(health);
  expect([await healthy.ended, healthy.said.text]).toEqual([0, ""]);
  const invited = command("invite", "ada@example.org", "--admin");
  expect([await invited.ended, invited.said.text]).toEqual([0, expect.stringContaining(`${url}/invitation#`)]);
  expect((await fetch("http://127.0.0.1:8000/mcp", { method: "POST", headers: { host: "x" } })).status).toBe(403);
  expect(existsSync(join(image.path, "data/team.key"))).toBe(true);
  expect(readFileSync(`/proc/${server.child.pid}/status`, "utf8")).toMatch(/^Uid:\t65532\t65532/m);
  server.child.kill("SIGTERM");
  expect([await server.ended, server.said.text]).toEqual([0, expect.stringContaining('"stopped"')]);
});

test("nothing of it can be changed by whoever gets in", async () => {
  const tried = start([entry[0] ?? "", "-e", "require('fs').writeFileSync('/app/server/index.js', '')"]);
  expect([await tried.ended, tried.said.text]).toEqual([1, expect.stringMatching(/EROFS|EACCES/)]);
});

test("Caddy takes its configuration", () => {
  modules.apt("update");
  modules.apt("install", "caddy");
  const file = modules.put(join(root, "build/container/Caddyfile"), "/tmp/Caddyfile");
  const check = `PUNCHCARD_DOMAIN=time.example.org caddy adapt --adapter caddyfile --config ${file} --validate`;
  expect(modules.run("sh", ["-c", check])).toContain('"dial":"punchcard:8000"');
});
