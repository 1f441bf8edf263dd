/** `~/.claude.json` as Claude Code keeps it after a year: 300 projects, 5 MB. */
export function largeClaudeFile(): string {
  const lines = Array.from({ length: 110 }, (_, index) => ({
    display: `line ${index} `.repeat(8),
    pastedContents: {},
  }));
  const projects = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [
      `/src/${index}`,
      { history: lines, lastTotalInputTokens: index, mcpServers: {} },
    ]),
  );
  const mcpServers = { wiki: { command: "/opt/wiki", env: { KEY: "hidden-value" } } };
  return `${JSON.stringify({ numStartups: 9, mcpServers, projects }, null, 2)}\n`;
}
