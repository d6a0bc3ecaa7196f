/** Evaluation protocols: accuracies compare only within one of them. */

/** "single-crop" as it is read: "single crop". */
export function protocolWords(protocol: string): string {
  return protocol === "single-crop" ? "single crop" : protocol;
}
