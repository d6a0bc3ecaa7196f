/** Keys on a page with several networks: which network a key is meant for, and where it takes the focus. */

/** Around all that a page shows of one network. */
const NETWORK = "[data-network]";

/** Does an element belong to a network, and not to the one around the first element? */
export function isOfAnotherNetwork(element: Element | null, other: EventTarget | null): boolean {
  const network = other instanceof Element ? other.closest(NETWORK) : null;
  return network !== null && network !== (element?.closest(NETWORK) ?? null);
}

/** Is a key meant for the network that the element belongs to? Pressed outside of all networks, it is meant for any. */
export function isMeantFor(element: Element | null, { target }: KeyboardEvent): boolean {
  return !isOfAnotherNetwork(element, target);
}

/** The one stop for the Tab key in the diagram of the network that the element belongs to. */
export function focusDiagram(from: Element | null): void {
  const stop = from?.closest(NETWORK)?.querySelector<SVGElement>('.diagram [tabindex="0"]');
  if (stop) stop.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
