import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PolicyView } from "#team/api/admin/contract";
import { Button } from "../../../ui/button";
import type { Problem } from "../../lib/api";
import { ProblemNotice } from "../../lib/problem-notice";
import { useUnsaved } from "../../lib/unsaved";
import { useSend } from "../../lib/use-api";

export interface PolicyProps {
  view: PolicyView;
  put(view: PolicyView): void;
  reload(): Promise<void>;
}

/** Why it was not saved. Where somebody else was first, what is there now is read on request. */
export function NotSaved({ problem, onReadAgain }: { problem: Problem; onReadAgain(): void }) {
  const { t } = useTranslation("team");
  return (
    <ProblemNotice problem={problem}>
      {problem.code === "changed" && (
        <p className="line">
          <Button size="sm" icon="reload" onPress={onReadAgain}>
            {t("policy.readAgain")}
          </Button>
        </p>
      )}
    </ProblemNotice>
  );
}

/** Parts of the policy that were changed and are not saved; what is read again meanwhile leaves them. */
export function usePolicyDraft({ view, put, reload }: PolicyProps) {
  const [draft, setDraft] = useState<Partial<PolicyView["value"]>>({});
  const { run, busy, problem, forget } = useSend();
  return {
    value: { ...view.value, ...draft },
    change: (next: Partial<PolicyView["value"]>) => setDraft({ ...draft, ...next }),
    discard: () => setDraft({}),
    async save() {
      const value = { ...view.value, ...draft };
      const answer = await run<PolicyView>("PUT", "/api/admin/policy", { value, version: view.version });
      if (!answer?.ok) return;
      setDraft({});
      put(answer.value);
    },
    async readAgain() {
      forget();
      await reload();
    },
    busy,
    problem,
  };
}

interface FootProps {
  draft: ReturnType<typeof usePolicyDraft>;
  isChanged: boolean;
  /** On the button that saves. */
  save: string;
}

/** The end of a card whose changes are saved together. */
export function DraftFoot({ draft, isChanged, save }: FootProps) {
  const { t } = useTranslation("team");
  useUnsaved(isChanged);
  return (
    <>
      {draft.problem && <NotSaved problem={draft.problem} onReadAgain={() => void draft.readAgain()} />}
      {isChanged && (
        <p className="line">
          <Button onPress={draft.discard}>{t("policy.discard")}</Button>
          <Button kind="primary" busy={draft.busy} onPress={() => void draft.save()}>
            {save}
          </Button>
        </p>
      )}
    </>
  );
}
