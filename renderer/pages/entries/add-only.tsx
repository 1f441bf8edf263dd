import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountView } from "../../../main/ipc/contract";
import { useCall } from "../../lib/call";
import { dayOf } from "../../lib/format";
import { isNew } from "../../lib/work";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { type Draft, EntryForm } from "./entry-form";

const blank = { from: "", to: "", duration: "", break: "", work: {}, text: "", tags: [] };

/** Where the service takes finished time but does not tell what is there: a form to add it, and why nothing is listed. */
export function AddOnly({ account, why }: { account: AccountView; why: string }) {
  const { t } = useTranslation();
  const log = useCall("entries:log");
  const [day, setDay] = useState(() => dayOf(Date.now(), account.zone ?? undefined));
  const [saved, setSaved] = useState<string[]>([]);
  const [round, setRound] = useState(0);
  const again = () => {
    log.forget();
    setRound((before) => before + 1);
  };
  const save = async (draft: Draft, times: Partial<Draft>) => {
    setSaved([]);
    const { work, text } = draft;
    const answer = await log.run({ day: draft.day, work, text, tags: [], ...times, createMissing: isNew(work) });
    if (!answer?.ok) return;
    const span = [draft.from, draft.to || draft.duration].filter(Boolean).join("–");
    setSaved([t("entry.sent", { day: draft.day, span }), ...answer.value.notes]);
    setDay(draft.day);
    again();
  };
  return (
    <Page title={t("nav.entries")}>
      <Notice title={t("entry.addOnly")}>
        <p className="soft">{why}</p>
      </Notice>
      <div role="status">
        {saved.map((note) => (
          <Notice key={note}>
            <p className="soft">{note}</p>
          </Notice>
        ))}
      </div>
      <div className="card clipped logform">
        <EntryForm
          key={round}
          label={t("entry.log")}
          first={{ ...blank, day }}
          hasWork={account.refused?.["project.read"] === undefined}
          busy={log.busy}
          failure={log.failure}
          save={t("entry.log")}
          onSave={(draft, times) => void save(draft, times)}
          onCancel={again}
        />
      </div>
    </Page>
  );
}
