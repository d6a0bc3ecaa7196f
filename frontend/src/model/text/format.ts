/**
 * Units and figures in words, the only place that writes them: three significant digits and a unit; exact on hover.
 *
 * KB, MB and GB are powers of 1024, as in the lecture (docs/terms.md).
 * Unknown (null) is the word "unknown", never 0. Thousands are set apart by a narrow no-break space.
 */

const THIN = "\u202f";
const NO_BREAK = "\u00a0";
const MINUS = "−";
const UNKNOWN = "unknown";

const DECIMAL_PREFIXES = ["", "k", "M", "G", "T", "P"] as const;
const BYTE_UNITS = ["B", "KB", "MB", "GB", "TB"] as const;

export const BYTES_PER_KB = 1024;

/** The sizes of the units that tables have in their headings. */
const UNIT_SIZES = { KB: BYTES_PER_KB, k: 1e3, M: 1e6 } as const;
type ColumnUnit = keyof typeof UNIT_SIZES;

/** Divides for a column with a fixed unit; null stays unknown. */
export function inUnit(value: number | null, unit: ColumnUnit): number | null {
  return value === null ? null : value / UNIT_SIZES[unit];
}

/** Units that take their prefix without a space, as in "4.09 GMACs". */
const JOINED_UNITS: readonly string[] = ["MACs", "FLOPs", "MAC/s", "FLOP/s"];

function thousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** At most three significant digits, without an exponent: 4.09, 61.1, 138, 1 024. */
export function threeDigits(value: number): string {
  if (value < 0) return MINUS + threeDigits(-value);
  if (value === 0) return "0";
  if (value >= 999.5) return thousands(String(Math.round(value)));
  const digits = value.toPrecision(3);
  return digits.includes("e") ? Number(digits).toFixed(6).replace(/0+$/, "") : digits;
}

function scaled(value: number, base: number, last: number): [mantissa: number, power: number] {
  let mantissa = Math.abs(value);
  let power = 0;
  // 999.5 would be written 1000 with three digits, so it moves to the next prefix.
  while (mantissa >= Math.min(base, 999.5) && power < last) {
    mantissa /= base;
    power += 1;
  }
  return [value < 0 ? -mantissa : mantissa, power];
}

function plain(value: number): string {
  return Number.isInteger(value) ? thousands(String(value)) : threeDigits(value);
}

/** 25557032 is "25.6 M"; with the unit MACs, 4089184256 is "4.09 GMACs". */
export function formatCount(value: number | null | undefined, unit = ""): string {
  if (value === null || value === undefined) return UNKNOWN;
  const [mantissa, power] = scaled(value, 1000, DECIMAL_PREFIXES.length - 1);
  const prefix = DECIMAL_PREFIXES[power] ?? "";
  const number = power === 0 ? plain(value) : threeDigits(mantissa);
  const join = JOINED_UNITS.includes(unit) || !prefix || !unit ? "" : NO_BREAK;
  const tail = prefix + join + unit;
  return tail ? number + NO_BREAK + tail : number;
}

/** Bytes with KB = 1024 bytes, as the lecture counts: 774400 is "756 KB". */
export function formatBytes(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  const [mantissa, power] = scaled(value, BYTES_PER_KB, BYTE_UNITS.length - 1);
  const number = power === 0 ? plain(value) : threeDigits(mantissa);
  return number + NO_BREAK + (BYTE_UNITS[power] ?? "");
}

/** A shape as the lecture writes it: "64 × 56 × 56". */
export function formatShape(shape: readonly (number | null)[]): string {
  return shape.map((side) => (side === null ? "?" : String(side))).join(" × ");
}

/** Every digit: "25 557 032 parameters". */
export function exact(value: number | null | undefined, unit = ""): string {
  if (value === null || value === undefined) return UNKNOWN;
  const text = Number.isInteger(value)
    ? (value < 0 ? MINUS : "") + thousands(String(Math.abs(value)))
    : String(value).replace("-", MINUS);
  return unit ? text + NO_BREAK + unit : text;
}

/** A duration in its own unit: 0.0124 is "12.4 µs", 3.2 is "3.20 ms". */
export function formatMilliseconds(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  if (value !== 0 && value < 0.1) return `${threeDigits(value * 1000) + NO_BREAK}µs`;
  if (value >= 1000) return `${threeDigits(value / 1000) + NO_BREAK}s`;
  return `${threeDigits(value) + NO_BREAK}ms`;
}

/** A per cent value, usually to one decimal: "23.9 %". */
export function formatPercent(value: number | null | undefined, decimals = 1): string {
  return value === null || value === undefined ? UNKNOWN : `${value.toFixed(decimals) + NO_BREAK}%`;
}

/** A share, 0 to 1, in per cent; a share is never rounded to nothing, nor to all. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return `less than ${formatPercent(0.1)}`;
  if (share > 0.999 && share < 1) return `more than ${formatPercent(99.9)}`;
  return formatPercent(100 * share);
}

/** A multiple of the base: "21.6 ×". */
export function formatRatio(value: number | null | undefined): string {
  return value === null || value === undefined ? UNKNOWN : `${threeDigits(value) + NO_BREAK}×`;
}

/** A lower bound says so: "≥ 4.09 G"; "unknown" stays as it is. */
export function atLeast(text: string, complete: boolean): string {
  return complete || text === UNKNOWN ? text : `≥${NO_BREAK}${text}`;
}

/** A round number of an axis or a limit: "1 G", not "1.00 G". */
export function withoutTrailingZeros(text: string): string {
  return text.replace(/(\.\d*?)0+(?=\D|$)/, "$1").replace(/\.(?=\D|$)/, "");
}

/** A very small number, such as an error: "3.1e-7". */
export function formatSmall(value: number): string {
  return value.toExponential(1);
}

/** How many there are: "1 layer", "17 layers". */
export function formatNumberOf(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** "28 November 2026" */
export function formatDate(moment: string): string {
  return new Date(moment).toLocaleDateString("en-GB", { dateStyle: "long" });
}

/** Not with a formatter made once: to make it takes longer than to draw a small network, and few pages write a date. */
export function formatDateTime(moment: string): string {
  return new Date(moment).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
}
