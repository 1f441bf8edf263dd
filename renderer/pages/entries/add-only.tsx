import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MessageText } from "#core/messages/catalog";
import { textKey } from "#core/messages/render";
import type { AccountView } from "#main/ipc/contract/accounts";
import { useCall } from "../../lib/call";
import { dayOf } from "../../lib/format";
import { newKey, useDrafts } from "../../lib/use-drafts";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { ServerText } from "../../ui/server-text";
import { blankDraft, type Draft, type Times } from "./draft";
import { logOf } from "./entry-changes";
import { EntryForm } from "./entry-form";

/** Where the service takes finished time but does not tell what is there: a form to add it, and why nothing is listed. */
export function AddOnly({ account, why }: { account: AccountView; why: string }) {
  const { t } = useTranslation();
  const log = useCall("entries:log");
  const slot = useDrafts(account.id)?.of(newKey);
  const [day, setDay] = useState(() => dayOf(Date.now(), account.zone ?? undefined));
  const [saved, setSaved] = useState<MessageText[]>([]);
  const [round, setRound] = useState(0);
  const again = () => {
    log.forget();
    setRound((before) => before + 1);
  };
  const save = async (draft: Draft, times: Times) => {
    setSaved([]);
    const answer = await log.run({ ...logOf(draft, times, account.fields), draft: slot?.ref });
    if (!answer?.ok) return;
    slot?.drop();
    const span = [draft.from, draft.to || draft.duration].filter(Boolean).join("–");
    setSaved([t("entry.sent", { day: draft.day, span }), ...answer.value.notes]);
    setDay(draft.day);
    again();
  };
  return (
    <Page title={t("nav.entries")}>
      <Notice title={t("entry.addOnly")}>
        <p className="soft">
          <ServerText text={why} />
        </p>
      </Notice>
      <div role="status">
        {saved.map((note) => (
          <Notice key={textKey(note)}>
            <p className="soft">
              <ServerText text={note} />
            </p>
          </Notice>
        ))}
      </div>
      {slot && (
        <div className="card clipped logform">
          <EntryForm
            key={round}
            label={t("entry.log")}
            first={{ ...blankDraft, day }}
            slot={slot}
            isNew
            hasWork={account.refused?.["project.read"] === undefined}
            busy={log.busy}
            failure={log.failure}
            save={t("entry.log")}
            onSave={(draft, times) => void save(draft, times)}
            onCancel={again}
          />
        </div>
      )}
    </Page>
  );
}
