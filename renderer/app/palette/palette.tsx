import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import type { MainPage } from "#main/ipc/contract/main-pages";
import { PalettePanel } from "./palette-panel";

interface Props {
  isOnlyWork: boolean;
  onClose(): void;
  onPage(page: MainPage): void;
  onShortcuts(): void;
}

/** The palette inside of the main window. */
export function Palette(props: Props) {
  const { t } = useTranslation();
  const { onClose } = props;
  return (
    <ModalOverlay className="overlay overlay--top" isOpen isDismissable onOpenChange={(open) => open || onClose()}>
      <Modal className="modal palette">
        <Dialog className="palette__dialog" aria-label={t("palette.title")}>
          <PalettePanel {...props} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
