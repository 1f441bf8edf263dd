// Reads a workflow of GitHub Actions as far as this repository's use it.
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { parse } from "yaml";

/** @returns jobs in an order in which each comes after those that it needs */
export function readWorkflow(file) {
  const { jobs } = parse(readFileSync(file, "utf8"));
  const ordered = new Map();
  const add = (id) => {
    if (ordered.has(id)) return;
    for (const needed of [jobs[id].needs ?? []].flat()) add(needed);
    ordered.set(id, { id, ...jobs[id] });
  };
  for (const id of Object.keys(jobs)) add(id);
  return [...ordered.values()];
}

/** Rows of a job's matrix; one empty row without a matrix. */
export function matrixRows(job) {
  const { include = [], ...axes } = job.strategy?.matrix ?? {};
  let rows = Object.keys(axes).length > 0 ? [{}] : [];
  for (const [name, values] of Object.entries(axes))
    rows = rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value })));
  const all = [...rows, ...include];
  return all.length > 0 ? all : [{}];
}

/** Values of expressions for one job: no secret is set, as in a fork. */
export function expressions({ tag, os, matrix }) {
  const secrets = new Proxy({}, { get: () => "" });
  const github = { ref_name: tag, event_name: "push", token: "token-of-the-run", ref: `refs/tags/${tag}` };
  const context = createContext({ inputs: {}, github, secrets, runner: { os }, matrix });
  const evaluate = (expression) => runInContext(expression, context);
  return {
    /** @throws {Error} when an expression uses something that is not listed here */
    text: (value) =>
      String(value).replace(/\$\{\{(.*?)\}\}/g, (_all, expression) => String(evaluate(expression.trim()) ?? "")),
    isTrue: (condition) =>
      condition === undefined || Boolean(evaluate(String(condition).replace(/^\$\{\{|\}\}$/g, ""))),
  };
}

/** The system of a runner by its label. */
export function systemOf(label) {
  const os = /^windows/.test(label) ? "Windows" : /^macos/.test(label) ? "macOS" : "Linux";
  return { os, isHere: os === "Linux" && !/-arm$/.test(label) };
}
