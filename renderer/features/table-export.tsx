import { useState } from "react";
import { Button as RacButton } from "react-aria-components/Button";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import type { Request } from "#main/ipc/contract/index";
import { useCall } from "../lib/call";
import { Icon } from "../ui/icon";
import { AccountFailure } from "./account-failure";

type Table = Request<"tables:save">;
export type TableForm = Table["form"];
const forms: readonly TableForm[] = ["language", "neutral"];

/** Saves a table that is shown as CSV, in a form that the person chooses. @param table what is shown, in this form's words */
export function useTableExport(table: (form: TableForm) => Omit<Table, "form">) {
  const save = useCall("tables:save");
  const [saved, setSaved] = useState<string | null>(null);
  const run = async (form: TableForm) => {
    setSaved(null);
    const answer = await save.run({ ...table(form), form });
    if (answer?.ok) setSaved(answer.value.path);
  };
  return { run, saved, busy: save.busy, failure: save.failure };
}
type TableExport = ReturnType<typeof useTableExport>;

export function TableExportMenu({ busy, run, isDisabled }: TableExport & { isDisabled?: boolean }) {
  const { t } = useTranslation();
  return (
    <MenuTrigger>
      <RacButton className="button button--sm" isPending={busy} isDisabled={isDisabled}>
        <Icon name="download" />
        {t("report.export")}
        <Icon name="down" />
      </RacButton>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="options"
          onAction={(key) => {
            const form = forms.find((one) => one === key);
            if (form) void run(form);
          }}
        >
          {forms.map((form) => (
            <MenuItem key={form} id={form} className="option">
              {t(`table.${form}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** Where the file is, or why there is none. */
export function TableExportStatus({ saved, failure }: TableExport) {
  const { t } = useTranslation();
  if (failure) return <AccountFailure failure={failure} title={t("report.notExported")} />;
  if (saved === null) return null;
  return (
    <p className="line" role="status">
      <Icon name="allow" />
      {t("report.exported", { path: saved })}
    </p>
  );
}
