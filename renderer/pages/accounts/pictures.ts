import type { AccountView } from "../../../main/ipc/contract";
import type { IconName } from "../../ui/icon";

export const servicePictures: Record<AccountView["service"], IconName> = {
  kimai: "server",
  clockodo: "cloud",
  calamari: "calendar",
  local: "computer",
};
