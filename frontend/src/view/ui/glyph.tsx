/**
 * The signature: three bars, memory, parameters and MACs, always in this order and these colours.
 *
 * A share is a number from 0 to 1 of the glyph's width; null (unknown) draws a dotted track.
 */

import "./glyph.css";

export interface GlyphShares {
  memory: number | null;
  params: number | null;
  macs: number | null;
}

const ORDER = ["memory", "params", "macs"] as const;

function bounded(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** The bars without an SVG of their own, for drawing inside a diagram's; few elements, for a diagram has many. */
export function GlyphBars(props: {
  shares: GlyphShares;
  width: number;
  bar?: number;
  gap?: number;
}) {
  const { shares, width, bar = 3, gap = 2 } = props;
  const rows = ORDER.map((name, row) => ({ name, share: shares[name], y: row * (bar + gap) }));
  const tracks = rows.filter(({ share }) => share !== null);
  return (
    <g class="glyph-bars">
      <path
        class="glyph-track"
        d={tracks.map(({ y }) => `M0 ${y}h${width}v${bar}h${-width}z`).join("")}
      />
      {rows.map(({ name, share, y }) => {
        if (share === null)
          return (
            <line key={name} class="glyph-unknown" y1={y + bar / 2} x2={width} y2={y + bar / 2} />
          );
        const length = Math.max(1, bounded(share) * width);
        return (
          share > 0 && <rect key={name} class={`glyph-${name}`} y={y} width={length} height={bar} />
        );
      })}
    </g>
  );
}

/** The meaning of the three bars, in the words used everywhere. */
export function GlyphLegend(props: { memory: string; params: string; macs: string }) {
  return (
    <ul class="glyph-legend" aria-label="The three bars">
      {ORDER.map((name) => (
        <li key={name}>
          <span class={`glyph-swatch glyph-swatch-${name}`} aria-hidden="true" />
          {props[name]}
        </li>
      ))}
    </ul>
  );
}
