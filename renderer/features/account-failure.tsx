import type { ComponentProps } from "react";
import { useActiveAccount } from "../lib/store";
import { FailureNotice, wordsOf } from "../ui/failure";

/** A failure of the account in use, in the words of its service. */
export function AccountFailure(props: Omit<ComponentProps<typeof FailureNotice>, "service" | "place">) {
  const account = useActiveAccount();
  return <FailureNotice service={wordsOf(account)} place={account?.label} {...props} />;
}
