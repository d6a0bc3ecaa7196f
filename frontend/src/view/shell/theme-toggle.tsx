/** The button that switches between the system, light and dark theme. */

import { setTheme, type Theme, theme } from "../../state/theme";
import { Button } from "../ui/button";
import type { IconName } from "../ui/icon";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const ICONS: Record<Theme, IconName> = { system: "system", light: "sun", dark: "moon" };
const WORDS: Record<Theme, string> = { system: "system", light: "light", dark: "dark" };

export function ThemeToggle() {
  const now = theme.value;
  return (
    <Button
      variant="quiet"
      icon={ICONS[now]}
      label={`Theme: ${WORDS[now]}. Change to ${WORDS[NEXT[now]]}`}
      onClick={() => setTheme(NEXT[now])}
    />
  );
}
