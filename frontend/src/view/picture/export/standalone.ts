/**
 * A drawing of this page as an SVG file of its own.
 *
 * The styles that the page's sheets give are written into the elements, so that the file looks the same in a
 * renderer that knows neither the sheets nor custom properties, mixed colours or strokes taken from the context.
 */

const SVG = "http://www.w3.org/2000/svg";

/** Handed down from parent to child: written only where it changes. */
const INHERITED = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "paint-order",
] as const;

/** Not handed down: written where it is not the initial value. */
const OWN: Readonly<Record<string, string>> = {
  opacity: "1",
  "text-decoration-line": "none",
  "vector-effect": "none",
  "marker-end": "none",
};

const PAINTS: readonly string[] = ["fill", "stroke"];

/** What is neither style nor shape stays behind: roles, handlers, classes. */
const SHAPE = new Set(
  `x y width height rx ry d cx cy r points dx dy viewBox orient refX refY
  markerWidth markerHeight patternUnits patternTransform id`.split(/\s+/),
);

/** A generic family at the end, which every renderer has. */
const FALLBACK = "Helvetica, Arial, sans-serif";

export function standaloneSvg(svg: SVGSVGElement, title: string): string {
  const paint = new Paint();
  const stroke = svg.querySelector(".line");
  // Arrowheads have the colour of their line, which older renderers cannot ask for.
  const context = stroke ? paint.plain(getComputedStyle(stroke).stroke) : "none";
  const copy = copyOf(svg, new Map(), paint, context);
  if (!copy) return "";
  copy.setAttribute("xmlns", SVG);
  const name = document.createElementNS(SVG, "title");
  name.textContent = title;
  copy.prepend(name);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

type Styles = ReadonlyMap<string, string>;

function copyOf(
  source: SVGElement,
  given: Styles,
  paint: Paint,
  context: string,
): SVGElement | null {
  const style = getComputedStyle(source);
  if (style.display === "none") return null;
  const copy = document.createElementNS(SVG, source.localName);
  copyShape(source, copy, style);
  const styles = new Map(given);
  for (const name of INHERITED) {
    const value = written(name, style.getPropertyValue(name), paint, context);
    if (given.get(name) === value) continue;
    styles.set(name, value);
    copy.setAttribute(name, value);
  }
  const { fitWidth } = source.dataset;
  if (fitWidth !== undefined)
    copy.setAttribute("font-size", fittingSize(source, style, Number(fitWidth), paint));
  for (const [name, usual] of Object.entries(OWN)) {
    const value = style.getPropertyValue(name);
    if (value !== usual && value !== "")
      copy.setAttribute(name.replace("-line", ""), value.replaceAll('"', ""));
  }
  for (const child of source.childNodes) {
    if (child instanceof Text) copy.append(child.data);
    const inner = child instanceof SVGElement ? copyOf(child, styles, paint, context) : null;
    if (inner) copy.append(inner);
  }
  return copy;
}

function copyShape(source: SVGElement, copy: SVGElement, style: CSSStyleDeclaration): void {
  for (const { name, value } of source.attributes)
    if (SHAPE.has(name)) copy.setAttribute(name, value);
  const { path } = source.dataset;
  if (path !== undefined) copy.setAttribute("id", path);
  // A style sheet may move what the attribute does not.
  if (isDrawn(source) && style.transform !== "none")
    copy.setAttribute("transform", style.transform);
}

function isDrawn({ localName }: SVGElement): boolean {
  return localName !== "pattern" && localName !== "marker" && localName !== "svg";
}

function written(name: string, value: string, paint: Paint, context: string): string {
  if (value === "context-stroke") return context;
  if (name === "font-family") return value.includes("Arial") ? value : fonts(value);
  return PAINTS.includes(name) ? paint.plain(value) : value;
}

/**
 * The largest size, up to the page's, at which the text fits in any of its fonts: others than the page's are
 * broader, and few renderers squeeze a text into a given length.
 */
function fittingSize(
  text: SVGElement,
  style: CSSStyleDeclaration,
  width: number,
  paint: Paint,
): string {
  const size = Number.parseFloat(style.fontSize);
  const needed = paint.width(text.textContent ?? "", `${style.fontSize} ${FALLBACK}`);
  return `${Math.min(size, (size * width) / needed).toFixed(2)}px`;
}

/** The page's own font where it is installed. */
function fonts(families: string): string {
  const isMono = families.includes("mono");
  const named = families
    .split(",")
    .map((family) => family.trim())
    .filter((family) => family.startsWith('"') && !family.includes("Variable"))
    .map((family) => family.replaceAll('"', "'"));
  return [...named, isMono ? "Menlo, Consolas, monospace" : FALLBACK].join(", ");
}

/** Colours as every renderer reads them: mixed ones are painted, and what was painted is read. */
class Paint {
  private readonly known = new Map<string, string>();
  private readonly brush = document
    .createElement("canvas")
    .getContext("2d", { willReadFrequently: true });

  /** In pixels. */
  width(text: string, font: string): number {
    if (!this.brush) return 0;
    this.brush.font = font;
    return this.brush.measureText(text).width;
  }

  plain(value: string): string {
    if (value === "none" || value.startsWith("url(")) return value.replaceAll('"', "");
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const made = this.mixed(value);
    this.known.set(value, made);
    return made;
  }

  private mixed(value: string): string {
    const { brush } = this;
    if (!brush) return value;
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = value;
    brush.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 255] = brush.getImageData(0, 0, 1, 1).data;
    if (alpha === 0) return "none";
    const solid = [red, green, blue]
      .map((channel) => channel.toString(16).padStart(2, "0"))
      .join("");
    return alpha === 255
      ? `#${solid}`
      : `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
  }
}
