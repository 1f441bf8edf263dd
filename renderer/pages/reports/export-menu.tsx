import { Button as RacButton } from "react-aria-components/Button";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import type { Request } from "../../../main/ipc/contract";
import { Icon } from "../../ui/icon";

export type Exported = Request<"reports:export">["what"] | Request<"reports:print">["what"];
const files: readonly Exported[] = ["entries", "report", "calendar"];
const kinds: readonly Exported[] = ["pdf", "printer", ...files];

interface Props {
  busy: boolean;
  /** Why no tables can be exported now; null: they can. What is shown can always be printed. */
  whyNot: string | null;
  onExport: (what: Exported) => void;
}

export function ExportMenu({ busy, whyNot, onExport }: Props) {
  const { t } = useTranslation();
  return (
    <MenuTrigger>
      <RacButton className="button" isPending={busy}>
        <Icon name="download" />
        {t("report.export")}
        <Icon name="down" />
      </RacButton>
      <Popover className="popover" placement="bottom end">
        {whyNot !== null && <p className="hint popover__why">{whyNot}</p>}
        <Menu
          className="options"
          disabledKeys={whyNot === null ? [] : files}
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
