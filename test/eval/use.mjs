#!/usr/bin/env node
// What a model has instead of a client: use.mjs SOCKET instructions | tools | next | call NAME 'JSON' | read URI | answer 'TEXT'
import { request } from "node:http";

const [socketPath, verb, ...rest] = process.argv.slice(2);
const going = request({ socketPath, method: "POST" }, async (coming) => {
  let text = "";
  for await (const part of coming) text += part;
  console.log(text);
});
going.on("error", (error) => {
  console.error(`Nobody listens at ${socketPath}: ${error.message}`);
  process.exitCode = 1;
});
going.end(JSON.stringify({ verb, rest }));
