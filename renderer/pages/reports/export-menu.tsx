import { Button as RacButton } from "react-aria-components/Button";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import type { Request } from "#main/ipc/contract/index";
import { Icon } from "../../ui/icon";

export type Exported = Request<"reports:export">["what"] | Request<"reports:print">["what"] | "spreadsheet";
const kinds: readonly Exported[] = ["pdf", "printer", "spreadsheet", "report", "entries", "calendar"];

interface Props {
  busy: boolean;
  /** What cannot be exported now. What is shown can always be printed. */
  disabled: readonly Exported[];
  /** Why not. */
  reasons: readonly string[];
  onExport: (what: Exported) => void;
}

export function ExportMenu({ busy, disabled, reasons, onExport }: Props) {
  const { t } = useTranslation();
  return (
    <MenuTrigger>
      <RacButton className="button" isPending={busy}>
        <Icon name="download" />
        {t("report.export")}
        <Icon name="down" />
      </RacButton>
      <Popover className="popover" placement="bottom end">
        {reasons.map((why) => (
          <p key={why} className="hint popover__why">
            {why}
          </p>
        ))}
        <Menu
          className="options"
          disabledKeys={disabled}
          onAction={(key) => {
            const what = kinds.find((kind) => kind === key);
            if (what) onExport(what);
          }}
        >
          {kinds.map((kind) => (
            <MenuItem key={kind} id={kind} className="option">
              {t(`report.exports.${kind}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
