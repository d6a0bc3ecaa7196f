/** One entry of the Export menu. */

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../../ui/icon";

/** A link where the server has the file, a button where this page makes it. */
export function ExportChoice(props: {
  icon: IconName;
  title: string;
  note: string;
  href?: string;
  onClick?: () => void;
  children?: ComponentChildren;
}) {
  const { icon, title, note, href, onClick } = props;
  const words = (
    <>
      <Icon name={icon} />
      <span>
        <strong>{title}</strong>
        <small>{note}</small>
      </span>
    </>
  );
  return (
    <li>
      {href === undefined ? (
        <button type="button" class="export-choice" onClick={onClick}>
          {words}
        </button>
      ) : (
        <a class="export-choice" href={href} download="">
          {words}
        </a>
      )}
      {props.children && <p class="export-more">{props.children}</p>}
    </li>
  );
}
