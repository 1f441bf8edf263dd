// The options of the team server, read in the code that declares them.
import { constantOf } from "./literals.mjs";

const cell = (text) => text.replaceAll("|", "\\|");

/** @returns Markdown: a row for each limit of failed and anonymous requests */
export function teamLimits() {
  const limits = Object.entries(constantOf("mcp-server/team/config/limits.ts", "limits"));
  const rows = limits.map(
    ([name, { points, duration, help }]) => `| \`${name}\` | ${points}/${duration} | ${cell(help)} |`,
  );
  return ["| limit | default | counts |", "|---|---|---|", ...rows].join("\n");
}

/** @returns Markdown: a row for each option, with its environment variable */
export function teamOptions() {
  const options = Object.values(constantOf("mcp-server/team/config/options.ts", "options"));
  const rows = options.map(({ flag, variable, takes, list, secret, help }) => {
    const option = flag ? `\`--${flag}${takes ? ` ${takes}` : ""}\`${list ? ", repeatable" : ""}` : "";
    const variables = `\`${variable}\`${secret ? `, \`${variable}_FILE\`` : ""}`;
    return `| ${cell(option)} | ${variables} | ${cell(help)} |`;
  });
  return ["| option | variable | meaning |", "|---|---|---|", ...rows].join("\n");
}
