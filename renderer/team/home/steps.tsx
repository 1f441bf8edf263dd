import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Segments } from "../../ui/choice";
import { Drawing } from "./drawing";
import { mcpUrl } from "./the-url";

const strong = { b: <b className="strong" />, code: <code /> };

/** How each client is told the URL: the keys of its steps, and whether it is typed into a terminal. */
const clients = {
  claude: { steps: ["one", "two", "three", "four"] },
  chatgpt: { steps: ["one", "two", "three", "four"] },
  claudeCode: { steps: ["one", "two"], command: (url: string) => `claude mcp add --transport http punchcard ${url}` },
  codex: { steps: ["one", "two"], command: (url: string) => `codex mcp add punchcard --url ${url}` },
  vscode: { steps: ["one", "two", "three"] },
  cursor: { steps: ["one", "two", "three"] },
  copilot: { steps: ["one", "two", "three"] },
} as const satisfies Record<string, { steps: readonly string[]; command?: (url: string) => string }>;

type Client = keyof typeof clients;
const names: Record<Client, string> = {
  claude: "Claude",
  chatgpt: "ChatGPT",
  claudeCode: "Claude Code",
  codex: "Codex",
  vscode: "VS Code",
  cursor: "Cursor",
  copilot: "Copilot Studio",
};
const options = (Object.keys(names) as Client[]).map((id) => ({ id, label: names[id] }));

/** Where the URL goes in each client. */
export function Steps() {
  const { t } = useTranslation("team");
  const [client, setClient] = useState<Client>("claude");
  const shown: { steps: readonly string[]; command?: (url: string) => string } = clients[client];
  return (
    <section className="card card--pad stack" aria-labelledby="steps">
      <h2 id="steps">{t("steps.title")}</h2>
      <Segments label={t("steps.client")} value={client} options={options} onChange={setClient} />
      <div className="steps-of">
        <ol className="howto">
          {shown.steps.map((step) => (
            <li key={step}>
              <span>
                <Trans
                  ns="team"
                  i18nKey={`steps.${client}.${step}` as "steps.claude.one"}
                  values={{ host: window.location.host }}
                  components={strong}
                />
              </span>
            </li>
          ))}
          <li>
            <span>{t("steps.allow", { client: names[client], host: window.location.host })}</span>
          </li>
        </ol>
        <Drawing url={mcpUrl()} command={shown.command?.(mcpUrl())} />
      </div>
    </section>
  );
}
