import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { optionNames, rowOf } from "#team/config/options";
import { readOptions } from "#team/config/read-options";
import { teamConfig } from "#team/config/team-config";
import { manifestOf } from "../../build/npm-package.mjs";
import { parseDockerfile } from "./dockerfile";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, "build/container");
const instructions = parseDockerfile(readFileSync(join(folder, "Dockerfile"), "utf8"));
const last = Math.max(...instructions.map(({ stage }) => stage));
const final = (name: string) => instructions.filter((one) => one.stage === last && one.name === name);

interface Service {
  image: string;
  build?: { context: string; dockerfile: string };
  environment: Record<string, string>;
  networks: string[];
  ports?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  volumes: string[];
  healthcheck?: { test: string[] };
}
const compose: {
  services: Record<"punchcard" | "database" | "proxy", Service>;
  networks: { front: { ipam: { config: { subnet: string }[] } }; back: { internal: boolean } };
  secrets: Record<string, { file: string }>;
} = parse(readFileSync(join(folder, "compose.yaml"), "utf8"));
const { punchcard, database, proxy } = compose.services;
const environment = { ...Object.fromEntries(final("ENV").map(({ words }) => words[0]?.split("=") ?? [])) };

test("the image runs as nobody special, without a shell", () => {
  expect(final("USER").map(({ words }) => words)).toEqual([["65532:65532"]]);
  expect(final("FROM")[0]?.words[0]).toMatch(/distroless.*:nonroot$/);
  expect([...final("ENTRYPOINT"), ...final("CMD"), ...final("HEALTHCHECK")].map(({ isExec }) => isExec)).toEqual([
    true,
    true,
    true,
  ]);
  expect(final("RUN")).toEqual([]);
});

test("no image is whatever the newest is", () => {
  const images = instructions.filter(({ name }) => name === "FROM").map(({ words }) => words[0] ?? "");
  for (const image of [...images, database.image, proxy.image]) expect(image).toMatch(/:(?!latest)[\w.-]+$/);
});

test("what is copied is what the npm package has, and where it is started", () => {
  const { files } = manifestOf(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const copied = instructions.filter(({ name, stage }) => name === "COPY" && stage === 0);
  expect(copied.map(({ words }) => words[0])).toEqual(["package.json", ...files]);
  expect(final("ENTRYPOINT")[0]?.words).toEqual(["/nodejs/bin/node", "/app/server/index.js"]);
});

test("options are those of the server, and it answers its proxy", () => {
  const known = optionNames.flatMap((name) => [rowOf(name).variable, `${rowOf(name).variable}_FILE`]);
  const given = { ...environment, ...punchcard.environment };
  expect(known).toEqual(expect.arrayContaining(Object.keys(given)));
  const { DATABASE_URL_FILE: _file, ...rest } = given;
  const { values } = readOptions([], { ...rest, PUNCHCARD_PUBLIC_URL: "https://time.example.org" });
  const config = teamConfig(values, "/");
  expect(config).toMatchObject({ host: "0.0.0.0", operationHost: "127.0.0.1", dataFolder: "/data" });
  expect(final("EXPOSE")[0]?.words).toEqual([String(config.port)]);
  expect(readFileSync(join(folder, "Caddyfile"), "utf8")).toContain(`reverse_proxy punchcard:${config.port} {`);
  expect(final("HEALTHCHECK")[0]?.words.at(-1)).toContain(`http://127.0.0.1:${config.operationPort}/readyz`);
  const { subnet } = compose.networks.front.ipam.config[0] ?? {};
  expect(punchcard.environment.PUNCHCARD_TRUSTED_PROXIES).toBe(subnet);
  expect(config.trustedProxies.check("172.30.10.7")).toBe(true);
});

test("only the proxy is reached from outside, and the server can write to its keys alone", () => {
  expect([punchcard.ports, database.ports, proxy.ports]).toEqual([undefined, undefined, ["80:80", "443:443"]]);
  expect(database.networks).toEqual(["back"]);
  expect(compose.networks.back.internal).toBe(true);
  expect(punchcard).toMatchObject({ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
  expect(punchcard.volumes).toEqual([`keys:${environment.PUNCHCARD_DATA}`]);
});

test("the database counts as ready once the server reaches it, and not while it is being made", () => {
  expect(database.healthcheck?.test.slice(0, 4)).toEqual(["CMD", "pg_isready", "--host", "127.0.0.1"]);
});

test("no secret stands in it, and what it names is there or described", () => {
  const { context = "", dockerfile = "" } = punchcard.build ?? {};
  expect(resolve(folder, context, dockerfile)).toBe(join(folder, "Dockerfile"));
  const guide = readFileSync(join(root, "docs/team/README.md"), "utf8");
  for (const { file } of Object.values(compose.secrets)) expect(guide).toContain(file.replace("./", ""));
  const plain = Object.entries({ ...punchcard.environment, ...database.environment });
  expect(plain.filter(([name]) => /PASSWORD|DATABASE_URL|TOKEN|SECRET/.test(name)).map(([name]) => name)).toEqual([
    "DATABASE_URL_FILE",
    "POSTGRES_PASSWORD_FILE",
  ]);
});
