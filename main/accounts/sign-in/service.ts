import type { SignInWords } from "../../../mcp-server/platform/browser-sign-in/sign-in-problem";
import { descriptorOf, signInService } from "../../../mcp-server/services/descriptors";

const { label, credential } = descriptorOf(signInService);
export const signInWords: SignInWords = { product: label, copyFrom: credential?.signIn?.copyFrom ?? label };
