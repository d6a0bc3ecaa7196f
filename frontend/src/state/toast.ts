/** Short notices that leave by themselves; the words are announced to screen readers. */

import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "problem";
}

const SHOWN_MS = 5000;
let last = 0;

export const toasts = signal<readonly Toast[]>([]);

export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function showToast(text: string, tone: Toast["tone"] = "plain"): void {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value.filter((toast) => toast.text !== text), { id, text, tone }];
  setTimeout(() => dismissToast(id), SHOWN_MS);
}
