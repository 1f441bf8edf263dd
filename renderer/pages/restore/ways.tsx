import { type ReactNode, useState } from "react";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useTranslation } from "react-i18next";
import type { OwnSheet, SheetView, SheetWay } from "#main/ipc/contract/sheet";
import { AccountFailure } from "../../features/account-failure";
import { useCall } from "../../lib/call";
import { serverSentence } from "../../lib/server-sentence";
import { useMoment } from "../../lib/timer";
import { Button, LinkButton } from "../../ui/button";

/** Copies that are shown before the others are asked for. */
const mostCopies = 3;

export const idOf = (way: SheetWay) => (way.way === "copy" ? `copy/${way.copy}` : way.way);
const wayOf = (id: string): SheetWay =>
  id.startsWith("copy/") ? { way: "copy", copy: id.slice(5) } : { way: id as "own" | "new" };

interface Props {
  sheet: SheetView;
  own: OwnSheet | null;
  chosen: string | null;
  busy: boolean;
  onChoose(way: SheetWay): void;
  onOwn(own: OwnSheet): void;
}

/** A choice, and beside it what is no part of the choice: a button in a radio would be read as one with it. */
function Row({
  id,
  isDisabled,
  beside,
  children,
}: {
  id: string;
  isDisabled?: boolean;
  beside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="way">
      <Radio value={id} isDisabled={isDisabled} className="way__radio">
        <span className="way__dot" />
        {children}
      </Radio>
      {beside}
    </div>
  );
}

export function Ways({ sheet, own, chosen, busy, onChoose, onOwn }: Props) {
  const { t } = useTranslation();
  const moment = useMoment();
  const file = useCall("sheet:chooseFile");
  const [all, setAll] = useState(false);
  const [newest] = sheet.copies;
  const copies = all ? sheet.copies : sheet.copies.slice(0, mostCopies);
  const older = sheet.copies.length - copies.length;
  const choose = async () => {
    const answer = await file.run();
    if (!answer?.ok || !answer.value) return;
    onOwn(answer.value);
    onChoose({ way: "own" });
  };
  return (
    <RadioGroup
      className="ways"
      aria-label={t("sheet.ways")}
      value={chosen}
      isDisabled={busy}
      onChange={(id) => onChoose(wayOf(id))}
    >
      {copies.length > 0 && (
        <div className="card">
          {copies.map(({ name, at, entries }, index) => (
            <Row
              key={name}
              id={`copy/${name}`}
              beside={
                index === copies.length - 1 &&
                older > 0 && <LinkButton onPress={() => setAll(true)}>{t("sheet.older", { count: older })}</LinkButton>
              }
            >
              <span className="medium num">{moment(at)}</span>
              <span className="num">{t("sheet.entries", { count: entries })}</span>
              <span className="soft">
                {index === 0
                  ? t("sheet.newest")
                  : newest && newest.entries > entries && t("sheet.fewer", { count: newest.entries - entries })}
              </span>
            </Row>
          ))}
        </div>
      )}
      <div className="card">
        <Row
          id="own"
          isDisabled={!own}
          beside={
            <Button size="sm" busy={file.busy} isDisabled={busy} onPress={() => void choose()}>
              {t("sheet.chooseFile")}
            </Button>
          }
        >
          <span className="medium">{t("sheet.own")}</span>
          <span className="soft way__rest">
            {own ? `${own.file}, ${t("sheet.entries", { count: own.entries })}` : t("sheet.ownHint")}
          </span>
        </Row>
        <Row id="new">
          <span className="medium">{t("sheet.begin")}</span>
          <span className="soft way__rest">{t("sheet.beginHint")}</span>
        </Row>
      </div>
      {file.failure && <AccountFailure failure={file.failure} title={serverSentence(file.failure.message)} />}
    </RadioGroup>
  );
}
