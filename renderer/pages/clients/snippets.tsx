import { useEffect, useState } from "react";
import { Tab, TabList, TabPanel, TabPanels, Tabs } from "react-aria-components/Tabs";
import { useTranslation } from "react-i18next";
import type { Snippet } from "#main/ipc/contract/clients";
import { useCall } from "../../lib/call";
import { serverSentence } from "../../lib/server-sentence";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";

/** What any client that is not in the list can be given by hand. */
export function Snippets() {
  const { t } = useTranslation();
  const [snippets, setSnippets] = useState<Snippet[]>([]);
  const [copied, setCopied] = useState<string | null>(null);
  const { run, failure } = useCall("clients:snippets");
  const copy = useCall("clipboard:copy");
  useEffect(() => {
    void run().then((answer) => answer?.ok && setSnippets(answer.value));
  }, [run]);
  if (failure) return <FailureNotice failure={failure} />;
  if (snippets.length === 0) return null;
  return (
    <section className="card clipped" aria-labelledby="snippets">
      <p className="line snippets__head">
        <b className="strong" id="snippets">
          {t("clients.other")}
        </b>
        <span className="hint push">{t("clients.madeFor")}</span>
      </p>
      <Tabs>
        <TabList className="tabs" aria-label={t("clients.format")}>
          {snippets.map(({ id, label }) => (
            <Tab key={id} id={id}>
              {serverSentence(label)}
            </Tab>
          ))}
        </TabList>
        <TabPanels>
          {snippets.map((snippet) => (
            <TabPanel key={snippet.id} id={snippet.id}>
              <div className="line snippets__where">
                <span className="hint grow">{serverSentence(snippet.where)}</span>
                <Button
                  size="sm"
                  icon={copied === snippet.id ? "check" : "copy"}
                  busy={copy.busy}
                  onPress={async () => {
                    const answer = await copy.run({ text: snippet.text });
                    setCopied(answer?.ok ? snippet.id : null);
                  }}
                >
                  {copied === snippet.id ? t("app.copied") : t("app.copy")}
                </Button>
              </div>
              <div className="codebox codebox--flat">
                <pre>{snippet.text}</pre>
              </div>
            </TabPanel>
          ))}
        </TabPanels>
      </Tabs>
      {copy.failure && <FailureNotice failure={copy.failure} />}
    </section>
  );
}
