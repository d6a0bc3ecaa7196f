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

/** The bars without an SVG of their own, for drawing inside a diagram's. */
export function GlyphBars(props: {
  shares: GlyphShares;
  width: number;
  bar?: number;
  gap?: number;
}) {
  const { shares, width, bar = 3, gap = 2 } = props;
  return (
    <g class="glyph-bars">
      {ORDER.map((name, row) => {
        const share = shares[name];
        const y = row * (bar + gap);
        return (
          <g key={name}>
            {share === null ? (
              <line class="glyph-unknown" y1={y + bar / 2} x2={width} y2={y + bar / 2} />
            ) : (
              <rect class="glyph-track" y={y} width={width} height={bar} />
            )}
            {share !== null && share > 0 && (
              <rect
                class={`glyph-${name}`}
                y={y}
                width={Math.max(1, bounded(share) * width)}
                height={bar}
              />
            )}
          </g>
        );
      })}
    </g>
  );
}

/** What the three bars mean, in the words used everywhere. */
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
