import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import { Button } from "../../ui/button";

interface Props {
  types: NonNullable<AccountView["breakTypes"]>;
  busy: boolean;
  onBreak(typeId?: string): unknown;
}

/** Where there is more than one kind of break, the button asks which: the kinds are stamped apart. */
export function BreakButton({ types, busy, onBreak }: Props) {
  const { t } = useTranslation();
  if (types.length < 2)
    return (
      <Button size="lg" icon="pause" busy={busy} onPress={() => void onBreak()}>
        {t("timer.break")}
      </Button>
    );
  return (
    <MenuTrigger>
      <Button size="lg" icon="pause" iconAfter="down" busy={busy}>
        {t("timer.break")}
      </Button>
      <Popover className="popover" placement="bottom">
        <Menu className="options" aria-label={t("timer.breakKind")} onAction={(key) => void onBreak(String(key))}>
          {types.map(({ id, name }) => (
            <MenuItem key={id} id={id} className="option">
              {name}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
