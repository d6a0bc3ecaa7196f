/** The receptive field on the input image: the square that one value of the output depends on. */

import type { ReceptiveField } from "../network/report";

export interface Span {
  from: number;
  to: number;
}

export interface Seen {
  /** Of the field, in pixels of the image; below 0 and beyond the image it sees padding. */
  x: Span;
  y: Span;
  /** Share of the image's area that it covers, 0 to 1. */
  covered: number;
}

/** The field of one output position, row and column from 0. */
export function seenBy(
  { size, stride, offset }: ReceptiveField,
  image: { height: number; width: number },
  row: number,
  column: number,
): Seen {
  const span = (at: number): Span => ({
    from: offset + at * stride,
    to: offset + at * stride + size,
  });
  const inside = ({ from, to }: Span, side: number) =>
    Math.max(0, Math.min(to, side) - Math.max(from, 0));
  const [x, y] = [span(column), span(row)];
  const area = inside(x, image.width) * inside(y, image.height);
  return { x, y, covered: area / (image.height * image.width) };
}

/** The position in the middle of a map of so many rows or columns. */
export function middleOf(side: number): number {
  return Math.floor((side - 1) / 2);
}
