/** Buttons, and links that look like buttons. */

import type { ComponentChildren } from "preact";
import "./button.css";
import { Icon, type IconName } from "./icon";

type Variant = "plain" | "primary" | "quiet";

interface ButtonProps {
  children?: ComponentChildren;
  /** The accessible name where the words on the button are fewer than it needs. */
  label?: string;
  variant?: Variant;
  icon?: IconName;
  size?: "small" | "normal";
  disabled?: boolean;
  /** For a button that stays pressed. */
  pressed?: boolean;
  /** For a button that opens something: whether it is open. */
  expanded?: boolean;
  onClick: (event: MouseEvent) => void;
}

function buttonClass(variant: Variant, size: "small" | "normal", iconOnly: boolean): string {
  const names = ["button", `button-${variant}`];
  if (size === "small") names.push("button-small");
  if (iconOnly) names.push("button-square");
  return names.join(" ");
}

export function Button(props: ButtonProps) {
  const { children, label, variant = "plain", icon, size = "normal", onClick } = props;
  const words = children !== undefined && children !== null;
  return (
    <button
      type="button"
      class={buttonClass(variant, size, !words)}
      aria-label={label}
      title={words ? undefined : label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      disabled={props.disabled ?? false}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      {words && <span>{children}</span>}
    </button>
  );
}

/** A link that looks like a button, for going somewhere rather than doing something. */
export function ButtonLink(props: {
  href: string;
  children: ComponentChildren;
  variant?: Variant;
  icon?: IconName;
  label?: string;
}) {
  const { href, children, variant = "plain", icon, label } = props;
  return (
    <a class={buttonClass(variant, "normal", false)} href={href} aria-label={label}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}
