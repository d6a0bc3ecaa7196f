/** Files made on this page. */

/** Chromium's limit of a canvas, and of its area; beyond it nothing is drawn. */
const MOST_SIDE = 16_384;
const MOST_AREA = 2 ** 28;

export function saveText(text: string, type: string, name: string): void {
  save(new Blob([text], { type: `${type};charset=utf-8` }), name);
}

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** So many pixels for each of the picture's: as wanted, or as many as a canvas can hold. */
export function fittingScale(width: number, height: number, wantedScale: number): number {
  const side = MOST_SIDE / Math.max(width, height);
  const area = Math.sqrt(MOST_AREA / (width * height));
  return Math.min(wantedScale, side, area);
}

/** Saves the picture as PNG and gives the scale at which it was drawn. */
export async function savePng(svg: string, name: string, wantedScale: number): Promise<number> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = fittingScale(image.width, image.height, wantedScale);
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(image.width * scale);
    canvas.height = Math.floor(image.height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (!blob) throw new Error("The picture is too large for this browser to draw.");
    save(blob, name);
    return scale;
  } finally {
    URL.revokeObjectURL(address);
  }
}
