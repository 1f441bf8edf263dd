import { useState } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import type { Failure } from "#main/ipc/contract/index";
import { bridge } from "../../../lib/bridge";
import { Button } from "../../../ui/button";
import { FailureNotice } from "../../../ui/failure";
import { AddFavorites } from "./add-favorites";
import { type ChangeFavorites, FavoriteRows } from "./favorite-rows";

/** Names, order and number of the favorites. Each change counts at once. */
export function FavoritesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [failure, setFailure] = useState<Failure | null>(null);
  const change: ChangeFavorites = async (channel, request) => {
    const answer = await bridge.invoke(channel, request);
    setFailure(answer.ok ? null : answer.failure);
    return answer.ok;
  };
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => open || onClose()}>
      <Modal className="modal">
        <Dialog className="dialog favorites-dialog">
          <Heading slot="title">{t("favorites.title")}</Heading>
          {failure && <FailureNotice failure={failure} title={t("favorites.failed")} write />}
          <FavoriteRows change={change} />
          <AddFavorites onAdd={(request) => change("favorites:add", request)} />
          <p className="line dialog__foot">
            <Button autoFocus onPress={onClose}>
              {t("favorites.done")}
            </Button>
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
