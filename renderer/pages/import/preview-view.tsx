import { useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import { Button } from "../../ui/button";
import { FileSettings } from "./file-settings";
import { KeepTwice } from "./keep-twice";
import { RowsTable } from "./rows-table";
import { TagMapping } from "./tag-mapping";
import { Totals } from "./totals";
import type { Choices, Preview } from "./use-preview";
import { hoursOf, importedOf } from "./words";
import { WorkMapping } from "./work-mapping";

interface Props {
  file: string;
  preview: Preview;
  busy: boolean;
  account: AccountView;
  accounts: readonly AccountView[];
  choices: Choices;
  onAccount(id: string): void;
  onChoices(change: Partial<Choices>): void;
  onRun(expected: { rows: number; seconds: number }): void;
}

/** Everything that is decided before a file is imported, and what would come of it. */
export function PreviewView({ file, preview, busy, account, accounts, choices, onAccount, onChoices, onRun }: Props) {
  const { t } = useTranslation();
  const imported = importedOf(preview);
  const program = t(`import.format.${preview.format}`);
  return (
    <>
      <p className="soft">{t("import.from", { file, program })}</p>
      <FileSettings
        preview={preview}
        account={account}
        accounts={accounts}
        choices={choices}
        onAccount={onAccount}
        onChoices={onChoices}
      />
      <Totals preview={preview} />
      <KeepTwice preview={preview} choices={choices} onChoices={onChoices} />
      <WorkMapping preview={preview} choices={choices} onChoices={onChoices} />
      {preview.tags.length > 0 && <TagMapping preview={preview} choices={choices} onChoices={onChoices} />}
      <RowsTable preview={preview} />
      <div className="importfoot">
        <div className="stack" role="status">
          {preview.open.map((one) => (
            <p key={one} className="hint">
              {t(`import.needs.${one}`)}
            </p>
          ))}
        </div>
        <Button kind="primary" isDisabled={preview.open.length > 0} busy={busy} onPress={() => onRun(imported)}>
          {t("import.run", { count: imported.rows, hours: hoursOf(imported.seconds) })}
        </Button>
      </div>
    </>
  );
}
