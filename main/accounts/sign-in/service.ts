import type { SignInWords } from "#core/platform/browser-sign-in/sign-in-problem";
import { descriptorOf, signInService } from "#core/service-catalog/descriptors";

const { label, credential } = descriptorOf(signInService);
export const signInWords: SignInWords = { product: label, copyFrom: credential?.signIn?.copyFrom ?? label };
